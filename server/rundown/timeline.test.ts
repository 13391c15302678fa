import { describe, expect, test } from 'vitest';
import { deriveTimeline, nextItem, type TimedItem, type TimelineInput } from './timeline.ts';

const MIN = 60_000;
const item = (id: string, minutes: number, more: Partial<TimedItem> = {}): TimedItem => ({
  id,
  plannedDurationMs: minutes * MIN,
  hardStart: null,
  skip: false,
  ...more,
});

/** Three items of 10, 20 and 30 minutes from `start`. */
function input(start: number, more: Partial<TimelineInput> = {}): TimelineInput {
  return {
    plannedStart: start,
    plannedEnd: start + 60 * MIN,
    items: [item('a', 10), item('b', 20), item('c', 30)],
    asRun: [],
    currentItemId: null,
    ended: false,
    now: start - 60 * MIN,
    ...more,
  };
}
const minutes = (start: number, times: readonly { expectedStart: number; expectedEnd: number }[]) =>
  times.map(({ expectedStart, expectedEnd }) => [(expectedStart - start) / MIN, (expectedEnd - start) / MIN]);

describe('before the show', () => {
  test('everything is expected as planned, the first item is next', () => {
    const timeline = deriveTimeline(input(0, { now: -MIN }));
    expect(minutes(0, timeline.items)).toEqual([
      [0, 10],
      [10, 30],
      [30, 60],
    ]);
    expect(timeline.items.map(({ status }) => status)).toEqual(['next', 'upcoming', 'upcoming']);
    expect(timeline.overUnderMs).toBe(0);
  });

  test('a show that is late moves as a whole', () => {
    const timeline = deriveTimeline(input(0, { now: 5 * MIN }));
    expect(minutes(0, timeline.items)[2]).toEqual([35, 65]);
    expect(timeline.overUnderMs).toBe(5 * MIN);
  });
});

describe('during the show', () => {
  const running = {
    currentItemId: 'b',
    asRun: [
      { itemId: 'a', startedAt: 0, endedAt: 12 * MIN },
      { itemId: 'b', startedAt: 12 * MIN, endedAt: null },
    ],
  };

  test('what happened stands, what comes follows from it', () => {
    const timeline = deriveTimeline(input(0, { ...running, now: 20 * MIN }));
    expect(minutes(0, timeline.items)).toEqual([
      [0, 12],
      [12, 32],
      [32, 62],
    ]);
    expect(timeline.items.map(({ status }) => status)).toEqual(['done', 'onAir', 'next']);
    expect(timeline.items[0]).toMatchObject({ actualStart: 0, actualEnd: 12 * MIN });
    expect(timeline.overUnderMs).toBe(2 * MIN);
  });

  test('an item that runs over pushes the rest along with the clock', () => {
    const timeline = deriveTimeline(input(0, { ...running, now: 40 * MIN }));
    expect(minutes(0, timeline.items)).toEqual([
      [0, 12],
      [12, 40],
      [40, 70],
    ]);
    expect(timeline.overUnderMs).toBe(10 * MIN);
  });

  test('a hard start holds: before it a gap, or an overlap', () => {
    const items = [item('a', 10), item('b', 20), item('c', 30, { hardStart: 35 * MIN })];
    const gap = deriveTimeline(input(0, { ...running, items, now: 20 * MIN }));
    expect(gap.items[2]).toMatchObject({ expectedStart: 35 * MIN, gapMs: 3 * MIN });
    const overlap = deriveTimeline(input(0, { ...running, items, now: 38 * MIN }));
    expect(overlap.items[2]).toMatchObject({ expectedStart: 38 * MIN, gapMs: -3 * MIN });
    const early = deriveTimeline(
      input(0, {
        ...running,
        items: [item('a', 10), item('b', 20), item('c', 30, { hardStart: 30 * MIN })],
        now: 20 * MIN,
      }),
    );
    expect(early.items[2]).toMatchObject({ expectedStart: 30 * MIN, gapMs: -2 * MIN });
  });

  test('a skipped item takes no time and is never next', () => {
    const items = [item('a', 10), item('b', 20), item('x', 99, { skip: true }), item('c', 30)];
    const timeline = deriveTimeline(input(0, { ...running, items, now: 20 * MIN }));
    expect(timeline.items[2]?.status).toBe('skipped');
    expect(timeline.nextItemId).toBe('c');
    expect(timeline.items[3]).toMatchObject({ expectedStart: 32 * MIN });
  });

  test('ended: nothing is next, what never ran was skipped', () => {
    const timeline = deriveTimeline(
      input(0, { asRun: [{ itemId: 'a', startedAt: 0, endedAt: 9 * MIN }], ended: true, now: 99 * MIN }),
    );
    expect(timeline.items.map(({ status }) => status)).toEqual(['done', 'skipped', 'skipped']);
    expect(timeline.nextItemId).toBeNull();
  });
});

test.each([
  ['midnight', '2026-05-09T23:40:00+02:00'],
  ['the night that summer time begins in Paris', '2026-03-29T01:30:00+01:00'],
  ['the night that it ends', '2026-10-25T02:30:00+02:00'],
  ['a leap day', '2028-02-28T23:30:00Z'],
])('elapsed time stays elapsed time across %s', (_when, instant) => {
  const start = Date.parse(instant);
  const timeline = deriveTimeline(
    input(start, { currentItemId: 'a', asRun: [{ itemId: 'a', startedAt: start, endedAt: null }], now: start + MIN }),
  );
  expect(minutes(start, timeline.items)).toEqual([
    [0, 10],
    [10, 30],
    [30, 60],
  ]);
});

test('the item after the last is none', () => {
  expect(nextItem([item('a', 1)], 'a')).toBeNull();
  expect(nextItem([], null)).toBeNull();
});
