import type { PublicQuestion } from '@antenne/server/contract';

/** Less than zero: `a` before `b`. */
export type QuestionOrder = (a: PublicQuestion, b: PublicQuestion) => number;

/** Most votes first, older first when even. */
export const byVotes: QuestionOrder = (a, b) =>
  b.votes - a.votes || Date.parse(a.submittedAt) - Date.parse(b.submittedAt);

export const byNewest: QuestionOrder = (a, b) => Date.parse(b.submittedAt) - Date.parse(a.submittedAt);

/** In the show's order of themes. */
export function byTheme(themes: readonly { id: string }[]): QuestionOrder {
  const place = new Map(themes.map(({ id }, index) => [id, index]));
  return (a, b) => (place.get(a.themeId) ?? themes.length) - (place.get(b.themeId) ?? themes.length);
}

/**
 * On air first, then what is open, then what was answered, each in the order `by` (by votes where that says nothing). Once the show is over, the
 * answered ones come first: they are what remains of it.
 */
export function ranked(
  questions: Iterable<PublicQuestion>,
  over = false,
  by: QuestionOrder = byVotes,
): PublicQuestion[] {
  const place = over ? { onAir: 0, answered: 1, approved: 2 } : { onAir: 0, approved: 1, answered: 2 };
  return [...questions].sort((a, b) => place[a.state] - place[b.state] || by(a, b) || byVotes(a, b));
}

export type CalmList = {
  /** Ids in the order to show. */
  ids: readonly string[];
  /** How many are kept behind the button. */
  waiting: number;
};

/**
 * What a list that grows live shows: in rank order while nobody is in it; while someone points at it, touches it or has
 * the focus in it, everything stays where it is (those that left leave their place empty) and newcomers wait.
 */
export function calm(shown: readonly string[], wanted: readonly string[], engaged: boolean): CalmList {
  if (!engaged || shown.length === 0) return { ids: wanted, waiting: 0 };
  const known = new Set(shown);
  return { ids: shown, waiting: wanted.filter((id) => !known.has(id)).length };
}
