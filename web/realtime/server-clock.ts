import { ServerTime } from '@antenne/server/contract';
import { request } from './http.ts';

/** The server's clock as this page knows it, whatever this machine's own clock says. */
export type ServerClock = {
  /** Milliseconds since 1970, server time. Until the first `sync`: this machine's. */
  now: () => number;
  /**
   * `instant` was the server's time somewhere between `sentAt` and `receivedAt` (both from `monotonic`). Of several
   * answers the quickest counts, because it can be wrong by the least.
   */
  sync: (instant: string, sentAt: number, receivedAt: number) => void;
  /** The clock that `sync` is told in: milliseconds, never set back, not even when someone sets the machine's clock. */
  monotonic: () => number;
};

/** By how much two clocks may part, ms per ms. Quartz keeps a tenth of it. */
const DRIFT = 1e-4;

export function createServerClock(
  monotonic: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
): ServerClock {
  let known = { offset: wall() - monotonic(), error: Number.POSITIVE_INFINITY, at: 0 };
  return {
    monotonic,
    now: () => monotonic() + known.offset,
    sync: (instant, sentAt, receivedAt) => {
      const offset = Date.parse(instant) - (sentAt + receivedAt) / 2;
      const error = (receivedAt - sentAt) / 2;
      const grown = known.error + DRIFT * (receivedAt - known.at);
      // One that contradicts what was known: somebody has set the server's clock.
      if (error <= grown || Math.abs(offset - known.offset) > error + grown) known = { offset, error, at: receivedAt };
    },
  };
}

/** Some answers are held up on their way: the quickest of so many is a good one. */
const SAMPLES = 5;

/** Asks the server for its time until `clock` knows it well: to some ten milliseconds, over most networks. */
export async function measureClock(clock: ServerClock, signal: AbortSignal): Promise<void> {
  for (let sample = 0; sample < SAMPLES && !signal.aborted; sample++) {
    const sentAt = clock.monotonic();
    const reply = await request(ServerTime, '/api/time', { signal });
    if (reply.ok) clock.sync(reply.data.now, sentAt, clock.monotonic());
  }
}

/** How often a clock is compared with the server's, ms: meanwhile they part by some milliseconds. */
const KEEP_EVERY = 60_000;

/**
 * Measures `clock` now, each minute, and whenever it is told that the server's clock was set.
 * @returns how to tell it, and how to end it; safe twice
 */
export function keepClock(clock: ServerClock): { measure: () => void; close: () => void } {
  const stop = new AbortController();
  const measure = () => void measureClock(clock, stop.signal);
  measure();
  const timer = setInterval(measure, KEEP_EVERY);
  return {
    measure,
    close: () => {
      clearInterval(timer);
      stop.abort();
    },
  };
}
