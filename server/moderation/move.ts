/** What the control room does to a question: approve, reject, queue, put on air, answered … */
import { type Actor, mayActAs } from '../accounts/access.ts';
import { PLACE_MAX_LENGTH, QUESTION_MAX_LENGTH, type QuestionMove, type StaffQuestion } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { needsReason, rolesForMove, rolesForMoveAnywhere } from '../questions/lifecycle.ts';
import { mergeQuestion, unmergeQuestion } from '../questions/merge-store.ts';
import { seesState, sightOf } from '../questions/sight.ts';
import { applyMove, findOnAir, findQuestion } from '../questions/store.ts';
import { cleanText, lengthOf } from '../questions/text.ts';
import { type QuestionRow, staffView, subjectOf } from '../questions/views.ts';

export interface WantedMove {
  id: string;
  /** The question's version that the person saw. */
  version: number;
  move: QuestionMove;
}

/**
 * Makes one move inside a change: role, version, state, and one question on air at most.
 * @throws Refusal `forbidden`, `notFound` (also for one that the actor does not see), `badRequest`, `conflict` (with the
 *   current question, where the actor sees it), `invalidState`
 */
export async function makeMove(
  change: Change,
  actor: Actor,
  { id, version, move }: WantedMove,
): Promise<StaffQuestion> {
  if (!mayActAs(actor, rolesForMoveAnywhere(move.type)))
    throw new Refusal('forbidden', `${move.type} needs another role`);
  const question = await findQuestion(change.tx, change.broadcastId, id);
  if (question.version !== version) throw changedMeanwhile(actor, question);
  const roles = rolesForMove(question.state, move.type);
  if (roles && !mayActAs(actor, roles)) throw new Refusal('forbidden', `${move.type} needs another role here`);
  requireSeen(actor, question);
  if (move.type === 'merge') requireSeen(actor, await findQuestion(change.tx, change.broadcastId, move.into));
  const reason = reasonOf(move);
  if (roles && needsReason(question.state, move.type) && reason === null) {
    throw new Refusal('badRequest', 'reason: missing');
  }
  if (roles && move.type === 'putOnAir') await clearAir(change, actor, move);
  const moved = await carryOut(change, actor, question, move);
  const subject = subjectOf(moved);
  change.audit(actor, `question.${move.type}`, reason === null ? subject : `${subject} (${reason})`, moved.id);
  return staffView(moved);
}

/** Nobody works with a question that they do not see, nor learns that there is one. @throws Refusal `notFound` */
export function requireSeen(actor: Actor, { id, state }: QuestionRow): void {
  if (!seesState(sightOf(actor), state)) throw new Refusal('notFound', `question ${id}`);
}

/** With the question as it is now, where they see it so. */
export function changedMeanwhile(actor: Actor, question: QuestionRow): Refusal {
  const current = seesState(sightOf(actor), question.state) ? { current: staffView(question) } : {};
  return new Refusal('conflict', 'the question has changed meanwhile', current);
}

async function carryOut(change: Change, actor: Actor, question: QuestionRow, move: QuestionMove): Promise<QuestionRow> {
  switch (move.type) {
    case 'merge':
      return mergeQuestion(change, question, move);
    case 'unmerge':
      return unmergeQuestion(change, question, move);
    case 'takeOffAir':
      return takeOffAir(change, actor, question, move.restore);
    case 'edit':
      return applyMove(change, question, checkEdit(move));
    default:
      return applyMove(change, question, move);
  }
}

function reasonOf(move: QuestionMove): string | null {
  if (move.type !== 'reopen' && move.type !== 'unmerge') return null;
  const reason = cleanText(move.reason ?? '');
  return reason === '' ? null : reason;
}

/**
 * The question that is on air was answered when another takes its place; without `replace`, or where it is another one
 * than `replaces`, the newcomer is refused.
 */
async function clearAir(
  change: Change,
  actor: Actor,
  { replace, replaces }: Extract<QuestionMove, { type: 'putOnAir' }>,
): Promise<void> {
  const onAir = await findOnAir(change.tx, change.broadcastId);
  if (!onAir) return;
  if (!replace || (replaces !== undefined && replaces !== onAir.id))
    throw new Refusal('conflict', 'another question is on air', { current: staffView(onAir) });
  const answered = await applyMove(change, onAir, { type: 'answered' });
  change.audit(actor, 'question.answered', subjectOf(answered), answered.id);
}

/**
 * Off the air, with the question back there that it replaced, if that is wanted: answered in the same instant in which this one
 * went on air, it is as the replacing left it.
 */
async function takeOffAir(
  change: Change,
  actor: Actor,
  question: QuestionRow,
  restore: string | undefined,
): Promise<QuestionRow> {
  const off = await applyMove(change, question, { type: 'takeOffAir' });
  if (restore === undefined) return off;
  const replaced = await findQuestion(change.tx, change.broadcastId, restore);
  const answeredAt = replaced.state === 'answered' ? (replaced.answeredAt?.getTime() ?? 0) : Number.NaN;
  const onAirAt = question.onAirAt?.getTime() ?? 0;
  // Somebody had answered it before: this one took nobody's place.
  if (answeredAt < onAirAt) return off;
  if (answeredAt !== onAirAt) throw changedMeanwhile(actor, replaced);
  const back = await applyMove(change, replaced, { type: 'restore' });
  change.audit(actor, 'question.putOnAir', subjectOf(back), back.id);
  return off;
}

function checkEdit(move: Extract<QuestionMove, { type: 'edit' }>): QuestionMove {
  const text = cleanText(move.text);
  if (text === '') throw new Refusal('badRequest', 'text: empty');
  if (lengthOf(text) > QUESTION_MAX_LENGTH) throw new Refusal('badRequest', `text: longer than ${QUESTION_MAX_LENGTH}`);
  if (move.place === undefined) return { type: 'edit', text };
  const place = cleanText(move.place);
  if (lengthOf(place) > PLACE_MAX_LENGTH) throw new Refusal('badRequest', `place: longer than ${PLACE_MAX_LENGTH}`);
  return { type: 'edit', text, place };
}
