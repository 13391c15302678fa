/** Questions that were merged, as groups: one speaks for all the others, also over several steps. */
import { Prisma, type Queries } from '@antenne/prisma';
import { Refusal } from '../platform/failure.ts';
import type { QuestionRow } from './views.ts';

/** The question that speaks for this one at the end of all merges; null when it speaks for itself. */
export async function speakerOf(queries: Queries, row: QuestionRow): Promise<QuestionRow | null> {
  if (row.mergedIntoId === null) return null;
  const [up] = await queries.$queryRaw<{ id: string }[]>`${speakerQuery(row.id)}`;
  return up ? queries.question.findUnique({ where: { id: up.id } }) : null;
}

/** Every question that this one speaks for. */
export async function membersOf(queries: Queries, row: QuestionRow): Promise<QuestionRow[]> {
  if (row.mergedCount === 0) return [];
  return queries.question.findMany({ where: { id: { in: (await groupIds(queries, row.id)).slice(1) } } });
}

/** The question's id and those of all that it speaks for; its own comes first. */
export async function groupIds(queries: Queries, id: string): Promise<string[]> {
  const rows = await queries.$queryRaw<{ id: string }[]>`${groupQuery(id)} SELECT "id" FROM "members"`;
  return [id, ...rows.flatMap((row) => (row.id === id ? [] : [row.id]))];
}

/** Counts the voters of a question and of all that it speaks for anew, each once. Its row must be locked. */
export async function recountVotes(tx: Queries, id: string): Promise<number> {
  const [counted] = await tx.$queryRaw<{ votes: number }[]>`${groupQuery(id)}
    UPDATE "questions" SET "votes" = (
      SELECT count(DISTINCT "voterId") FROM "votes" WHERE "questionId" IN (SELECT "id" FROM "members")
    ) WHERE "id" = ${id}::uuid RETURNING "votes"`;
  return counted?.votes ?? 0;
}

/** Waits for votes that are being given to these questions, and makes later ones wait. In one order, so nobody deadlocks. */
export async function lockQuestions(tx: Queries, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "questions" WHERE "id" IN (${idList(ids)}) ORDER BY "id" FOR UPDATE`;
}

export interface LockedQuestion {
  id: string;
  state: QuestionRow['state'];
  votes: number;
  mergedIntoId: string | null;
  mergedCount: number;
}

/** As many merges can come between a look and the lock before something is wrong. */
const MOST_LOOKS = 5;

/**
 * Locks the question that takes the votes for `id`: itself, or the one that speaks for it. Only that one row, so that a vote
 * never waits for a merge that waits for it.
 * @throws Refusal `notFound`
 */
export async function lockSpeaker(tx: Queries, broadcastId: string, id: string): Promise<LockedQuestion> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const [row] = await tx.$queryRaw<LockedQuestion[]>`
      SELECT "id", "state"::text, "votes", "mergedIntoId", "mergedCount" FROM "questions"
      WHERE "broadcastId" = ${broadcastId}::uuid AND "id" = (${speakerQuery(id)}) FOR UPDATE`;
    if (!row) throw new Refusal('notFound', 'no such question');
    if (row.mergedIntoId === null) return row;
  }
  throw new Refusal('unavailable', 'the question is being merged', { retryAfterMs: 500 });
}

/** What each of these voters supports, by the questions that speak. Who supports nothing is left out. */
export async function listVotedFor(
  queries: Queries,
  broadcastId: string,
  voterIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await queries.$queryRaw<{ voterId: string; id: string }[]>`
    WITH RECURSIVE "up" AS (
      SELECT v."voterId", q."id", q."mergedIntoId" FROM "votes" v JOIN "questions" q ON q."id" = v."questionId"
      WHERE v."voterId" IN (${idList(voterIds)}) AND q."broadcastId" = ${broadcastId}::uuid
      UNION SELECT "up"."voterId", q."id", q."mergedIntoId" FROM "questions" q JOIN "up" ON q."id" = "up"."mergedIntoId"
    ) SELECT "voterId", "id" FROM "up" WHERE "mergedIntoId" IS NULL`;
  const byVoter = new Map<string, string[]>();
  for (const { voterId, id } of rows) byVoter.set(voterId, [...(byVoter.get(voterId) ?? []), id]);
  return byVoter;
}

function idList(ids: readonly string[]): Prisma.Sql {
  return Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`));
}

function speakerQuery(id: string): Prisma.Sql {
  return Prisma.sql`WITH RECURSIVE "up" AS (
      SELECT "id", "mergedIntoId" FROM "questions" WHERE "id" = ${id}::uuid
      UNION SELECT q."id", q."mergedIntoId" FROM "questions" q JOIN "up" ON q."id" = "up"."mergedIntoId"
    ) SELECT "id" FROM "up" WHERE "mergedIntoId" IS NULL`;
}

function groupQuery(id: string): Prisma.Sql {
  return Prisma.sql`WITH RECURSIVE "members" AS (
      SELECT "id" FROM "questions" WHERE "id" = ${id}::uuid
      UNION SELECT q."id" FROM "questions" q JOIN "members" ON q."mergedIntoId" = "members"."id"
    )`;
}
