import { ServerTime } from '@antenne/server/contract';
import { request } from './http.ts';

/** The server's clock as this page knows it, whatever this machine's own clock says. */
export type ServerClock = {
  /** Milliseconds since 1970, server time. Until the first `sync`: this machine's. */
  now: () => number;
  /**
   * `instant` was the server's time somewhere between `sentAt` and `receivedAt` (both from `monotonic`). What all answers
   * together allow is believed, so the quickest count for most; one that contradicts those before is believed alone.
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
      const least = Math.max(offset - error, known.offset - grown);
      const most = Math.min(offset + error, known.offset + grown);
      // Nothing is left between them: somebody has set the server's clock, or this machine has slept.
      if (least > most) known = { offset, error, at: receivedAt };
      else known = { offset: (least + most) / 2, error: (most - least) / 2, at: receivedAt };
    },
  };
}

/** Some answers are held up on their way: one of so many is not. */
const SAMPLES = 5;
/** An answer that took no longer than this, ms, is good enough: it is wrong by half of it at most. */
const QUICK = 40;

/**
 * Asks the server for its time until `clock` knows it well: to some ten milliseconds, over most networks.
 * @returns whether it knows more than before; false: the server is away
 */
export async function measureClock(clock: ServerClock, signal: AbortSignal): Promise<boolean> {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const sentAt = clock.monotonic();
    const reply = await request(ServerTime, '/api/time', { signal });
    const receivedAt = clock.monotonic();
    if (signal.aborted || !reply.ok) return sample > 0;
    clock.sync(reply.data.now, sentAt, receivedAt);
    if (receivedAt - sentAt <= QUICK) return true;
  }
  return true;
}
