/**
 * How late to be on purpose: as little as this viewer's network allows. Starts where most networks are safe, goes closer
 * as far as the worst of the last minute would have left something to play, gives way at each stall. Pure.
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
  /**
   * How far the buffer's end was behind the live edge at worst, seconds: in each of the latest windows, the running one
   * last. Empty before the first has begun: a start says nothing about what comes after it.
   */
  gaps: readonly number[];
  /** When the running window began, in the same ms. */
  gapsSince: number;
}

/** Seconds. Parts of 0.2 s: one in the making, one on its way, two and a half in hand. */
export const FIRST_TARGET = 0.9;
/**
 * Seconds. A part in the making, and half a second in hand: machines that are shared stand still for so long now and then,
 * and nobody in a conversation misses what closer would gain.
 */
export const LOWEST_TARGET = 0.65;
/** What is in hand when the worst part comes, seconds. */
const SPARE = 0.4;
/** Windows are so long, ms, and so many are remembered: a minute. */
const WINDOW_MS = 5_000;
const WINDOWS = 12;
/** So much closer at once, seconds: a change of speed that nobody notices. */
const PER_STEP = 0.1;
/**
 * Seconds between a picture and its showing where all see it together: what most networks keep, and still a
 * conversation. It holds for everyone, so no stall changes it.
 */
export const TOGETHER_SECONDS = 4;

const RANGES = {
  low: { first: FIRST_TARGET, lowest: LOWEST_TARGET, highest: 4, perStall: 0.3, perCalm: 0 },
  standard: { first: 7, lowest: 7, highest: 15, perStall: 2, perCalm: 0.5 },
  together: { first: TOGETHER_SECONDS, lowest: TOGETHER_SECONDS, highest: TOGETHER_SECONDS, perStall: 0, perCalm: 0 },
} as const satisfies Record<LatencyMode, object>;
/** No step closer for so long after a stall, or after the step before, ms. */
const CALM_MS = 60_000;
/** So many stalls within so long are a network that is too weak, and no accident. */
const REPEATED = 3;
const REPEATED_WITHIN_MS = 120_000;

export function firstTarget(now: number, mode: LatencyMode = 'low'): LatencyTarget {
  return { mode, seconds: RANGES[mode].first, since: now, stalls: [], gaps: [], gapsSince: now };
}

/** The buffer ran dry although the broadcast went on. */
export function afterStall(target: LatencyTarget, now: number): LatencyTarget {
  const { highest, perStall } = RANGES[target.mode];
  const seconds = Math.min(highest, target.seconds + perStall);
  return { ...target, seconds, since: now, stalls: [...target.stalls, now].slice(-REPEATED) };
}

/**
 * Asked often while what is live is played. Only `low` goes by it.
 * @param gap seconds from the buffer's end to the estimated live edge
 */
export function afterGap(target: LatencyTarget, now: number, gap: number): LatencyTarget {
  if (target.mode !== 'low') return target;
  const gaps = target.gaps.map((worst, index, { length }) => (index === length - 1 ? Math.max(worst, gap) : worst));
  if (now - target.gapsSince < WINDOW_MS) return { ...target, gaps };
  const next = { ...target, gaps: [...gaps, 0].slice(-WINDOWS), gapsSince: now };
  const needed = Math.max(LOWEST_TARGET, ...gaps.map((worst) => worst + SPARE));
  // Who has stalled comes closer slowly.
  const pauseMs = target.stalls.length > 0 ? CALM_MS : 0;
  if (gaps.length === 0 || now - target.since < pauseMs || needed >= target.seconds) return next;
  return { ...next, seconds: Math.max(needed, target.seconds - PER_STEP), since: now };
}

/** Asked now and then. */
export function afterCalm(target: LatencyTarget, now: number): LatencyTarget {
  const { lowest, perCalm } = RANGES[target.mode];
  if (perCalm === 0 || now - target.since < CALM_MS || target.seconds <= lowest) return target;
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
