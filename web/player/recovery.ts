/** What to do when the player says that it cannot go on. Pure; `random` is in [0, 1). */
export type Failure = 'network' | 'media' | 'other';

export type Remedy =
  /** Let the player repair its decoder and buffers in place. */
  | { type: 'repair' }
  /** Begin anew with a fresh player after the delay. */
  | { type: 'rebuild'; delayMs: number };

export interface Recovery {
  /** Rebuilds in a row without lasting success. */
  attempts: number;
  /** When a repair was last tried, ms. */
  repairedAt: number | null;
}

export const FRESH: Recovery = { attempts: 0, repairedAt: null };

/** A decoder that fails again this soon after its repair needs more than a repair. */
const REPAIR_WINDOW_MS = 5_000;
const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 5_000;
/** Delays are spread over this part of themselves, so that a thousand viewers do not come back at once. */
const JITTER = 0.5;

export function remedyFor(failure: Failure, state: Recovery, now: number, random: number): [Remedy, Recovery] {
  const repairedLately = state.repairedAt !== null && now - state.repairedAt < REPAIR_WINDOW_MS;
  if (failure === 'media' && !repairedLately) return [{ type: 'repair' }, { ...state, repairedAt: now }];
  return [
    { type: 'rebuild', delayMs: backOff(state.attempts, random) },
    { ...state, attempts: state.attempts + 1 },
  ];
}

/** Milliseconds before the next attempt. */
export function backOff(attempts: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts, 10));
  return Math.round(full * (1 - JITTER + JITTER * random));
}
