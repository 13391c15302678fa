import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createServerClock, measureClock } from './server-clock.ts';

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

it('believes the quickest of several answers, and any that contradicts it', () => {
  const clock = createServerClock(
    () => 0,
    () => 0,
  );
  const time = () => new Date(clock.now()).toISOString();
  clock.sync('2026-05-09T12:00:00.500Z', 0, 1_000);
  expect(time()).toBe('2026-05-09T12:00:00.000Z');
  clock.sync('2026-05-09T12:00:00.210Z', 0, 20);
  expect(time()).toBe('2026-05-09T12:00:00.200Z');
  clock.sync('2026-05-09T12:00:00.400Z', 0, 800);
  expect(time()).toBe('2026-05-09T12:00:00.200Z');
  clock.sync('2026-05-09T12:00:10.400Z', 0, 800);
  expect(time()).toBe('2026-05-09T12:00:10.000Z');
});

it('asks the server several times, and does without when it is away', async () => {
  let asked = 0;
  const clock = createServerClock(
    () => 1_000,
    () => 0,
  );
  vi.stubGlobal('fetch', () => {
    asked += 1;
    if (asked === 2) return Promise.reject(new TypeError('no network'));
    return Promise.resolve(Response.json({ now: '2026-05-09T12:00:00.000Z' }));
  });
  await measureClock(clock, new AbortController().signal);
  vi.unstubAllGlobals();
  expect(asked).toBe(5);
  expect(new Date(clock.now()).toISOString()).toBe('2026-05-09T12:00:00.000Z');
});

it('is within 50 ms of the server for a show of four hours, a day off, drifting, over a network that trembles', () => {
  const delays = fc.array(fc.tuple(fc.integer({ min: 2, max: 45 }), fc.integer({ min: 2, max: 45 })), {
    minLength: 5,
    maxLength: 5,
  });
  fc.assert(
    fc.property(
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
      fc.integer({ min: -100, max: 100 }),
      fc.array(delays, { minLength: 4, maxLength: 4 }),
      (off, partsPerMillion, network) => {
        const start = Date.parse('2026-05-09T12:00:00Z');
        /** The server's time, ms since the show began. */
        let elapsed = 0;
        const page = () => elapsed * (1 + partsPerMillion / 1e6);
        const clock = createServerClock(page, () => start + off + page());
        for (let minute = 0; minute < 240; minute++) {
          for (const [there, back] of network[minute % network.length] ?? []) {
            const sentAt = page();
            elapsed += there;
            const instant = new Date(start + elapsed).toISOString();
            elapsed += back;
            clock.sync(instant, sentAt, page());
          }
          expect(Math.abs(clock.now() - (start + elapsed))).toBeLessThan(50);
          elapsed = (minute + 1) * 60_000;
          expect(Math.abs(clock.now() - (start + elapsed))).toBeLessThan(56);
        }
      },
    ),
    { numRuns: 50 },
  );
});
