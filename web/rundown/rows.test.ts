import type { RundownItem } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { rundownItem } from '../realtime/testing.ts';
import { blocksOf, dropTarget, hardStartAt, selected, stepTarget, surviving, wallText } from './rows.ts';

/** `A` and `B` are groups, `.` is none: `a.b` is an item a without one and so on. */
const items: RundownItem[] = [
  rundownItem({ id: 'a' }),
  rundownItem({ id: 'b', group: 'Duplex' }),
  rundownItem({ id: 'c', group: 'Duplex', skip: true }),
  rundownItem({ id: 'd', group: 'Fin' }),
];
const set = (...ids: string[]) => new Set(ids);

test('neighbours of one group are a block with the sum of what is not left out', () => {
  const blocks = blocksOf([...items, rundownItem({ id: 'e', group: 'Duplex' })]);
  expect(blocks.map(({ key, group, items: own, plannedMs }) => [key, group, own.length, plannedMs])).toEqual([
    ['#1', null, 1, 300_000],
    ['Duplex#1', 'Duplex', 2, 300_000],
    ['Fin#1', 'Fin', 1, 300_000],
    ['Duplex#2', 'Duplex', 1, 300_000],
  ]);
});

test('a block is over and under by what its items are', () => {
  const [alone, group] = blocksOf([
    rundownItem({ id: 'a', overUnderMs: 40_000 }),
    rundownItem({ id: 'b', group: 'Duplex', overUnderMs: 90_000 }),
    rundownItem({ id: 'c', group: 'Duplex', overUnderMs: -30_000 }),
  ]);
  expect([alone?.overUnderMs, group?.overUnderMs]).toEqual([40_000, 60_000]);
});

describe('moving', () => {
  test('a step goes past one item and into its group', () => {
    expect(stepTarget(items, set('a'), 1)).toEqual({ after: 'b', group: 'Duplex' });
    expect(stepTarget(items, set('b'), -1)).toEqual({ after: null, group: null });
    expect(stepTarget(items, set('c', 'd'), -1)).toEqual({ after: 'a', group: 'Duplex' });
    expect(stepTarget(items, set('a', 'c'), 1)).toEqual({ after: 'd', group: 'Fin' });
  });

  test('there is nowhere to go at the ends', () => {
    expect(stepTarget(items, set('a', 'b'), -1)).toBeNull();
    expect(stepTarget(items, set('d'), 1)).toBeNull();
  });

  test('what is dropped from above goes below, from below above', () => {
    expect(dropTarget(items, set('a'), 'a', 'c')).toEqual({ after: 'c', group: 'Duplex' });
    expect(dropTarget(items, set('d'), 'd', 'b')).toEqual({ after: 'a', group: 'Duplex' });
    expect(dropTarget(items, set('d', 'a'), 'd', 'b')).toEqual({ after: null, group: 'Duplex' });
    expect(dropTarget(items, set('a', 'b'), 'a', 'b')).toBeNull();
  });
});

describe('selecting', () => {
  const order = ['a', 'b', 'c', 'd'];
  const start = selected({ active: null, anchor: null, ids: new Set() }, 'b', order);

  test('Shift extends from the anchor, both ways; Ctrl adds and takes out', () => {
    const down = selected(start, 'd', order, { shift: true });
    expect([...down.ids]).toEqual(['b', 'c', 'd']);
    expect([...selected(down, 'a', order, { shift: true }).ids]).toEqual(['a', 'b']);
    const more = selected(start, 'd', order, { toggle: true });
    expect([...more.ids]).toEqual(['b', 'd']);
    expect([...selected(more, 'b', order, { toggle: true }).ids]).toEqual(['d']);
  });

  test('when the active item goes, the one that takes its place is active', () => {
    expect(surviving(start, order, ['a', 'c', 'd']).active).toBe('c');
    expect(surviving(selected(start, 'd', order), order, ['a', 'b']).active).toBe('b');
    expect(surviving(start, order, []).active).toBeNull();
    expect(surviving(start, order, order)).toBe(start);
  });
});

test('a time of day is the one nearest to where the item stands, in the show’s zone', () => {
  const late = Date.parse('2026-05-09T21:50:00Z');
  expect(hardStartAt('23:55', late, 'Europe/Paris')).toBe('2026-05-09T21:55:00.000Z');
  expect(hardStartAt('0:10', late, 'Europe/Paris')).toBe('2026-05-09T22:10:00.000Z');
  expect(hardStartAt('20:30:15', late, 'Europe/Paris')).toBe('2026-05-09T18:30:15.000Z');
  expect(hardStartAt('24:00', late, 'Europe/Paris')).toBeNull();
  expect(wallText('2026-05-09T22:10:00.000Z', 'Europe/Paris')).toBe('00:10:00');
});
