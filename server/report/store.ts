import type { Queries } from '@antenne/prisma';
import { PUBLIC_QUESTION_STATES } from '../contract/index.ts';

/** Ids of broadcasts that are on air. */
export async function listLiveIds(queries: Queries): Promise<string[]> {
  const rows = await queries.broadcast.findMany({ where: { state: 'live' }, select: { id: true } });
  return rows.map(({ id }) => id);
}

/** Adds one look at how many watch to its minute. One statement: a process that dies leaves whole minutes. */
export async function addViewers(queries: Queries, broadcastId: string, viewers: number, at: Date): Promise<void> {
  const minute = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
  await queries.$executeRaw`
    INSERT INTO "viewer_minutes" ("broadcastId", "minute", "least", "most", "sum", "samples")
    VALUES (${broadcastId}::uuid, ${minute}::timestamptz, ${viewers}, ${viewers}, ${viewers}, 1)
    ON CONFLICT ("broadcastId", "minute") DO UPDATE SET
      "least" = LEAST("viewer_minutes"."least", EXCLUDED."least"),
      "most" = GREATEST("viewer_minutes"."most", EXCLUDED."most"),
      "sum" = "viewer_minutes"."sum" + EXCLUDED."sum",
      "samples" = "viewer_minutes"."samples" + 1`;
}

export function listViewers(queries: Queries, broadcastId: string) {
  return queries.viewerMinute.findMany({ where: { broadcastId }, orderBy: { minute: 'asc' } });
}

export type ViewerRow = Awaited<ReturnType<typeof listViewers>>[number];

/** A question, as far as it counts. */
export interface CountedQuestion {
  themeId: string;
  approved: boolean;
  rejected: boolean;
  onAir: boolean;
  answered: boolean;
  votes: number;
}

const PUBLIC: readonly string[] = PUBLIC_QUESTION_STATES;

/** Every question that came in. That one was approved is also known by its log, and by votes: only what is public gets any. */
export async function listCounted(queries: Queries, broadcastId: string): Promise<CountedQuestion[]> {
  const approvals = await queries.auditLine.findMany({
    where: { broadcastId, action: 'question.approve', subjectId: { not: null } },
    select: { subjectId: true },
    distinct: ['subjectId'],
  });
  const approved = new Set(approvals.map(({ subjectId }) => subjectId));
  const rows = await queries.question.findMany({
    where: { broadcastId },
    select: { id: true, themeId: true, state: true, votes: true, onAirAt: true },
  });
  return rows.map(({ id, themeId, state, votes, onAirAt }) => ({
    themeId,
    approved: PUBLIC.includes(state) || approved.has(id) || onAirAt !== null || votes > 0,
    rejected: state === 'rejected',
    onAir: onAirAt !== null,
    answered: state === 'answered',
    votes,
  }));
}

export function listThemes(queries: Queries, broadcastId: string) {
  return queries.theme.findMany({ where: { broadcastId }, orderBy: { rank: 'asc' } });
}
