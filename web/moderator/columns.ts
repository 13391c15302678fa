/** Which questions stand in which column, and in which order. */
import type { StaffQuestion } from '@antenne/server/contract';

export type Filter = {
  /** Null: all themes. */
  themeId: string | null;
  /** Matched anywhere in the text or the author's name, without regard to case and accents. */
  search: string;
};

export type Columns = {
  /** Pending and held, oldest first. */
  waiting: StaffQuestion[];
  /** Queued first, then approved; most votes first within each. */
  approved: StaffQuestion[];
  onAir: StaffQuestion | null;
  /** Newest answer first. */
  answered: StaffQuestion[];
  /** Newest first; brought back from here by hand. */
  rejected: StaffQuestion[];
  /** Another question speaks for these; newest first. */
  merged: StaffQuestion[];
  /** Open at the end of the show; newest first. */
  archived: StaffQuestion[];
};

export function columnsOf(questions: readonly StaffQuestion[], filter: Filter): Columns {
  const needle = fold(filter.search.trim());
  const kept = questions.filter(
    (question) =>
      (filter.themeId === null || question.themeId === filter.themeId) &&
      (needle === '' || fold(`${textOf(question)} ${question.original} ${question.author ?? ''}`).includes(needle)),
  );
  const inState = (...states: StaffQuestion['state'][]) => kept.filter((question) => states.includes(question.state));
  return {
    waiting: inState('pending', 'held').sort(oldestFirst),
    approved: inState('approved', 'queued').sort(
      (a, b) => Number(b.state === 'queued') - Number(a.state === 'queued') || b.votes - a.votes || oldestFirst(a, b),
    ),
    // What is on air is on air whatever the filter says.
    onAir: questions.find((question) => question.state === 'onAir') ?? null,
    answered: inState('answered').sort((a, b) => (b.answeredAt ?? '').localeCompare(a.answeredAt ?? '')),
    rejected: inState('rejected').sort((a, b) => -oldestFirst(a, b)),
    merged: inState('merged').sort((a, b) => -oldestFirst(a, b)),
    archived: inState('archived').sort((a, b) => -oldestFirst(a, b)),
  };
}

/** Milliseconds that the oldest waiting question has waited; null when none waits. */
export function longestWait(questions: readonly StaffQuestion[], now: number): number | null {
  const submitted = questions
    .filter((question) => question.state === 'pending' || question.state === 'held')
    .map((question) => Date.parse(question.submittedAt));
  return submitted.length === 0 ? null : Math.max(0, now - Math.min(...submitted));
}

/** What viewers read: the moderator's edit where there is one. */
export function textOf(question: StaffQuestion): string {
  return question.edited ?? question.original;
}

function oldestFirst(a: StaffQuestion, b: StaffQuestion): number {
  return a.submittedAt.localeCompare(b.submittedAt) || a.id.localeCompare(b.id);
}

/** Without case and accents. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
