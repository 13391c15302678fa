/**
 * How late to be on purpose: as little as this viewer's network allows. Starts low, gives way at each stall, comes back
 * slowly while nothing happens. Pure.
 */
export interface LatencyTarget {
  /** Seconds. */
  seconds: number;
  /** When it last changed, or the last stall was, in ms of any steady clock. */
  since: number;
}

/** Four parts of 0.2 s: one in the making, one on its way, two in hand. */
export const LOWEST_TARGET = 0.8;
const HIGHEST_TARGET = 4;
const PER_STALL = 0.3;
const CALM_MS = 60_000;
const PER_CALM = 0.1;

export function firstTarget(now: number): LatencyTarget {
  return { seconds: LOWEST_TARGET, since: now };
}

/** The buffer ran dry although the broadcast went on. */
export function afterStall(target: LatencyTarget, now: number): LatencyTarget {
  return { seconds: Math.min(HIGHEST_TARGET, target.seconds + PER_STALL), since: now };
}

/** Asked now and then. */
export function afterCalm(target: LatencyTarget, now: number): LatencyTarget {
  if (now - target.since < CALM_MS || target.seconds <= LOWEST_TARGET) return target;
  return { seconds: Math.max(LOWEST_TARGET, target.seconds - PER_CALM), since: now };
}
