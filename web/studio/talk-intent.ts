/** What the producer's hands want of the talkback: a latch that stays, and a hold over it that lasts as long as a finger. */
import type { TalkPress, TalkTo } from '@antenne/server/contract';

export interface Wish {
  to: TalkTo;
  /** A conversation: the producer hears the one they speak to alone. */
  private: boolean;
}

export interface TalkIntent {
  latch: Wish | null;
  /** `since`: milliseconds of any clock that only goes forward. */
  hold: (Wish & { since: number }) | null;
}

export const SILENT: TalkIntent = { latch: null, hold: null };

/** A press shorter than this is a tap: it latches. Milliseconds. */
export const TAP_MS = 300;

/** Whom the producer speaks to now. */
export function wished({ latch, hold }: TalkIntent): Wish | null {
  if (hold) return { to: hold.to, private: hold.private };
  return latch;
}

export function sameWish(a: Wish | null, b: Wish | null): boolean {
  return a === b || (a !== null && b !== null && a.private === b.private && sameTo(a.to, b.to));
}

function sameTo(a: TalkTo, b: TalkTo): boolean {
  if (a === 'all' || b === 'all') return a === b;
  return a.length === b.length && a.every((id) => b.includes(id));
}

/** A finger goes down on a button. On what is latched already, it ends it. */
export function press(intent: TalkIntent, wish: Wish, now: number): TalkIntent {
  if (sameWish(intent.latch, wish)) return { ...intent, latch: null };
  return { ...intent, hold: { ...wish, since: now } };
}

/** It goes up: a tap has latched, a hold is over. */
export function release(intent: TalkIntent, now: number): TalkIntent {
  const { hold } = intent;
  if (!hold) return intent;
  const tapped = now - hold.since < TAP_MS;
  return { latch: tapped ? { to: hold.to, private: hold.private } : intent.latch, hold: null };
}

/** A key is held: never a tap. Held on another person too, it is for both. */
export function hold(intent: TalkIntent, to: TalkTo, now: number): TalkIntent {
  return { ...intent, hold: { to, private: false, since: now } };
}

/** The finger's end was missed (window left, dialog opened) or the key is up. What is latched stays. */
export function letGo(intent: TalkIntent): TalkIntent {
  return intent.hold ? { ...intent, hold: null } : intent;
}

export function toggleLatch(intent: TalkIntent, wish: Wish): TalkIntent {
  return { latch: sameWish(intent.latch, wish) ? null : wish, hold: null };
}

/** A key elsewhere latches, or ends what it names: all, where it names nobody. */
export function pressedFrom(intent: TalkIntent, { to, private: between, on }: TalkPress): TalkIntent {
  const wish = to === null ? null : { to, private: between };
  const isLatched = wish === null || sameWish(intent.latch, wish);
  if (on ?? !isLatched) return { ...intent, latch: wish };
  return isLatched ? { ...intent, latch: null } : intent;
}
