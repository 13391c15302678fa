/**
 * When a link is too weak for the smallest picture: sound alone for a while, then the picture gets another chance. Pure.
 */
export interface SoundFallback {
  /** Stalls of the smallest picture, ms of any steady clock. */
  stalls: readonly number[];
  /** Sound alone until then, ms; null: the picture. */
  until: number | null;
  /** How long the next time with sound alone is, ms. */
  nextMs: number;
}

/** As many stalls within this time say that it is the link, ms. */
const STALLS = 3;
const WINDOW_MS = 30_000;
/** A picture that fails again is tried after twice the time. */
const FIRST_MS = 30_000;
const LONGEST_MS = 480_000;

export const WITH_PICTURE: SoundFallback = { stalls: [], until: null, nextMs: FIRST_MS };

/** The smallest picture stood still though the broadcast went on. */
export function afterPictureStall(state: SoundFallback, now: number): SoundFallback {
  const stalls = [...state.stalls.filter((at) => now - at < WINDOW_MS), now];
  if (stalls.length < STALLS) return { ...state, stalls };
  return { stalls: [], until: now + state.nextMs, nextMs: Math.min(LONGEST_MS, 2 * state.nextMs) };
}

/** Asked now and then. */
export function afterSoundTime(state: SoundFallback, now: number): SoundFallback {
  return state.until !== null && now >= state.until ? { ...state, until: null } : state;
}
