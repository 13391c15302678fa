import { rundownAt } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { rundown, rundownItem } from '../realtime/testing.ts';
import { foldPast, groupAbove, itemClock, mustEndAt } from './run-clock.ts';

const at = (seconds: number) => Date.UTC(2026, 4, 9, 12, 0, seconds);
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

/** The first of two items of five minutes, since 12:00. */
const running = rundown({
  plannedEnd: iso(600),
  currentItemId: 'a',
  currentStartedAt: iso(0),
  items: [rundownItem({ id: 'a', actualStart: iso(0), warnMs: 90_000, dangerMs: 20_000 }), rundownItem({ id: 'b' })],
});

describe('the clock of the item on air', () => {
  test('turns amber and red at the thresholds of its own item, then runs over', () => {
    expect(itemClock(running, at(100))).toMatchObject({ elapsedMs: 100_000, leftMs: 200_000, phase: 'calm' });
    expect(itemClock(running, at(210))?.phase).toBe('warn');
    expect(itemClock(running, at(280))?.phase).toBe('danger');
    expect(itemClock(running, at(301))).toMatchObject({ leftMs: -1_000, phase: 'over', progress: 1 });
    expect(itemClock(rundown(), at(0))).toBeNull();
  });

  test('counts what was added, and stands while it is paused', () => {
    expect(itemClock({ ...running, addedMs: 60_000 }, at(301))).toMatchObject({ leftMs: 59_000, allottedMs: 360_000 });
    expect(itemClock({ ...running, pausedAt: iso(100), pausedMs: 30_000 }, at(500))).toMatchObject({
      elapsedMs: 70_000,
      leftMs: 230_000,
    });
  });
});

describe('with each second, as the server would tell it', () => {
  test('the show stays on time while its item does, and then runs over second by second', () => {
    expect(rundownAt(running, at(299))).toMatchObject({ overUnderMs: 0, nextItemId: 'b' });
    const late = rundownAt(running, at(310));
    expect(late).toMatchObject({ overUnderMs: 10_000, expectedEnd: iso(610) });
    expect(late.items[1]).toMatchObject({ expectedStart: iso(310), status: 'next', latestStart: iso(300) });
    expect(rundownAt(late, at(310))).toEqual(late);
  });

  test('the item on air has to leave the rest its time', () => {
    expect(mustEndAt(rundownAt(running, at(10)))).toBe(at(300));
    const last = rundownAt({ ...running, items: running.items.slice(0, 1) }, at(10));
    expect(mustEndAt(last)).toBe(at(600));
    expect(mustEndAt(rundown())).toBeNull();
  });
});

test('what is past folds away', () => {
  const items = [
    rundownItem({ id: 'a', status: 'done' }),
    rundownItem({ id: 'b', status: 'skipped' }),
    rundownItem({ id: 'c', status: 'onAir' }),
    rundownItem({ id: 'd' }),
  ];
  const { past, rest } = foldPast(items);
  expect(past.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(rest.map(({ id }) => id)).toEqual(['c', 'd']);
  expect(foldPast(items.slice(0, 1)).rest).toEqual([]);
});

test('a group has one heading, also where its first items are folded away', () => {
  const grouped = ['Afrique', 'Afrique', null, 'Afrique'].map((group, rank) =>
    rundownItem({ id: `item ${rank}`, rank, group }),
  );
  const shown = rundownAt(rundown({ items: grouped }), at(0));
  const headings = (from: number) =>
    shown.items.slice(from).map((item, _, all) => groupAbove(shown, all, item)?.firstItemId ?? null);
  expect(headings(0)).toEqual(['item 0', null, null, 'item 3']);
  expect(headings(1)).toEqual(['item 0', null, 'item 3']);
});
