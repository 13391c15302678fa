/** The studio's keyboard: digits by their place, letters by what they mean. */

import { digitOf, isForeign, type KeyPress } from '../ui/keyboard.ts';

export type StudioAction =
  | { type: 'preview'; number: number }
  | { type: 'previewSlate' }
  | { type: 'take' }
  | { type: 'takeNext' }
  | { type: 'listenProgram' }
  | { type: 'listenPreview' }
  | { type: 'help' };

/** What a key press asks for; null when it is not the studio's to handle. */
export function studioKey(press: KeyPress): StudioAction | null {
  if (isForeign(press)) return null;
  // A key that is held down must not cut again and again.
  if (press.repeat) return null;
  const digit = digitOf(press);
  if (digit !== null) return digit === 0 ? { type: 'previewSlate' } : { type: 'preview', number: digit };
  if (press.code === 'Space' || press.key === 'Enter') return press.focus === 'button' ? null : { type: 'take' };
  switch (press.key.toLowerCase()) {
    case 'n':
      return { type: 'takeNext' };
    case 's':
      return { type: 'listenProgram' };
    case 'p':
      return { type: 'listenPreview' };
    case '?':
      return { type: 'help' };
    default:
      return null;
  }
}
