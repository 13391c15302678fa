/** Which moves make sense for whom: the page offers only these. The server checks them again. */
import type { QuestionMove, QuestionState, StaffQuestion, StaffRole } from '@antenne/server/contract';

type MoveType = QuestionMove['type'];

const FROM: Record<MoveType, readonly QuestionState[]> = {
  approve: ['pending', 'held'],
  reject: ['held', 'pending', 'approved'],
  reopen: ['rejected', 'queued', 'answered'],
  queue: ['approved'],
  putOnAir: ['approved', 'queued'],
  answered: ['onAir'],
  takeOffAir: ['onAir'],
  edit: ['held', 'pending', 'approved', 'queued', 'onAir'],
  merge: ['pending', 'approved'],
  unmerge: ['merged'],
};

/** What a producer does to questions; moderators and the owner do everything. */
const PRODUCER: readonly MoveType[] = ['queue', 'putOnAir', 'answered', 'takeOffAir'];
const PRESENTER: readonly MoveType[] = ['putOnAir', 'answered', 'takeOffAir'];

export function canMove(role: StaffRole, state: QuestionState, move: MoveType): boolean {
  if (!FROM[move].includes(state)) return false;
  switch (role) {
    case 'owner':
    case 'moderator':
      return true;
    case 'producer':
      return (
        PRODUCER.includes(move) ||
        (move === 'reopen' && state === 'queued') ||
        ((move === 'reject' || move === 'merge') && state === 'approved')
      );
    case 'presenter':
      return PRESENTER.includes(move);
    case 'captioner':
      return false;
    default:
      return role satisfies never;
  }
}

/** What other questions can be merged into. */
export function canSpeakForOthers(state: QuestionState): boolean {
  return ['pending', 'approved', 'queued', 'onAir', 'answered'].includes(state);
}

/** Of questions that were chosen together, those that can speak for the others: the most wanted first. */
export function mergeable(chosen: readonly StaffQuestion[]): StaffQuestion[] {
  return chosen
    .filter(({ state }) => canSpeakForOthers(state))
    .toSorted((a, b) => b.votes - a.votes || a.submittedAt.localeCompare(b.submittedAt));
}

/** Decisions that authors were told as final: who takes one back says why. */
export function needsReason(question: StaffQuestion, move: MoveType): boolean {
  return move === 'unmerge' || (move === 'reopen' && (question.state === 'rejected' || question.state === 'answered'));
}

/** The steps behind one press: a question held by the filter is let through before it is approved. */
export function stepsOf(question: StaffQuestion, move: QuestionMove): QuestionMove[] {
  return question.state === 'held' && move.type === 'approve' ? [{ type: 'reopen' }, move] : [move];
}

/** Puts a question on air in place of the one that its moderator saw there (null: none), and of no other. */
export function toAir(replaces: string | null): QuestionMove {
  return { type: 'putOnAir', replace: replaces !== null, ...(replaces !== null && { replaces }) };
}
