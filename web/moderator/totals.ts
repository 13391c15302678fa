/** How many questions there are, also where the page has only the beginning of a list. */
import { FIRST_LISTED, type QuestionCount, type QuestionList, type StaffQuestion } from '@antenne/server/contract';

const STATES: Record<QuestionList, readonly StaffQuestion['state'][]> = {
  waiting: ['held', 'pending'],
  approved: ['approved'],
  answered: ['answered'],
  rejected: ['rejected'],
  merged: ['merged'],
  archived: ['archived'],
};

export type Totals = {
  /** Within a theme, or (null) all. What the page has is counted at once; the rest as the server last said. */
  of: (list: QuestionList, themeId: string | null) => number;
  /** How many of them the page does not have. */
  missing: (list: QuestionList, themeId: string | null) => number;
};

export function totalsOf(questions: readonly StaffQuestion[], counts: readonly QuestionCount[]): Totals {
  const here = tally(questions.map(({ themeId, state }) => ({ themeId, state, count: 1 })));
  const known = tally(counts);
  const missing = (list: QuestionList, themeId: string | null) => {
    const all = known(list, null);
    // A list that fits is here whole; what the counts say besides is a second old.
    return all > FIRST_LISTED[list] ? Math.max(0, known(list, themeId) - here(list, themeId)) : 0;
  };
  return { of: (list, themeId) => here(list, themeId) + missing(list, themeId), missing };
}

function tally(counts: readonly Pick<QuestionCount, 'themeId' | 'state' | 'count'>[]) {
  const byTheme = new Map<string, number>();
  const add = (key: string, count: number) => byTheme.set(key, (byTheme.get(key) ?? 0) + count);
  for (const { themeId, state, count } of counts) {
    add(`${state} ${themeId}`, count);
    add(`${state} `, count);
  }
  return (list: QuestionList, themeId: string | null) =>
    STATES[list].reduce((sum, state) => sum + (byTheme.get(`${state} ${themeId ?? ''}`) ?? 0), 0);
}

/**
 * Where to go on reading a list: after what came from it. Questions that were asked since the page was opened stand at the
 * other end and do not count.
 */
export function nextOffset(
  questions: readonly StaffQuestion[],
  list: QuestionList,
  themeId: string | null,
  openedAt: number,
): number {
  const came = questions.filter(
    (question) =>
      STATES[list].includes(question.state) &&
      (themeId === null || question.themeId === themeId) &&
      (list !== 'waiting' || Date.parse(question.submittedAt) <= openedAt),
  );
  return came.length;
}
