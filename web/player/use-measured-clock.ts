import { useEffect } from 'react';
import { measureClock, type ServerClock } from '../realtime/index.ts';

/** How often two clocks are compared: they part by some ten milliseconds meanwhile. */
const EVERY_MS = 5 * 60_000;

/** Keeps `clock` true to some ten milliseconds, while there is one. */
export function useMeasuredClock(clock: ServerClock | undefined): void {
  useEffect(() => {
    if (!clock) return;
    const stop = new AbortController();
    const measure = () => void measureClock(clock, stop.signal);
    measure();
    const timer = setInterval(measure, EVERY_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [clock]);
}
