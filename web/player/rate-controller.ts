/**
 * How fast to play so that the picture stays as late as wanted. hls.js's own catch-up stops at one second of buffer and is
 * off by default; at this latency one second is more than there ever is. Pure; asked ten times a second.
 *
 * What is measured trembles with the network, so it is smoothed; and a correction that has begun goes on until the picture
 * is where it should be, so that speed never swings to and fro around a limit.
 */
export interface RateProfile {
  /** Seconds too late or too early that are left alone: speed changes are heard before they are needed. */
  late: number;
  early: number;
  fastest: number;
  slowest: number;
}

/** Follows the live edge closely. */
export const CLOSE: RateProfile = { late: 0.1, early: 0.15, fastest: 1.25, slowest: 0.95 };
/** A large buffer forgives half a second: corrections that nobody notices. */
export const EASY: RateProfile = { late: 0.5, early: 0.5, fastest: 1.05, slowest: 0.97 };
/** Two viewers are never further apart than twice what is left alone here. */
export const TOGETHER: RateProfile = { late: 0.08, early: 0.08, fastest: 1.1, slowest: 0.9 };

export interface RateInput {
  /** Steady clock, ms. */
  now: number;
  /** Seconds by which the picture is later than wanted; negative: earlier. */
  late: number;
  /** Seconds that can be played without another byte. */
  buffered: number;
  profile: RateProfile;
}

export interface RateState {
  /** `late`, smoothed; null before the first time. */
  late: number | null;
  now: number;
  /** 1: catching up. −1: letting the broadcast get ahead. */
  direction: -1 | 0 | 1;
}

export const STEADY: RateState = { late: null, now: 0, direction: 0 };

/** Time in which the smoothed value follows by two thirds, ms. */
const SMOOTHED_OVER_MS = 1_000;
/** Whoever is this far from the last value has jumped, seconds. */
const JUMP = 1;
/** A correction ends this close, seconds. */
const ARRIVED = 0.02;
/** Below this there is nothing to hurry with, seconds. */
const ENOUGH_BUFFER = 0.25;
const LEAST = 0.02;
const PER_SECOND = 0.3;

export function steerRate(state: RateState, { now, late, buffered, profile }: RateInput): [RateState, number] {
  const jumped = state.late === null || Math.abs(late - state.late) > JUMP;
  const weight = jumped ? 1 : 1 - Math.exp((state.now - now) / SMOOTHED_OVER_MS);
  const smooth = (state.late ?? 0) + weight * (late - (state.late ?? 0));
  const direction = directionAfter(state.direction, smooth, profile);
  const next = { late: smooth, now, direction };
  if (direction === 0 || (direction > 0 && buffered <= ENOUGH_BUFFER)) return [next, 1];
  const wanted = 1 + direction * (LEAST + PER_SECOND * Math.abs(smooth));
  // In hundredths: each change costs the browser's time stretching a seam.
  return [next, Math.round(Math.min(profile.fastest, Math.max(profile.slowest, wanted)) * 100) / 100];
}

function directionAfter(direction: RateState['direction'], late: number, profile: RateProfile): RateState['direction'] {
  if (late > profile.late) return 1;
  if (late < -profile.early) return -1;
  return direction * late > ARRIVED ? direction : 0;
}
