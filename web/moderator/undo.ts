/** Taking a decision back: the reverse moves, for ten seconds, and only while nobody else has touched the question. */
import type { QuestionMove, QuestionState, StaffQuestion } from '@antenne/server/contract';

/** How long a decision can be taken back, in ms. */
export const UNDO_MS = 10_000;

export type Undo = {
  id: string;
  move: QuestionMove['type'];
  /** The version that the decision made: with another one the question is somebody else's by now. */
  version: number;
  /** In this order. */
  moves: QuestionMove[];
  /** Instant, ms. */
  until: number;
};

/** How to undo the move that made `after` of `before`; null when nothing can. */
export function undoOf(before: StaffQuestion, after: StaffQuestion, move: QuestionMove, now: number): Undo | null {
  const moves = move.type === 'edit' ? [editBack(before)] : restoring(wayBack(after.state, before), move);
  if (!moves || moves.length === 0) return null;
  return { id: after.id, move: move.type, version: after.version, moves, until: now + UNDO_MS };
}

/** The newest of these that still stands. */
export function usableUndo<Kept extends Pick<Undo, 'until'>>(undos: readonly Kept[], now: number): Kept | null {
  return undos.findLast((undo) => undo.until > now) ?? null;
}

type Versioned = Pick<StaffQuestion, 'id' | 'version'>;

/**
 * Takes one decision about many back: those that need the same moves go together.
 * @param send makes a move with all of these, and says which it could make it with
 * @returns how many are as they were, and how many somebody else has taken up already
 */
export async function takeBackMany(
  undos: readonly Undo[],
  reason: string,
  send: (questions: readonly Versioned[], move: QuestionMove) => Promise<readonly Versioned[]>,
): Promise<{ undone: number; left: number }> {
  let undone = 0;
  for (const alike of Map.groupBy(undos, ({ moves }) => JSON.stringify(moves)).values()) {
    let standing: readonly Versioned[] = alike.map(({ id, version }) => ({ id, version }));
    for (const move of withReason(alike[0]?.moves ?? [], reason)) {
      if (standing.length > 0) standing = await send(standing, move);
    }
    undone += standing.length;
  }
  return { undone, left: undos.length - undone };
}

/** The same moves with the reason that final decisions ask for when they are taken back. */
export function withReason(moves: readonly QuestionMove[], reason: string): QuestionMove[] {
  return moves.map((move) => (move.type === 'reopen' || move.type === 'unmerge' ? { ...move, reason } : move));
}

function editBack(before: StaffQuestion): QuestionMove {
  return { type: 'edit', text: before.edited ?? before.original, place: before.place ?? '' };
}

/** The one that was on air before comes back there in the same step. */
function restoring(moves: QuestionMove[] | null, move: QuestionMove): QuestionMove[] | null {
  if (move.type !== 'putOnAir' || !move.replaces) return moves;
  const { replaces } = move;
  return moves?.map((back) => (back.type === 'takeOffAir' ? { ...back, restore: replaces } : back)) ?? null;
}

const reopen: QuestionMove = { type: 'reopen' };
const unmerge: QuestionMove = { type: 'unmerge' };

/** The moves that lead from a state to where the question was before; null when no way leads there. */
function wayBack(from: QuestionState, before: StaffQuestion): QuestionMove[] | null {
  const steps = WAYS[from]?.[before.state];
  if (steps) return steps;
  // A rejection is said again as it was.
  if (before.state === 'rejected' && before.rejection && from === 'pending') {
    return [
      {
        type: 'reject',
        reason: before.rejection.reason,
        ...(before.rejection.note ? { note: before.rejection.note } : {}),
      },
    ];
  }
  return null;
}

const putOnAir: QuestionMove = { type: 'putOnAir', replace: false };

const WAYS: Partial<Record<QuestionState, Partial<Record<QuestionState, QuestionMove[]>>>> = {
  approved: { pending: [reopen], held: [reopen], queued: [{ type: 'queue' }] },
  queued: { approved: [reopen], onAir: [putOnAir] },
  rejected: {
    pending: [reopen],
    held: [reopen],
    approved: [reopen, { type: 'approve' }],
    queued: [reopen, { type: 'approve' }, { type: 'queue' }],
  },
  onAir: { queued: [{ type: 'takeOffAir' }], approved: [{ type: 'takeOffAir' }, reopen] },
  answered: { queued: [reopen], onAir: [reopen, putOnAir] },
  merged: { pending: [unmerge], approved: [unmerge] },
};
