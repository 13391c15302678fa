/** The moderation desk's keyboard: letters by what they mean, digits by their place. */
import type { RejectionReason } from '@antenne/server/contract';
import { digitOf, isForeign, type KeyPress } from '../ui/keyboard.ts';

export const REASONS = [
  'offTopic',
  'duplicate',
  'unclear',
  'disrespectful',
  'personalData',
] as const satisfies readonly RejectionReason[];

/** `rejecting`, `reopening`: a decision that says why was begun, and a digit is awaited. */
export type KeyMode = 'browse' | 'rejecting' | 'reopening';

/** Quick words for why a final decision is taken back; in the languages' files. */
export const REOPEN_REASONS = ['mistake', 'another', 'asked'] as const;
export type ReopenReason = (typeof REOPEN_REASONS)[number];

export type ModerationAction =
  | { type: 'move'; by: 1 | -1 }
  | { type: 'column'; by: 1 | -1 }
  | { type: 'approve' }
  | { type: 'startReject' }
  | { type: 'cancel' }
  | { type: 'reject'; reason: RejectionReason }
  | { type: 'startReopen' }
  | { type: 'reopen'; reason: ReopenReason }
  | { type: 'merge' }
  | { type: 'claim' }
  | { type: 'mark' }
  | { type: 'votes' }
  | { type: 'themes' }
  | { type: 'queue' }
  | { type: 'putOnAir' }
  | { type: 'answered' }
  | { type: 'undo' }
  | { type: 'edit' }
  | { type: 'search' }
  | { type: 'showNew' }
  | { type: 'help' };

export function moderationKey(press: KeyPress, mode: KeyMode): ModerationAction | null {
  if (isForeign(press)) return null;
  const key = press.key.toLowerCase();
  if (key === 'j' || press.key === 'ArrowDown') return { type: 'move', by: 1 };
  if (key === 'k' || press.key === 'ArrowUp') return { type: 'move', by: -1 };
  if (press.key === 'ArrowRight') return { type: 'column', by: 1 };
  if (press.key === 'ArrowLeft') return { type: 'column', by: -1 };
  // Moving along the list may repeat; a decision may not.
  if (press.repeat) return null;
  if (mode === 'rejecting') return rejectingKey(press);
  if (mode === 'reopening') return reopeningKey(press);
  switch (key) {
    case 'a':
      return { type: 'approve' };
    case 'r':
      return { type: 'startReject' };
    case 'u':
      return { type: 'startReopen' };
    case 'm':
      return { type: 'merge' };
    case 'c':
      return { type: 'claim' };
    case 'x':
      return { type: 'mark' };
    case 'v':
      return { type: 'votes' };
    case 't':
      return { type: 'themes' };
    case 'escape':
      return { type: 'cancel' };
    case 'q':
      return { type: 'queue' };
    case 'o':
      return { type: 'putOnAir' };
    case 'd':
      return { type: 'answered' };
    case 'z':
      return { type: 'undo' };
    case 'e':
      return { type: 'edit' };
    case 'n':
      return { type: 'showNew' };
    case '/':
      return { type: 'search' };
    case '?':
      return { type: 'help' };
    default:
      return null;
  }
}

function rejectingKey(press: KeyPress): ModerationAction | null {
  const reason = REASONS[(digitOf(press) ?? 0) - 1];
  if (reason) return { type: 'reject', reason };
  return press.key === 'Escape' || press.key.toLowerCase() === 'r' ? { type: 'cancel' } : null;
}

function reopeningKey(press: KeyPress): ModerationAction | null {
  const reason = REOPEN_REASONS[(digitOf(press) ?? 0) - 1];
  if (reason) return { type: 'reopen', reason };
  return press.key === 'Escape' || press.key.toLowerCase() === 'u' ? { type: 'cancel' } : null;
}
