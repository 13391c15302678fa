import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
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

it('narrows down what several answers allow together', () => {
  const clock = createServerClock(
    () => 0,
    () => 0,
  );
  // Between 12:00:00.000 and .100, then between .080 and .180.
  clock.sync('2026-05-09T12:00:00.100Z', 0, 100);
  clock.sync('2026-05-09T12:00:00.180Z', 0, 100);
  expect(new Date(clock.now()).toISOString()).toBe('2026-05-09T12:00:00.090Z');
});

describe('measuring', () => {
  afterEach(() => vi.unstubAllGlobals());
  const signal = new AbortController().signal;

  /** A server whose answers take so long, ms; null: none. */
  function serverThatTakes(...delays: (number | null)[]) {
    let elapsed = 0;
    let asked = 0;
    vi.stubGlobal('fetch', () => {
      const delay = delays[asked] ?? null;
      asked += 1;
      if (delay === null) return Promise.reject(new TypeError('no network'));
      elapsed += delay;
      return Promise.resolve(Response.json({ now: '2026-05-09T12:00:00.000Z' }));
    });
    const clock = createServerClock(
      () => elapsed,
      () => 0,
    );
    return { clock, asked: () => asked };
  }

  it('is done with the first answer that was quick, and after five in any case', async () => {
    const quick = serverThatTakes(900, 40, 10);
    expect(await measureClock(quick.clock, signal)).toBe(true);
    expect(quick.asked()).toBe(2);
    const slow = serverThatTakes(90, 80, 70, 80, 90, 80);
    expect(await measureClock(slow.clock, signal)).toBe(true);
    expect(slow.asked()).toBe(5);
  });

  it('does without a server that is away, and says so', async () => {
    const gone = serverThatTakes(null, 10);
    expect(await measureClock(gone.clock, signal)).toBe(false);
    expect(gone.asked()).toBe(1);
    const lost = serverThatTakes(90, null, 10);
    expect(await measureClock(lost.clock, signal)).toBe(true);
    expect(lost.asked()).toBe(2);
  });

  it('keeps a page within 50 ms of the server for four hours: a day off, drifting, over a network that is slower one way and holds answers up, through sleep', async () => {
    /** How long a message is on its way, ms: there and back. */
    const usual = fc.tuple(fc.integer({ min: 2, max: 45 }), fc.integer({ min: 2, max: 45 }));
    const heldUp = fc.tuple(fc.integer({ min: 2, max: 3_000 }), fc.integer({ min: 2, max: 3_000 }));
    const round = fc.record({
      delays: fc.tuple(fc.array(heldUp, { maxLength: 4 }), usual).map(([held, last]) => [...held, last]),
      sleepMs: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 7_200_000 }) },
      ),
    });
    const dayOff = fc.integer({ min: -86_400_000, max: 86_400_000 });
    const partsPerMillion = fc.integer({ min: -100, max: 100 });
    await fc.assert(
      fc.asyncProperty(
        dayOff,
        partsPerMillion,
        fc.array(round, { minLength: 3, maxLength: 6 }),
        async (off, ppm, net) => {
          const start = Date.parse('2026-05-09T12:00:00Z');
          /** The server's time, ms since the show began, and how much of it the page's machine has slept. */
          let elapsed = 0;
          let slept = 0;
          const page = () => (elapsed - slept) * (1 + ppm / 1e6);
          const clock = createServerClock(page, () => start + off + page());
          const wrongBy = () => Math.abs(clock.now() - (start + elapsed));
          const answer = (there: number, back: number): string => {
            elapsed += there;
            const now = new Date(start + elapsed).toISOString();
            elapsed += back;
            return now;
          };
          let delays: [number, number][] = [];
          vi.stubGlobal('fetch', async () => {
            const [there, back] = (delays.length > 1 ? delays.shift() : delays[0]) ?? [0, 0];
            return Response.json({ now: answer(there, back) });
          });
          // The join's answer brings a snapshot along.
          clock.sync(answer(30, 2_500), page() - 2_530 * (1 + ppm / 1e6), page());
          for (let turn = 0; turn < 4 * 20; turn += 1) {
            const { sleepMs, delays: these } = net[turn % net.length] ?? { sleepMs: 0, delays: [] };
            delays = [...these];
            await measureClock(clock, signal);
            expect(wrongBy()).toBeLessThan(50);
            // As long as a viewer's page waits at most.
            elapsed += 200_000;
            expect(wrongBy()).toBeLessThan(50);
            elapsed += sleepMs;
            slept += sleepMs;
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
