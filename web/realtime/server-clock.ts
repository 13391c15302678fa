/** The server's clock as this page knows it, whatever this machine's own clock says. */
export type ServerClock = {
  /** Milliseconds since 1970, server time. Until the first `sync`: this machine's. */
  now: () => number;
  /** `instant` was the server's time somewhere between `sentAt` and `receivedAt` (both from `monotonic`). */
  sync: (instant: string, sentAt: number, receivedAt: number) => void;
  /** The clock that `sync` is told in: milliseconds, never set back, not even when someone sets the machine's clock. */
  monotonic: () => number;
};

export function createServerClock(
  monotonic: () => number = () => performance.now(),
  wall: () => number = () => Date.now(),
): ServerClock {
  let offset = wall() - monotonic();
  return {
    monotonic,
    now: () => monotonic() + offset,
    sync: (instant, sentAt, receivedAt) => {
      offset = Date.parse(instant) - (sentAt + receivedAt) / 2;
    },
  };
}
