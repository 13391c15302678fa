import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepClock } from './clock-keeper.ts';
import { createServerClock } from './server-clock.ts';

/** Milliseconds: of the clock that cannot be set, and by how much the other one has gone on meanwhile. */
let elapsed = 0;
let slept = 0;
let isServerThere = true;
let measured: number[] = [];
let close = () => {};
beforeEach(() => {
  vi.useFakeTimers();
  [elapsed, slept, isServerThere, measured] = [0, 0, true, []];
});
afterEach(() => {
  close();
  vi.useRealTimers();
});

/** `random: 0.5` waits half of the first wait, and neither more nor less than the others. */
function keep(pace: 'crowd' | 'staff', measure = async () => isServerThere) {
  const clock = createServerClock(
    () => elapsed,
    () => 0,
  );
  const keeping = keepClock(clock, {
    pace,
    wall: () => elapsed + slept,
    random: () => 0.5,
    measure: () => {
      measured.push(elapsed / 1_000);
      return measure();
    },
  });
  close = keeping.close;
  return keeping;
}

async function pass(seconds: number): Promise<void> {
  // What has just been begun is done before time goes on.
  await vi.advanceTimersByTimeAsync(0);
  for (let second = 0; second < seconds; second += 1) {
    elapsed += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

it('measures a viewer’s clock some seconds after the page was opened and every three minutes, staff’s at once and each minute', async () => {
  keep('crowd');
  await pass(400);
  expect(measured).toEqual([6, 186, 366]);
  close();
  [elapsed, measured] = [0, []];
  keep('staff');
  await pass(130);
  expect(measured).toEqual([0, 60, 120]);
});

it('measures as soon as the machine wakes', async () => {
  keep('crowd');
  await pass(10);
  slept += 3_600_000;
  await pass(2);
  expect(measured).toHaveLength(2);
  // Once.
  await pass(10);
  expect(measured).toHaveLength(2);
});

it('asks a server that was away again, and not all the time', async () => {
  isServerThere = false;
  keep('staff');
  await pass(19);
  expect(measured).toEqual([0]);
  isServerThere = true;
  await pass(30);
  expect(measured).toEqual([0, 20]);
});

it('measures when it is told to; once more where it was just being done', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const keeping = keep('staff', () => promise);
  keeping.measure();
  expect(measured).toHaveLength(1);
  resolve(true);
  await pass(2);
  expect(measured).toHaveLength(2);
  await pass(10);
  keeping.measure();
  expect(measured).toHaveLength(3);
});

it('ends with its owner, which may happen twice', async () => {
  const keeping = keep('crowd');
  keeping.close();
  keeping.close();
  await pass(300);
  expect(measured).toEqual([]);
});
