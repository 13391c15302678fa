/** One decision about many questions. */
import type { Actor } from '../accounts/access.ts';
import type { Failure, QuestionMove, StaffQuestion } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { findQuestion } from '../questions/store.ts';
import { makeMove } from './move.ts';

/** Each of these is refused before it writes anything: so the others can go on. */
const ONE_BY_ONE: readonly QuestionMove['type'][] = ['approve', 'reject', 'reopen', 'queue'];
/** All of them or none. */
const AS_A_WHOLE: readonly QuestionMove['type'][] = ['merge', 'unmerge'];

export interface ManyMoved {
  moved: StaffQuestion[];
  refused: { id: string; failure: Failure }[];
}

/**
 * Makes the move with each question that allows it, inside one change. Approving lets through what was held.
 * @throws Refusal `badRequest` for moves that are made one at a time; whatever refuses one of several merges
 */
export async function moveMany(
  change: Change,
  actor: Actor,
  questions: readonly { id: string; version: number }[],
  move: QuestionMove,
): Promise<ManyMoved> {
  const whole = AS_A_WHOLE.includes(move.type);
  if (!whole && !ONE_BY_ONE.includes(move.type)) throw new Refusal('badRequest', 'move: one question at a time');
  const outcome: ManyMoved = { moved: [], refused: [] };
  for (const { id, version } of questions) {
    try {
      outcome.moved.push(await moveOne(change, actor, { id, version, move }));
    } catch (error) {
      if (whole || !(error instanceof Refusal) || error.failure.code === 'forbidden') throw error;
      outcome.refused.push({ id, failure: error.failure });
    }
  }
  return outcome;
}

async function moveOne(
  change: Change,
  actor: Actor,
  { id, version, move }: { id: string; version: number; move: QuestionMove },
): Promise<StaffQuestion> {
  if (move.type !== 'approve') return makeMove(change, actor, { id, version, move });
  const { state } = await findQuestion(change.tx, change.broadcastId, id);
  if (state !== 'held') return makeMove(change, actor, { id, version, move });
  const reopened = await makeMove(change, actor, { id, version, move: { type: 'reopen' } });
  return makeMove(change, actor, { id, version: reopened.version, move });
}
