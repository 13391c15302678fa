/** One question as each kind of reader sees it. Each view names its fields: a private one cannot slip through. */
import type { Queries } from '@antenne/prisma';
import {
  HeldFor,
  type OwnQuestion,
  type PublicQuestion,
  type QuestionState,
  type StaffQuestion,
} from '../contract/index.ts';

export type QuestionRow = NonNullable<Awaited<ReturnType<Queries['question']['findUnique']>>>;

const PUBLIC_STATE: Partial<Record<QuestionState, PublicQuestion['state']>> = {
  approved: 'approved',
  queued: 'approved',
  onAir: 'onAir',
  answered: 'answered',
};

export function isPublic(state: QuestionState): boolean {
  return PUBLIC_STATE[state] !== undefined;
}

/** Null while it is not public. */
export function publicView(row: QuestionRow): PublicQuestion | null {
  const state = PUBLIC_STATE[row.state];
  return state
    ? {
        id: row.id,
        themeId: row.themeId,
        text: row.edited ?? row.original,
        author: row.author,
        place: row.place,
        votes: row.votes,
        state,
        submittedAt: row.submittedAt.toISOString(),
        onAirAt: row.onAirAt?.toISOString() ?? null,
        writtenAnswer: row.writtenAnswer,
      }
    : null;
}

const OWN_STATE: Record<Exclude<QuestionState, 'merged'>, OwnQuestion['state']> = {
  held: 'pending',
  pending: 'pending',
  approved: 'approved',
  rejected: 'rejected',
  queued: 'approved',
  onAir: 'onAir',
  answered: 'answered',
  withdrawn: 'withdrawn',
  archived: 'archived',
};

/** `speaker`: the question that speaks for it at the end of all merges, where there is one. */
export function ownView(row: QuestionRow, speaker: QuestionRow | null = null): OwnQuestion {
  const shown = speaker ?? row;
  return {
    id: row.id,
    themeId: row.themeId,
    text: row.original,
    author: row.author,
    place: row.place,
    state: shown.state === 'merged' ? 'pending' : OWN_STATE[shown.state],
    rejection: rejectionOf(shown),
    mergedInto: speaker && { id: speaker.id, text: publicView(speaker)?.text ?? null },
    version: row.version,
    submittedAt: row.submittedAt.toISOString(),
    onAirAt: shown.onAirAt?.toISOString() ?? null,
    writtenAnswer: shown.writtenAnswer,
  };
}

export function staffView(row: QuestionRow): StaffQuestion {
  return {
    id: row.id,
    themeId: row.themeId,
    original: row.original,
    edited: row.edited,
    author: row.author,
    place: row.place,
    state: row.state,
    rejection: rejectionOf(row),
    votes: row.votes,
    version: row.version,
    submittedAt: row.submittedAt.toISOString(),
    onAirAt: row.onAirAt?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    heldFor: row.heldFor === null ? null : HeldFor.parse(row.heldFor),
    writtenAnswer: row.writtenAnswer,
    mergedInto: row.mergedIntoId,
    mergedCount: row.mergedCount,
  };
}

export function rejectionOf(row: QuestionRow): StaffQuestion['rejection'] {
  return row.rejectionReason ? { reason: row.rejectionReason, note: row.rejectionNote } : null;
}

/** How the log names a question: its first words. */
export function subjectOf(row: QuestionRow): string {
  const text = row.edited ?? row.original;
  const letters = [...text];
  return letters.length <= 60 ? text : `${letters.slice(0, 59).join('')}…`;
}
