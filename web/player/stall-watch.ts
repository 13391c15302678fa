/**
 * Watches whether the picture moves, and says what to do when it does not though it should. hls.js heals most holes by
 * itself; this looks after what is left: a playhead before a gap at a discontinuity, a decoder that hangs. Pure.
 */
export interface StallSample {
  /** Steady clock, ms. */
  now: number;
  currentTime: number;
  /** Should it be moving: neither paused, nor seeking, nor at the end? */
  expected: boolean;
  /** Seconds that can be played from here. */
  buffered: number;
  /** Where the next buffered stretch after this one begins, seconds; null if there is none. */
  nextStart: number | null;
}

export interface StallState {
  currentTime: number;
  /** When `currentTime` last changed, or began to be expected to, ms. */
  movedAt: number;
  stalled: boolean;
}

export type StallAdvice =
  | { type: 'none' }
  /** Go on there, seconds. */
  | { type: 'jump'; to: number }
  /** There is enough to play and nothing plays. */
  | { type: 'hung' };

/** Standing still for this long is a stall that a viewer sees, ms. */
const VISIBLE_MS = 350;
/** A gap is jumped after this long: the browser and hls.js have had their chance, ms. */
const JUMP_MS = 1_500;
/** With this much in the buffer a picture must move, s; for this long it may hesitate, ms. */
const PLAYABLE = 0.7;
const HUNG_MS = 6_000;
const INTO_RANGE = 0.05;

export function firstStall(now: number): StallState {
  return { currentTime: -1, movedAt: now, stalled: false };
}

export function watchStall(state: StallState, sample: StallSample): [StallState, StallAdvice] {
  const { now, currentTime, expected, buffered, nextStart } = sample;
  if (!expected || currentTime !== state.currentTime) {
    return [{ currentTime, movedAt: now, stalled: false }, { type: 'none' }];
  }
  const stillFor = now - state.movedAt;
  const next = { ...state, stalled: stillFor >= VISIBLE_MS };
  if (nextStart !== null && buffered < PLAYABLE && stillFor >= JUMP_MS) {
    return [
      { ...next, movedAt: now },
      { type: 'jump', to: nextStart + INTO_RANGE },
    ];
  }
  if (buffered >= PLAYABLE && stillFor >= HUNG_MS) return [{ ...next, movedAt: now }, { type: 'hung' }];
  return [next, { type: 'none' }];
}
