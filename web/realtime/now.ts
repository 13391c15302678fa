import { useEffect, useState } from 'react';

/** The time of `clock`, anew every `everyMs` (default 1 s), on the beat so that all clocks of a page move together. */
export function useNow(clock: { now: () => number }, everyMs = 1_000): number {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = clock.now();
      setNow(at);
      timer = setTimeout(tick, everyMs - (at % everyMs) + 1);
    };
    tick();
    return () => clearTimeout(timer);
  }, [clock, everyMs]);
  return now;
}
