import type { SourceRef } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { backBehindSlate } from './HeldBanner.tsx';
import { aContributor, idOf, slotsOf } from './testing.ts';

const people = [aContributor(1), aContributor(2), aContributor(3, 'stalled')];
const back = (program: SourceRef, held: number[]) =>
  backBehindSlate({ program, held: held.map(idOf) }, people).map(({ number }) => number);

test('who was lost on air and sends pictures again is named, in the scene of everybody too', () => {
  const twoUp: SourceRef = { type: 'twoUp', slots: slotsOf(idOf(1), idOf(3)) };
  expect(back(twoUp, [1, 3])).toEqual([1]);
  expect(back(twoUp, [])).toEqual([]);
  // Whoever is held is out of it: it is said by the list alone.
  expect(back({ type: 'everybody', slots: [] }, [2, 3])).toEqual([2]);
});
