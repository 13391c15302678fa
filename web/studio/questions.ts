/** The questions as the control room needs them: what is on air, what was chosen, what could be. */
import type { QuestionCount, StaffQuestion } from '@antenne/server/contract';

export type StudioQuestions = {
  onAir: StaffQuestion | null;
  /** Chosen for the show, most votes first. */
  queued: StaffQuestion[];
  approved: StaffQuestion[];
};

/** @param themeId null: all themes */
export function studioQuestions(questions: readonly StaffQuestion[], themeId: string | null): StudioQuestions {
  const ofTheme = (state: StaffQuestion['state']) =>
    questions
      .filter((question) => question.state === state && (themeId === null || question.themeId === themeId))
      .sort((a, b) => b.votes - a.votes || a.submittedAt.localeCompare(b.submittedAt) || a.id.localeCompare(b.id));
  return {
    onAir: questions.find((question) => question.state === 'onAir') ?? null,
    queued: ofTheme('queued'),
    approved: ofTheme('approved'),
  };
}

/** How many the moderators still have to decide. */
export function waitingIn(counts: readonly QuestionCount[]): number {
  const waiting = counts.filter(({ state }) => state === 'pending' || state === 'held');
  return waiting.reduce((sum, { count }) => sum + count, 0);
}

/** The question on air, as it stands in the picture. */
export function onAirText(questions: readonly StaffQuestion[]): string | null {
  const question = questions.find((one) => one.state === 'onAir');
  return question ? (question.edited ?? question.original) : null;
}
