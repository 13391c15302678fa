/** The studio's keyboard: digits by their place, letters by what they mean. */

import type { GraphicName } from '@antenne/server/contract';
import { digitOf, isForeign, type KeyPress } from '../ui/keyboard.ts';
import { GRAPHIC_KEYS } from './graphics.ts';
import type { Layout } from './scene.ts';

export type StudioAction =
  | { type: 'preview'; number: number }
  | { type: 'previewSlate' }
  /** Adds the person to the scene on preview, or takes them out. */
  | { type: 'addOrRemove'; number: number }
  | { type: 'layout'; layout: Layout }
  | { type: 'swap' }
  | { type: 'resize' }
  | { type: 'cut' }
  | { type: 'auto' }
  | { type: 'black' }
  | { type: 'offerBack' }
  | { type: 'graphic'; which: GraphicName }
  /** Puts a saved scene on preview, by its place in the list from 1 on. */
  | { type: 'scene'; number: number }
  | { type: 'takeNext' }
  | { type: 'takePrevious' }
  /** Of the current item: 30 s more, or less. */
  | { type: 'addTime'; ms: number }
  | { type: 'hold' }
  | { type: 'pause' }
  | { type: 'listenProgram' }
  | { type: 'listenPreview' }
  /** Hears alone whoever is on preview; again: no longer. */
  | { type: 'solo' }
  /** Plays the clip that is on air, or lets it pause. */
  | { type: 'clip' }
  | { type: 'media' }
  | { type: 'help' };

/** What a key press asks for; null when it is not the studio's to handle. */
export function studioKey(press: KeyPress): StudioAction | null {
  if (isForeign(press)) return null;
  // A key that is held down must not cut again and again.
  if (press.repeat) return null;
  const digit = digitOf(press);
  if (digit === 0) return { type: 'previewSlate' };
  if (digit !== null) return { type: press.shiftKey ? 'addOrRemove' : 'preview', number: digit };
  const scene = /^F([1-8])$/.exec(press.key)?.[1];
  if (scene !== undefined) return press.shiftKey ? null : { type: 'scene', number: Number(scene) };
  if (press.code === 'Space') return press.focus === 'button' ? null : { type: 'cut' };
  if (press.key === 'Enter') return press.focus === 'button' ? null : { type: 'auto' };
  switch (press.key.toLowerCase()) {
    case 'f':
      return { type: 'layout', layout: 'full' };
    case 'd':
      return { type: 'layout', layout: 'twoUp' };
    case 'i':
      return press.shiftKey ? { type: 'resize' } : { type: 'layout', layout: 'pip' };
    case 'g':
      return { type: 'layout', layout: 'grid' };
    case 'e':
      return { type: 'layout', layout: 'everybody' };
    case 'q':
      return { type: 'layout', layout: 'questionPanel' };
    case 'x':
      return { type: 'swap' };
    case 'b':
      return { type: 'black' };
    case 'n':
      return { type: press.shiftKey ? 'takePrevious' : 'takeNext' };
    case 'a':
      return { type: 'addTime', ms: press.shiftKey ? -30_000 : 30_000 };
    case 'k':
      return { type: 'hold' };
    case 'z':
      return { type: 'pause' };
    case 'r':
      return { type: 'offerBack' };
    case 's':
      return { type: 'listenProgram' };
    case 'p':
      return { type: 'listenPreview' };
    case 'o':
      return { type: 'solo' };
    case 'v':
      return { type: 'clip' };
    case 'm':
      return { type: 'media' };
    case GRAPHIC_KEYS.name:
      return { type: 'graphic', which: 'name' };
    case GRAPHIC_KEYS.clock:
      return { type: 'graphic', which: 'clock' };
    case GRAPHIC_KEYS.logo:
      return { type: 'graphic', which: 'logo' };
    case GRAPHIC_KEYS.ticker:
      return { type: 'graphic', which: 'ticker' };
    case '?':
      return { type: 'help' };
    default:
      return null;
  }
}
