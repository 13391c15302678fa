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
  /** Is it what is live that should be there? */
  follows: boolean;
  /** Seconds that can be played from here. */
  buffered: number;
  /** Where the next buffered stretch after this one begins, seconds; null if there is none. */
  nextStart: number | null;
  /** Where to begin anew within what is buffered, seconds. */
  restartAt: number;
}

export interface StallState {
  currentTime: number;
  /** When `currentTime` last changed, or began to be expected to, ms. */
  movedAt: number;
  /** When it was last helped along, ms; null while it moves. */
  helpedAt: number | null;
  stalled: boolean;
}

export type StallAdvice =
  | { type: 'none' }
  /** Seek there, seconds: behind a gap, or within what is buffered so that the browser begins anew. */
  | { type: 'jump'; to: number }
  /** There is enough to play and nothing plays. */
  | { type: 'hung' };

/** Standing still for this long is a stall that a viewer sees, ms. */
const VISIBLE_MS = 350;
/** A gap is jumped after this long: the browser and hls.js have had their chance, ms. */
const JUMP_MS = 1_500;
/**
 * With this much in the buffer a picture could move, s. Chromium wants more after it ran dry, and more each time; a seek
 * makes it forget, so it gets one after this long, ms. Where even that does not help, the engine hangs.
 */
const PLAYABLE = 0.4;
const RESTART_MS = 600;
/** More than this is no gap for who went back, s: it is what they came from that is buffered there. They wait. */
const LARGEST_GAP = 5;
const HUNG_MS = 8_000;
const HELP_AGAIN_MS = 1_500;
const INTO_RANGE = 0.05;
/** Where a seek may land beside its aim, s: less than is played between two samples. */
const SEEK_TOLERANCE = 0.03;

export function firstStall(now: number): StallState {
  return { currentTime: -1, movedAt: now, helpedAt: null, stalled: false };
}

export function watchStall(state: StallState, sample: StallSample): [StallState, StallAdvice] {
  const { now, currentTime, expected, buffered, nextStart } = sample;
  // An advised jump moves the playhead to where the state says already: only what comes after it is a moving picture.
  const moved = Math.abs(currentTime - state.currentTime) > SEEK_TOLERANCE || currentTime < state.currentTime;
  if (!expected || (state.helpedAt === null ? currentTime !== state.currentTime : moved)) {
    return [{ currentTime, movedAt: now, helpedAt: null, stalled: false }, { type: 'none' }];
  }
  const stillFor = now - state.movedAt;
  const next = { ...state, stalled: stillFor >= VISIBLE_MS };
  if (stillFor >= HUNG_MS && buffered >= PLAYABLE) return [firstStall(now), { type: 'hung' }];
  if (state.helpedAt !== null && now - state.helpedAt < HELP_AGAIN_MS) return [next, { type: 'none' }];
  const jump = (to: number): [StallState, StallAdvice] => [
    { ...next, currentTime: to, helpedAt: now },
    { type: 'jump', to },
  ];
  if (buffered >= PLAYABLE && stillFor >= RESTART_MS) return jump(sample.restartAt);
  const isGap = nextStart !== null && (sample.follows || nextStart - currentTime <= LARGEST_GAP);
  if (isGap && buffered < PLAYABLE && stillFor >= JUMP_MS) return jump(nextStart + INTO_RANGE);
  return [next, { type: 'none' }];
}
