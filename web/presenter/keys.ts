/** The presenter's keyboard, which is a clicker's too: these send Page Up and Page Down. */
import { isForeign, type KeyPress } from '../ui/keyboard.ts';

export type PresenterAction = 'main' | 'next' | 'back' | 'laterPick' | 'earlierPick' | 'confirm' | 'ground';

export function presenterKey(press: KeyPress): PresenterAction | null {
  if (isForeign(press) || press.repeat) return null;
  switch (press.key) {
    case ' ':
      return press.focus === 'button' ? null : 'main';
    case 'ArrowRight':
    case 'PageDown':
      return 'next';
    case 'ArrowLeft':
    case 'PageUp':
      return 'back';
    case 'ArrowDown':
      return 'laterPick';
    case 'ArrowUp':
      return 'earlierPick';
    case 'c':
    case 'C':
      return 'confirm';
    case 'l':
    case 'L':
      return 'ground';
    default:
      return null;
  }
}
