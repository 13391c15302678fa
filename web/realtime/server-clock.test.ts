import { expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

it('shows the server’s time on a machine whose clock is a day off', () => {
  let ticks = 1_000;
  const dayOff = () => Date.parse('2026-05-08T12:00:00Z');
  const clock = createServerClock(() => ticks, dayOff);
  ticks = 2_000;
  // The answer took 200 ms; the server spoke in the middle.
  clock.sync('2026-05-09T12:00:00.000Z', 1_800, 2_000);
  expect(new Date(clock.now()).toISOString()).toBe('2026-05-09T12:00:00.100Z');
  ticks = 62_000;
  expect(new Date(clock.now()).toISOString()).toBe('2026-05-09T12:01:00.100Z');
});

it('goes on evenly when someone sets the machine’s clock', () => {
  let ticks = 0;
  let wall = Date.parse('2026-05-09T12:00:00Z');
  const clock = createServerClock(
    () => ticks,
    () => wall,
  );
  wall += 3_600_000;
  ticks = 5_000;
  expect(new Date(clock.now()).toISOString()).toBe('2026-05-09T12:00:05.000Z');
});
