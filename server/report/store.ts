import type { Queries } from '@antenne/prisma';
import { PUBLIC_QUESTION_STATES, QuestionPolicy } from '../contract/index.ts';

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

const PUBLIC: readonly (string | null)[] = PUBLIC_QUESTION_STATES;
const POLICIES = QuestionPolicy.options.map((policy) => `questions.${policy}` as const);

/** Tells when questions were published before anybody read them, by the log of the policy. */
async function publishedFirst(queries: Queries, broadcastId: string): Promise<(at: Date) => boolean> {
  const changes = await queries.auditLine.findMany({
    where: { broadcastId, action: { in: [...POLICIES] } },
    select: { at: true, action: true },
    orderBy: { at: 'asc' },
  });
  const { questionPolicy } = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    select: { questionPolicy: true },
  });
  const [first] = changes;
  // Before anybody chose, it was the other one of the two.
  const atFirst = first ? POLICIES.find((action) => action !== first.action) : `questions.${questionPolicy}`;
  return (at) => (changes.findLast((change) => change.at <= at)?.action ?? atFirst) === 'questions.publishFirst';
}

/** Every question that came in. That one was approved is also known by its log, and by votes: only what is public gets any. */
export async function listCounted(queries: Queries, broadcastId: string): Promise<CountedQuestion[]> {
  const approvals = await queries.auditLine.findMany({
    where: { broadcastId, action: 'question.approve', subjectId: { not: null } },
    select: { subjectId: true },
    distinct: ['subjectId'],
  });
  const isPublishedFirst = await publishedFirst(queries, broadcastId);
  const approved = new Set(approvals.map(({ subjectId }) => subjectId));
  const rows = await queries.question.findMany({
    where: { broadcastId },
    select: {
      ...{ id: true, themeId: true, state: true, mergedFrom: true, votes: true, onAirAt: true },
      ...{ submittedAt: true, heldFor: true },
    },
  });
  return rows.map(({ id, themeId, state, mergedFrom, votes, onAirAt, submittedAt, heldFor }) => ({
    themeId,
    approved:
      PUBLIC.includes(state) ||
      PUBLIC.includes(mergedFrom) ||
      approved.has(id) ||
      onAirAt !== null ||
      votes > 0 ||
      (heldFor === null && isPublishedFirst(submittedAt)),
    rejected: state === 'rejected',
    onAir: onAirAt !== null,
    answered: state === 'answered',
    votes,
  }));
}

export function listThemes(queries: Queries, broadcastId: string) {
  return queries.theme.findMany({ where: { broadcastId }, orderBy: { rank: 'asc' } });
}
