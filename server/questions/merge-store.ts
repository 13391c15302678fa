/** Merging: one question speaks for another, their voters count once, and each can have its own back. */
import type { QuestionMove } from '../contract/index.ts';
import { type Change, SYSTEM } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { lockQuestions, recountVotes } from './groups-store.ts';
import { canSpeakForOthers } from './lifecycle.ts';
import { applyMove, findQuestion, tell } from './store.ts';
import { type QuestionRow, subjectOf } from './views.ts';

type Merge = Extract<QuestionMove, { type: 'merge' }>;
type Unmerge = Extract<QuestionMove, { type: 'unmerge' }>;

/**
 * Merges `before` into another question of the same broadcast.
 * @throws Refusal `badRequest` (into itself), `notFound`, `invalidState` (the other one cannot speak: it is merged itself,
 *   so never in a circle, or nobody will answer it)
 */
export async function mergeQuestion(change: Change, before: QuestionRow, move: Merge): Promise<QuestionRow> {
  if (move.into === before.id) throw new Refusal('badRequest', 'into: the question itself');
  await findQuestion(change.tx, change.broadcastId, move.into);
  await lockQuestions(change.tx, [before.id, move.into]);
  const speaker = await findQuestion(change.tx, change.broadcastId, move.into);
  if (!canSpeakForOthers(speaker.state)) {
    throw new Refusal('invalidState', `nothing is merged into a question that is ${speaker.state}`);
  }
  const merged = await applyMove(change, before, move);
  await countMembers(change, speaker, 1);
  return merged;
}

/**
 * Takes a merge back: the question is what it was, and both have the votes of their own. `silent`: nothing more is said of the one
 * that spoke for it.
 * @throws Refusal `invalidState`
 */
export async function unmergeQuestion(
  change: Change,
  before: QuestionRow,
  move: Unmerge,
  { silent = false } = {},
): Promise<QuestionRow> {
  const { mergedIntoId } = before;
  await lockQuestions(change.tx, mergedIntoId === null ? [before.id] : [before.id, mergedIntoId]);
  // Votes that were taken back meanwhile are gone from here, too.
  await recountVotes(change.tx, before.id);
  const free = await applyMove(change, before, move);
  if (mergedIntoId !== null && !silent) {
    await countMembers(change, await findQuestion(change.tx, change.broadcastId, mergedIntoId), -1);
  }
  const { state } = await change.tx.broadcast.findUniqueOrThrow({
    where: { id: change.broadcastId },
    select: { state: true },
  });
  return state === 'ended' && free.state !== 'answered' ? applyMove(change, free, { type: 'archive' }) : free;
}

/** Gives those back that a question spoke for, because it goes: their authors did not. `silent`: as in `unmergeQuestion`. */
export async function releaseMerged(change: Change, speaker: QuestionRow, { silent = false } = {}): Promise<void> {
  if (speaker.mergedCount === 0) return;
  for (const member of await change.tx.question.findMany({ where: { mergedIntoId: speaker.id } })) {
    await unmergeQuestion(change, member, { type: 'unmerge' }, { silent });
    change.audit(SYSTEM, 'question.unmerge', subjectOf(member), member.id);
  }
}

async function countMembers(change: Change, speaker: QuestionRow, by: 1 | -1): Promise<void> {
  await change.tx.question.update({ where: { id: speaker.id }, data: { mergedCount: { increment: by } } });
  await recountVotes(change.tx, speaker.id);
  await tell(change, speaker, await findQuestion(change.tx, change.broadcastId, speaker.id));
}
