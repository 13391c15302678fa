import { expect, it } from 'vitest';
import { aimed } from './talk-keys.ts';
import { aContributor, idOf, slotsOf } from './testing.ts';

const people = [aContributor(1), aContributor(2), aContributor(3)];
const preview = { type: 'twoUp', slots: slotsOf(idOf(2), idOf(3)) } as const;

it('speaks to whoever is on preview, to those whose numbers are pressed, to all with 0', () => {
  expect(aimed(new Set(), people, preview)).toEqual([idOf(2), idOf(3)]);
  expect(aimed(new Set([1, 3]), people, preview)).toEqual([idOf(1), idOf(3)]);
  expect(aimed(new Set([1, 0]), people, preview)).toBe('all');
});

it('speaks to nobody rather than to somebody else', () => {
  expect(aimed(new Set(), people, { type: 'slate' })).toBeNull();
  expect(aimed(new Set([7]), people, { type: 'slate' })).toBeNull();
  expect(aimed(new Set(), people, null)).toBeNull();
});
