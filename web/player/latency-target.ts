/**
 * How late to be on purpose: as little as this viewer's network allows. Starts low, gives way at each stall, comes back
 * slowly while nothing happens. Pure.
 */

/**
 * `low`: as live as it gets, part by part. `standard`: whole segments and a large buffer, for weak networks. `together`: as
 * late as everybody who chose it, by the programme's own clock.
 */
export type LatencyMode = 'low' | 'standard' | 'together';

export interface LatencyTarget {
  mode: LatencyMode;
  /** Seconds. */
  seconds: number;
  /** When it last changed, or the last stall was, in ms of any steady clock. */
  since: number;
  /** When the latest stalls were, in the same ms. */
  stalls: readonly number[];
}

/** Seconds. Four parts of 0.2 s: one in the making, one on its way, two in hand. */
export const LOWEST_TARGET = 0.8;
/**
 * Seconds between a picture and its showing where all see it together: what most networks keep, and still a
 * conversation. It holds for everyone, so no stall changes it.
 */
export const TOGETHER_SECONDS = 4;

const RANGES = {
  low: { lowest: LOWEST_TARGET, highest: 4, perStall: 0.3, perCalm: 0.1 },
  standard: { lowest: 7, highest: 15, perStall: 2, perCalm: 0.5 },
  together: { lowest: TOGETHER_SECONDS, highest: TOGETHER_SECONDS, perStall: 0, perCalm: 0 },
} as const satisfies Record<LatencyMode, object>;
const CALM_MS = 60_000;
/** So many stalls within so long are a network that is too weak, and no accident. */
const REPEATED = 3;
const REPEATED_WITHIN_MS = 120_000;

export function firstTarget(now: number, mode: LatencyMode = 'low'): LatencyTarget {
  return { mode, seconds: RANGES[mode].lowest, since: now, stalls: [] };
}

/** The buffer ran dry although the broadcast went on. */
export function afterStall(target: LatencyTarget, now: number): LatencyTarget {
  const { highest, perStall } = RANGES[target.mode];
  const seconds = Math.min(highest, target.seconds + perStall);
  return { ...target, seconds, since: now, stalls: [...target.stalls, now].slice(-REPEATED) };
}

/** Asked now and then. */
export function afterCalm(target: LatencyTarget, now: number): LatencyTarget {
  const { lowest, perCalm } = RANGES[target.mode];
  if (now - target.since < CALM_MS || target.seconds <= lowest) return target;
  return { ...target, seconds: Math.max(lowest, target.seconds - perCalm), since: now };
}

/** It stalls again and again where `standard` would not. */
export function isStruggling({ mode, stalls }: LatencyTarget, now: number): boolean {
  const [first] = stalls;
  return mode !== 'standard' && stalls.length === REPEATED && now - (first ?? 0) < REPEATED_WITHIN_MS;
}

const KEY = 'antenne:latency';

/** What this browser's viewer chose the last time. To watch together is a choice for one evening. */
export function keptLatency(storage: Pick<Storage, 'getItem'>): LatencyMode {
  return storage.getItem(KEY) === 'standard' ? 'standard' : 'low';
}

export function keepLatency(storage: Pick<Storage, 'setItem' | 'removeItem'>, mode: LatencyMode): void {
  if (mode === 'standard') storage.setItem(KEY, mode);
  else if (mode === 'low') storage.removeItem(KEY);
}
