/**
 * How fast to play so that the picture stays as late as wanted and no later. hls.js's own catch-up stops at one second of
 * buffer and is off by default; at this latency one second is more than there ever is. Pure; asked ten times a second.
 */
export interface RateInput {
  /** Seconds between the estimated live edge and what is shown. */
  latency: number;
  /** Seconds wanted. */
  target: number;
  /** Seconds that can be played without another byte. */
  buffered: number;
}

/** A deviation below these is left alone, in seconds: speed changes are heard before they are needed. */
const LATE = 0.05;
const EARLY = 0.08;
/** Below this there is nothing to hurry with, in seconds. */
const ENOUGH_BUFFER = 0.35;
const BASE = 1.02;
const PER_SECOND_LATE = 0.3;
const FASTEST = 1.25;
const SLOWER = 0.95;

export function playbackRate({ latency, target, buffered }: RateInput): number {
  const late = latency - target;
  if (late > LATE && buffered > ENOUGH_BUFFER) return Math.min(FASTEST, BASE + PER_SECOND_LATE * late);
  if (late < -EARLY) return SLOWER;
  return 1;
}
