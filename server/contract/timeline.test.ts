import { describe, expect, test } from 'vitest';
import {
  addedAfter,
  allottedMs,
  deriveTimeline,
  dueAt,
  elapsedMs,
  nextItem,
  previousItem,
  type RunClock,
  type TimedItem,
  type TimelineInput,
} from './timeline.ts';

const MIN = 60_000;
const item = (id: string, minutes: number, more: Partial<TimedItem> = {}): TimedItem => ({
  id,
  plannedDurationMs: minutes * MIN,
  hardStart: null,
  skip: false,
  group: null,
  ...more,
});

const on = (itemId: string, startedAt: number, more: Partial<RunClock> = {}) => ({
  itemId,
  startedAt,
  addedMs: 0,
  pausedAt: null,
  pausedMs: 0,
  ...more,
});

/** Three items of 10, 20 and 30 minutes from `start`. */
function input(start: number, more: Partial<TimelineInput> = {}): TimelineInput {
  return {
    plannedStart: start,
    plannedEnd: start + 60 * MIN,
    items: [item('a', 10), item('b', 20), item('c', 30)],
    asRun: [],
    current: null,
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
    current: on('b', 12 * MIN),
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

  test('how late it is now is one thing, how late it will end another: a fixed time or a short plan takes it up', () => {
    const now = 20 * MIN;
    // Begun two minutes late: all of it follows.
    expect(deriveTimeline(input(0, { ...running, now }))).toMatchObject({ delayMs: 2 * MIN, overUnderMs: 2 * MIN });
    const fixed = [item('a', 10), item('b', 20), item('c', 30, { hardStart: 35 * MIN })];
    expect(deriveTimeline(input(0, { ...running, items: fixed, plannedEnd: 65 * MIN, now }))).toMatchObject({
      delayMs: 2 * MIN,
      overUnderMs: 0,
    });
    expect(deriveTimeline(input(0, { ...running, plannedEnd: 62 * MIN, now }))).toMatchObject({
      delayMs: 2 * MIN,
      overUnderMs: 0,
    });
    // It runs over: later with each minute.
    expect(deriveTimeline(input(0, { ...running, items: fixed, now: 34 * MIN }))).toMatchObject({ delayMs: 4 * MIN });
    // Nothing has begun, ten minutes after it should have; and nothing is late once it is over.
    expect(deriveTimeline(input(0, { now: 10 * MIN }))).toMatchObject({ delayMs: 10 * MIN });
    expect(deriveTimeline(input(0, { ...running, current: null, ended: true, now }))).toMatchObject({ delayMs: 0 });
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
    input(start, {
      current: on('a', start),
      asRun: [{ itemId: 'a', startedAt: start, endedAt: null }],
      now: start + MIN,
    }),
  );
  expect(minutes(start, timeline.items)).toEqual([
    [0, 10],
    [10, 30],
    [30, 60],
  ]);
});

test('the item after the last is none, nor the one before the first; who is skipped is neither', () => {
  expect(nextItem([item('a', 1)], 'a')).toBeNull();
  expect(nextItem([], null)).toBeNull();
  const items = [item('a', 1), item('x', 1, { skip: true }), item('c', 1)];
  expect(nextItem(items, 'a')?.id).toBe('c');
  expect(previousItem(items, 'c')?.id).toBe('a');
  expect(previousItem(items, 'a')).toBeNull();
  expect(previousItem(items, null)).toBeNull();
});

describe('the clock of the item on air', () => {
  const ten = item('a', 10);
  test('time that is added or taken away moves its end, and all that follows', () => {
    const clock = on('a', 0, { addedMs: 2 * MIN });
    expect(allottedMs(ten, clock)).toBe(12 * MIN);
    expect(dueAt(ten, clock, MIN)).toBe(12 * MIN);
    const timeline = deriveTimeline(input(0, { current: clock, now: MIN }));
    expect(minutes(0, timeline.items)[1]).toEqual([12, 32]);
    expect(timeline.items[0]?.overUnderMs).toBe(2 * MIN);
    expect(timeline.overUnderMs).toBe(2 * MIN);
  });

  test('no more is taken away than is left', () => {
    expect(addedAfter(ten, on('a', 0), -MIN, 3 * MIN)).toBe(-MIN);
    const shortened = { ...on('a', 0), addedMs: addedAfter(ten, on('a', 0), -30 * MIN, 3 * MIN) };
    expect(dueAt(ten, shortened, 3 * MIN)).toBe(3 * MIN);
    expect(addedAfter(ten, on('a', 0), -MIN, 11 * MIN)).toBe(0);
    expect(addedAfter(ten, on('a', 0), MIN, 11 * MIN)).toBe(MIN);
  });

  test('while it stands no time passes, and everything that follows is put off', () => {
    const clock = on('a', 0, { pausedAt: 4 * MIN, pausedMs: MIN });
    expect(elapsedMs(clock, 9 * MIN)).toBe(3 * MIN);
    expect(dueAt(ten, clock, 9 * MIN)).toBe(16 * MIN);
    expect(minutes(0, deriveTimeline(input(0, { current: clock, now: 9 * MIN })).items)).toEqual([
      [0, 16],
      [16, 36],
      [36, 66],
    ]);
  });
});

describe('back timing', () => {
  test('says when each item must start for the next hard start, and for the end, to be met', () => {
    const items = [item('a', 10), item('b', 20), item('c', 5, { hardStart: 40 * MIN }), item('d', 10)];
    const timeline = deriveTimeline(input(0, { items, current: on('a', 0), now: MIN }));
    expect(timeline.items.map(({ latestStart }) => latestStart)).toEqual([null, 20 * MIN, 40 * MIN, 50 * MIN]);
  });

  test('asks nothing of what is skipped or done', () => {
    const items = [item('a', 10), item('x', 20, { skip: true }), item('c', 30)];
    const timeline = deriveTimeline(input(0, { items, current: on('a', 0), now: MIN }));
    expect(timeline.items.map(({ latestStart }) => latestStart)).toEqual([null, null, 30 * MIN]);
  });
});

test('groups are items beside each other, and are as much over as their items together', () => {
  const items = [
    item('a', 10, { group: 'Afrique' }),
    item('b', 20, { group: 'Afrique' }),
    item('c', 30, { group: 'Asie' }),
    item('d', 1),
  ];
  const asRun = [{ itemId: 'a', startedAt: 0, endedAt: 13 * MIN }];
  const { groups } = deriveTimeline(input(0, { items, asRun, current: on('b', 13 * MIN), now: 35 * MIN }));
  expect(groups).toEqual([
    {
      name: 'Afrique',
      firstItemId: 'a',
      plannedDurationMs: 30 * MIN,
      overUnderMs: 5 * MIN,
      expectedStart: 0,
      expectedEnd: 35 * MIN,
    },
    {
      name: 'Asie',
      firstItemId: 'c',
      plannedDurationMs: 30 * MIN,
      overUnderMs: 0,
      expectedStart: 35 * MIN,
      expectedEnd: 65 * MIN,
    },
  ]);
});

test('an item that one goes back to counts with its last run; what comes after it is to come again', () => {
  const asRun = [
    { itemId: 'a', startedAt: 0, endedAt: 10 * MIN },
    { itemId: 'b', startedAt: 10 * MIN, endedAt: 12 * MIN },
    { itemId: 'a', startedAt: 12 * MIN, endedAt: null },
  ];
  const timeline = deriveTimeline(input(0, { asRun, current: on('a', 12 * MIN), now: 13 * MIN }));
  expect(timeline.items.map(({ status }) => status)).toEqual(['onAir', 'next', 'upcoming']);
  expect(minutes(0, timeline.items)).toEqual([
    [12, 22],
    [22, 42],
    [42, 72],
  ]);
});
