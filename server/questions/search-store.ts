/**
 * Full-text search by PostgreSQL. No language's dictionary is used: questions of one show come in several, and stemming one
 * of them would lose words of the others. Words are compared folded and from their beginning, so that it finds while one types.
 */
import { Prisma, type Queries } from '@antenne/prisma';
import type { QuestionState } from '../contract/index.ts';
import type { QuestionRow } from './views.ts';

/** As the index questions_words has it, letter for letter: otherwise every question would be read. */
const WORDS = Prisma.sql`to_tsvector('simple', "question_folded"(coalesce("edited", '') || ' ' || "original" || ' ' || coalesce("author", '')))`;

export interface QuestionSearch {
  broadcastId: string;
  text: string;
  /** Absent: every state. */
  states?: readonly QuestionState[] | undefined;
  themeId?: string | undefined;
  /** How many at most. */
  limit: number;
}

/** Questions that have all words of `text`: most votes first, then the newest. `more`: there are others besides. */
export async function searchQuestions(
  queries: Queries,
  { broadcastId, text, states, themeId, limit }: QuestionSearch,
): Promise<{ rows: QuestionRow[]; more: boolean }> {
  const inStates = states ? Prisma.sql`AND "state"::text = ANY(${[...states]})` : Prisma.empty;
  const inTheme = themeId ? Prisma.sql`AND "themeId" = ${themeId}::uuid` : Prisma.empty;
  const found = await queries.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "questions"
    WHERE "broadcastId" = ${broadcastId}::uuid ${inStates} ${inTheme}
      AND ${WORDS} @@ to_tsquery('simple', '''' || replace(nullif("question_folded"(${text}), ''), ' ', ''':* & ''') || ''':*')
    ORDER BY "votes" DESC, "submittedAt" DESC
    LIMIT ${limit + 1}`;
  const ids = found.slice(0, limit).map(({ id }) => id);
  return { rows: await findInOrder(queries, broadcastId, ids), more: found.length > limit };
}

/** The questions of these ids that there are, in this order. */
export async function findInOrder(
  queries: Queries,
  broadcastId: string,
  ids: readonly string[],
): Promise<QuestionRow[]> {
  const rows = await queries.question.findMany({ where: { broadcastId, id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
