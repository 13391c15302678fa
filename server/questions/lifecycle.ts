/** The life of a question: which move leads where, and who may make it. Pure: the store applies what this decides. */
import type { QuestionMove, QuestionState, RejectionReason, StaffRole } from '../contract/index.ts';

/** The part of a question that its life changes. */
export interface QuestionLife {
  state: QuestionState;
  edited: string | null;
  rejection: { reason: RejectionReason; note: string | null } | null;
  onAirAt: Date | null;
  answeredAt: Date | null;
}

/** What its author or the end of the show does to it, besides the moves of the control room. */
export type OtherMove = { type: 'withdraw' } | { type: 'archive' };

type StaffMoveType = QuestionMove['type'];
interface Way {
  to: QuestionState;
  roles: readonly StaffRole[];
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
};

const OTHER_WAYS: Record<OtherMove['type'], Partial<Record<QuestionState, QuestionState>>> = {
  withdraw: { held: 'withdrawn', pending: 'withdrawn', approved: 'withdrawn' },
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
    move.type === 'withdraw' || move.type === 'archive'
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
    case 'takeOffAir':
      return { ...moved, onAirAt: null };
    case 'edit':
      return { ...moved, edited: move.text };
    case 'approve':
    case 'queue':
    case 'withdraw':
    case 'archive':
      return moved;
    default:
      return move satisfies never;
  }
}
