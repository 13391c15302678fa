import type { Queries } from '@antenne/prisma';
import { CLAIM_MS, type QuestionClaim } from '../contract/index.ts';
import type { Change, Doer } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { findQuestion } from '../questions/store.ts';

type ClaimRow = NonNullable<Awaited<ReturnType<Queries['questionClaim']['findUnique']>>>;

/** Who works on what at `now`: a claim that has run out is none. */
export async function listClaims(queries: Queries, broadcastId: string, now: Date): Promise<QuestionClaim[]> {
  const rows = await queries.questionClaim.findMany({
    where: { broadcastId, until: { gt: now } },
    orderBy: { questionId: 'asc' },
  });
  return rows.map(viewClaim);
}

/**
 * Takes a question up, or again; the person's claim before is let go.
 * @throws Refusal `notFound`, `conflict` with the claim of somebody else that still stands
 */
export async function takeClaim(change: Change, { id, name }: Doer & { id: string }, questionId: string) {
  const { broadcastId, tx, now } = change;
  await findQuestion(tx, broadcastId, questionId);
  const standing = await tx.questionClaim.findUnique({ where: { questionId } });
  if (standing && standing.sessionId !== id && standing.until > now) {
    throw new Refusal('conflict', 'somebody else works on it', { current: viewClaim(standing) });
  }
  await tx.questionClaim.deleteMany({ where: { OR: [{ questionId }, { broadcastId, sessionId: id }] } });
  const until = new Date(now.getTime() + CLAIM_MS);
  return viewClaim(await tx.questionClaim.create({ data: { questionId, broadcastId, sessionId: id, name, until } }));
}

/** One's own only. */
export async function dropClaim(change: Change, sessionId: string, questionId: string): Promise<void> {
  const { broadcastId } = change;
  await change.tx.questionClaim.deleteMany({ where: { broadcastId, questionId, sessionId } });
}

/** What is decided is nobody's work any more. @returns whether it was somebody's. */
export async function settleClaims(queries: Queries, broadcastId: string, questionIds: string[]): Promise<boolean> {
  const { count } = await queries.questionClaim.deleteMany({
    where: { broadcastId, questionId: { in: questionIds } },
  });
  return count > 0;
}

function viewClaim({ questionId, sessionId, name, until }: ClaimRow): QuestionClaim {
  return { questionId, by: sessionId, name, until: until.toISOString() };
}
