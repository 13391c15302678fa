/** Which keys of the page are the player's, while the focus is not in it: there its own controls listen already. */
import { isForeign, type KeyPress } from '../ui/keyboard.ts';

const TOGGLES = ['k', 'm', 'f', 'c'];
const STEPS = ['j', 'l'];
const ARROWS = ['ArrowLeft', 'ArrowRight'];

export interface KeyPlace {
  /** The broadcast is over: arrows move through it. While it is live they are the page's. */
  replay: boolean;
  /** Nothing has the focus: what has may scroll with Space and arrows. */
  free: boolean;
}

/** Whether the player takes this press. */
export function isPlayerKey(press: KeyPress, { replay, free }: KeyPlace): boolean {
  const { key, repeat, shiftKey } = press;
  if (isForeign(press) || shiftKey) return false;
  if (TOGGLES.includes(key)) return !repeat;
  if (STEPS.includes(key)) return true;
  if (key === ' ') return free && !repeat;
  return ARROWS.includes(key) && free && replay;
}
