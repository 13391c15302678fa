/** Whether the broadcast itself stands still, and not this viewer's network: what its playlist says. Pure. */
import type { LevelDetails } from 'hls.js';
import type { LatencyMode } from './latency-target.ts';

/** A playlist that has not advanced for this many parts (without parts: segments) belongs to an interrupted broadcast. */
const INTERRUPTED_PARTS = 5;
const INTERRUPTED_SEGMENTS = 1.5;

/** Seconds. */
function longestPause({ partTarget, targetduration }: LevelDetails, mode: LatencyMode): number {
  return partTarget > 0 && mode !== 'standard' ? INTERRUPTED_PARTS * partTarget : INTERRUPTED_SEGMENTS * targetduration;
}

/** Nothing new has been listed for longer than parts (in `standard`: segments) take. */
export function isInterrupted(details: LevelDetails, mode: LatencyMode): boolean {
  return details.live && details.age > longestPause(details, mode);
}

/** Discontinuities up to the newest part. */
export function newestCc(details: LevelDetails | null): number {
  return details?.fragmentHint?.cc ?? details?.endCC ?? 0;
}
