/** The life of a question: which move leads where, and who may make it. Pure: the store applies what this decides. */
import type { QuestionMove, QuestionPolicy, QuestionState, RejectionReason, StaffRole } from '../contract/index.ts';

/** The part of a question that its life changes. */
export interface QuestionLife {
  state: QuestionState;
  edited: string | null;
  place: string | null;
  rejection: { reason: RejectionReason; note: string | null } | null;
  onAirAt: Date | null;
  answeredAt: Date | null;
  /** While `merged`: which question speaks for it, and what it was before. */
  mergedIntoId: string | null;
  mergedFrom: QuestionState | null;
}

/**
 * What its author or the end of the show does to it, or the taking back of what replaced it on air, besides the moves of the control
 * room.
 */
export type OtherMove = { type: 'withdraw' } | { type: 'archive' } | { type: 'restore' };

type StaffMoveType = QuestionMove['type'];
interface Way {
  to: QuestionState;
  roles: readonly StaffRole[];
}

/** Where a new question begins. `held`: something speaks against it, whatever the policy. */
export function firstState(policy: QuestionPolicy, held: boolean): QuestionState {
  if (held) return 'held';
  return policy === 'publishFirst' ? 'approved' : 'pending';
}

const MODERATION = ['moderator'] as const;
const SELECTION = ['moderator', 'producer'] as const;
const ON_AIR = ['producer', 'presenter', 'moderator'] as const;

/** From which state each move leads where, and for whom. The owner may everything. */
const WAYS: Record<StaffMoveType, Partial<Record<QuestionState, Way>>> = {
  approve: { pending: { to: 'approved', roles: MODERATION } },
  reject: {
    held: { to: 'rejected', roles: MODERATION },
    pending: { to: 'rejected', roles: MODERATION },
    approved: { to: 'rejected', roles: SELECTION },
  },
  reopen: {
    held: { to: 'pending', roles: MODERATION },
    approved: { to: 'pending', roles: MODERATION },
    rejected: { to: 'pending', roles: MODERATION },
    queued: { to: 'approved', roles: SELECTION },
    answered: { to: 'queued', roles: MODERATION },
  },
  queue: { approved: { to: 'queued', roles: SELECTION } },
  putOnAir: { approved: { to: 'onAir', roles: ON_AIR }, queued: { to: 'onAir', roles: ON_AIR } },
  answered: { onAir: { to: 'answered', roles: ON_AIR } },
  takeOffAir: { onAir: { to: 'queued', roles: ON_AIR } },
  edit: {
    held: { to: 'held', roles: MODERATION },
    pending: { to: 'pending', roles: MODERATION },
    approved: { to: 'approved', roles: MODERATION },
    queued: { to: 'queued', roles: MODERATION },
    onAir: { to: 'onAir', roles: MODERATION },
  },
  merge: { pending: { to: 'merged', roles: MODERATION }, approved: { to: 'merged', roles: SELECTION } },
  // Back to what it was.
  unmerge: { merged: { to: 'pending', roles: MODERATION } },
};

/** What can speak for others: questions that may still be answered, or were. */
const SPEAKING: readonly QuestionState[] = ['pending', 'approved', 'queued', 'onAir', 'answered'];

/** Whether other questions can be merged into one in this state. A merged one never: so there are no circles. */
export function canSpeakForOthers(state: QuestionState): boolean {
  return SPEAKING.includes(state);
}

/** Decisions that authors were told as final: who takes one back says why. */
export function needsReason(state: QuestionState, type: StaffMoveType): boolean {
  return type === 'unmerge' || (type === 'reopen' && (state === 'answered' || state === 'rejected'));
}

const OTHER_WAYS: Record<OtherMove['type'], Partial<Record<QuestionState, QuestionState>>> = {
  withdraw: { held: 'withdrawn', pending: 'withdrawn', approved: 'withdrawn' },
  restore: { answered: 'onAir' },
  archive: { held: 'archived', pending: 'archived', approved: 'archived', queued: 'archived' },
};

/** Who may make this move from this state; nobody when the move does not exist there. */
export function rolesForMove(state: QuestionState, type: StaffMoveType): readonly StaffRole[] | null {
  return WAYS[type][state]?.roles ?? null;
}

/** Every role that may make the move from some state: others are refused before the question is even looked at. */
export function rolesForMoveAnywhere(type: StaffMoveType): readonly StaffRole[] {
  return [...new Set(Object.values(WAYS[type]).flatMap((way) => way.roles))];
}

/** The question after the move; null when the move does not exist from its state. */
export function moveQuestion(life: QuestionLife, move: QuestionMove | OtherMove, now: Date): QuestionLife | null {
  const to =
    move.type === 'withdraw' || move.type === 'archive' || move.type === 'restore'
      ? OTHER_WAYS[move.type][life.state]
      : WAYS[move.type][life.state]?.to;
  if (!to) return null;
  const moved = { ...life, state: to };
  switch (move.type) {
    case 'reject':
      return { ...moved, rejection: { reason: move.reason, note: move.note ?? null } };
    case 'reopen':
      return { ...moved, rejection: null, onAirAt: null, answeredAt: null };
    case 'putOnAir':
      return { ...moved, onAirAt: now };
    case 'answered':
      return { ...moved, answeredAt: now };
    // As though it had never been answered: it has been on air since it went there.
    case 'restore':
      return { ...moved, answeredAt: null };
    case 'takeOffAir':
      return { ...moved, onAirAt: null };
    case 'edit':
      return { ...moved, edited: move.text, place: move.place === undefined ? life.place : move.place || null };
    case 'merge':
      return { ...moved, mergedIntoId: move.into, mergedFrom: life.state };
    case 'unmerge':
      return { ...moved, state: life.mergedFrom ?? to, mergedIntoId: null, mergedFrom: null };
    case 'approve':
    case 'queue':
    case 'withdraw':
    case 'archive':
      return moved;
    default:
      return move satisfies never;
  }
}
