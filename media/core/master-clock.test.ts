import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lastDueTick, type MasterClock, startMasterClock } from './master-clock.ts';
import { SpareTime } from './spare-time.ts';

let clock: MasterClock | undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
});
afterEach(() => {
  clock?.stop();
  vi.useRealTimers();
});

test('a tick is due at its place on the clock, however late the ones before were', () => {
  expect(lastDueTick(0, 25)).toBe(0);
  expect(lastDueTick(38.9, 25)).toBe(0);
  expect(lastDueTick(39, 25)).toBe(1);
  expect(lastDueTick(3_600_000, 25)).toBe(90_000);
  expect(lastDueTick(3_600_000, 30)).toBe(108_000);
});

test('ticks follow the clock; work that takes too long makes them skip, not drift', () => {
  const ticks: [number, number, number][] = [];
  let busyMs = 0;
  clock = startMasterClock({
    frameRate: 25,
    now: () => performance.now() + busyMs,
    onTicks: (first, last, late) => {
      ticks.push([first, last, Math.round(late)]);
      if (last === 2) busyMs += 130;
    },
  });
  vi.advanceTimersByTime(200);
  expect(ticks).toEqual([
    [0, 0, 0],
    [1, 1, 0],
    [2, 2, 0],
    // Tick 2 held on until 210 ms, and a timer takes 1 ms at least: ticks 3 and 4 were missed.
    [3, 5, 11],
    [6, 6, 0],
    [7, 7, 0],
    [8, 8, 0],
  ]);
});

test('nothing more comes after stop, from within a tick too', () => {
  let ticks = 0;
  const own = startMasterClock({
    frameRate: 25,
    now: () => performance.now(),
    onTicks: () => {
      ticks += 1;
      if (ticks === 2) own.stop();
    },
  });
  vi.advanceTimersByTime(1_000);
  expect(ticks).toBe(2);
});

test('spare work waits until the tick is over, in order', () => {
  let untilTick = 30;
  const done: number[] = [];
  const spare = new SpareTime({
    untilTick: () => untilTick,
    guardMs: 5,
    patienceMs: 100,
    now: () => performance.now(),
  });
  spare.push(() => {
    done.push(1);
    untilTick = 3;
  });
  spare.push(() => done.push(2));
  vi.advanceTimersByTime(0);
  expect(done).toEqual([1]);
  untilTick = 39;
  vi.advanceTimersByTime(3);
  expect(done).toEqual([1, 2]);
});

test('spare work runs in the end where ticks leave no pause', () => {
  const done: number[] = [];
  const spare = new SpareTime({ untilTick: () => 1, guardMs: 5, patienceMs: 100, now: () => performance.now() });
  spare.push(() => done.push(1));
  vi.advanceTimersByTime(90);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(done).toEqual([1]);
  spare.push(() => done.push(2));
  spare.close();
  vi.advanceTimersByTime(500);
  expect(done).toEqual([1]);
});

test('spare work keeps as far from the tick as it has lately been long', () => {
  let now = 0;
  let untilTick = 30;
  const done: number[] = [];
  const spare = new SpareTime({ untilTick: () => untilTick, guardMs: 2, patienceMs: 100, now: () => now });
  spare.push(() => {
    now += 8;
    untilTick = 6;
  });
  spare.push(() => done.push(2));
  vi.advanceTimersByTime(0);
  expect(done).toEqual([]);
  untilTick = 12;
  vi.advanceTimersByTime(6);
  expect(done).toEqual([2]);
});
