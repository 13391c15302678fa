/**
 * The studio's keyboard. Digits are read from the physical key (`code`), because on a French keyboard the digit row
 * gives `&é"'(-è_çà` without Shift; letters are read from what they mean (`key`).
 */

/** What of a `KeyboardEvent` the decision needs. */
export type KeyPress = {
  key: string;
  code: string;
  repeat: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Where the focus is: a text field keeps every key, a button keeps its own Space and Enter. */
  focus: Focus;
};

export type Focus = 'typing' | 'button' | 'page';

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
  if (press.focus === 'typing' || press.ctrlKey || press.metaKey || press.altKey) return null;
  // A key that is held down must not cut again and again.
  if (press.repeat) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined) return digit === '0' ? { type: 'previewSlate' } : { type: 'preview', number: Number(digit) };
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
