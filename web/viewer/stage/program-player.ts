import { useEffect } from 'react';
import { onDemand } from '../../ui/index.ts';

export const ProgramPlayer = onDemand(async () => (await import('../../player/index.ts')).Player);

/** The page's own beginning comes first, and not everybody's at once: between so many ms after it. */
const LEAST_WAIT_MS = 1_500;
const WAIT_SPREAD_MS = 4_500;

/** Whoever waits for a show has its player before it begins: thousands would fetch it in the same second. */
export function usePlayerAhead(waits: boolean): void {
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => ProgramPlayer.ahead(), LEAST_WAIT_MS + Math.random() * WAIT_SPREAD_MS);
    return () => clearTimeout(timer);
  }, [waits]);
}
