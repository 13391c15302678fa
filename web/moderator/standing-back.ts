/** Asking first, because somebody else works on what is decided: the same again soon after is an answer. */
import type { QuestionClaim, QuestionMove, StaffQuestion } from '@antenne/server/contract';

/** Milliseconds within which the same decision again means it. */
export const INSIST_MS = 5_000;

/** The decision that was held back last. */
export type HeldBack = { ids: string; type: QuestionMove['type']; at: number };

/** The claims of others on these questions. */
export function claimsOfOthers(
  questions: readonly Pick<StaffQuestion, 'id'>[],
  claimOf: (questionId: string) => QuestionClaim | null,
  me: string,
): QuestionClaim[] {
  return questions.flatMap(({ id }) => {
    const claim = claimOf(id);
    return claim && claim.by !== me ? [claim] : [];
  });
}

/** What is held back now; null: nothing stands in the way, or it was said twice. */
export function heldBack(
  claims: readonly QuestionClaim[],
  type: QuestionMove['type'],
  before: HeldBack | null,
  now: number,
): HeldBack | null {
  if (claims.length === 0) return null;
  const ids = claims
    .map(({ questionId }) => questionId)
    .toSorted()
    .join(' ');
  const insists = before?.ids === ids && before.type === type && now - before.at < INSIST_MS;
  return insists ? null : { ids, type, at: now };
}
