/** Keeps a page's idea of the server's clock true for as long as the page stands open. */
import { useEffect } from 'react';
import { measureClock, type ServerClock } from './server-clock.ts';

/**
 * When a clock is measured, ms: within `first`, then every `every`, give or take a tenth. `crowd`: thousands who open a page
 * in the same second ask one after the other, and part from the server by some 20 ms meanwhile, at a drift of 100 ppm.
 */
const PACES = {
  crowd: { first: 10_000, every: 3 * 60_000 },
  staff: { first: 0, every: 60_000 },
} as const;
/** After this long, ms, a server that was away is asked again. */
const AGAIN = 20_000;
/** How often the page looks whether it is time, and whether it has slept, ms. */
const LOOK = 2_000;
/** A machine that sleeps stops the clock that cannot be set, and not the other one: so far apart, ms, says that it did. */
const SLEPT = 500;

type KeepOptions = {
  /** Default: crowd. */
  pace?: keyof typeof PACES;
  /** This machine's clock, ms since 1970. */
  wall?: () => number;
  /** Reads 0–1. Default `Math.random`. */
  random?: () => number;
  measure?: typeof measureClock;
};

type ClockKeeping = {
  /** Measures now: somebody says that the server's clock was set. */
  measure: () => void;
  /** Safe twice. */
  close: () => void;
};

/** Measures `clock` now and then, and when the machine has slept. The caller closes. */
export function keepClock(clock: ServerClock, options: KeepOptions = {}): ClockKeeping {
  const { pace = 'crowd', wall = Date.now, random = Math.random, measure = measureClock } = options;
  const { first, every } = PACES[pace];
  const stop = new AbortController();
  const apart = () => wall() - clock.monotonic();
  let wasApart = apart();
  /** By `clock.monotonic`; infinite while it is being measured and nobody has asked for more. */
  let dueAt = clock.monotonic() + first * random();
  let isMeasuring = false;

  const look = async (): Promise<void> => {
    const isApart = apart();
    if (Math.abs(isApart - wasApart) > SLEPT) dueAt = Number.NEGATIVE_INFINITY;
    wasApart = isApart;
    if (clock.monotonic() < dueAt || isMeasuring) return;
    dueAt = Number.POSITIVE_INFINITY;
    isMeasuring = true;
    const known = await measure(clock, stop.signal);
    isMeasuring = false;
    if (dueAt === Number.POSITIVE_INFINITY) {
      dueAt = clock.monotonic() + (known ? every : AGAIN) * (0.9 + 0.2 * random());
    }
  };
  const timer = setInterval(() => void look(), LOOK);
  if (first === 0) void look();
  return {
    measure: () => {
      dueAt = Number.NEGATIVE_INFINITY;
      void look();
    },
    close: () => {
      clearInterval(timer);
      stop.abort();
    },
  };
}

/** Keeps a clock that no room keeps, while mounted. */
export function useKeptClock(clock: ServerClock): void {
  useEffect(() => keepClock(clock).close, [clock]);
}
