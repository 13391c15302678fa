import { randomUUID } from 'node:crypto';
import type { Queries } from '@antenne/prisma';
import { type Cue, CueContent } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

/** As many a studio gets when it opens. */
const SHOWN = 60;
/** Milliseconds after which a cue that nobody confirmed says nothing any more: what was soon then is not soon now. */
const CUE_LIFE = 15 * 60_000;

type CueRow = Awaited<ReturnType<Queries['cue']['findMany']>>[number];

function view(row: CueRow): Cue {
  return {
    id: row.id,
    contributorId: row.contributorId,
    content: CueContent.parse(row.content),
    from: row.from,
    sentAt: row.sentAt.toISOString(),
    seenAt: row.seenAt?.toISOString() ?? null,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
  };
}

/** The newest cues of a broadcast, newest first. */
export async function listCues(queries: Queries, broadcastId: string): Promise<Cue[]> {
  const rows = await queries.cue.findMany({ where: { broadcastId }, orderBy: { sentAt: 'desc' }, take: SHOWN });
  return rows.map(view);
}

/** Whether it is recent enough to say something. */
export function isFreshCue({ sentAt }: Cue, now: Date): boolean {
  return Date.parse(sentAt) > now.getTime() - CUE_LIFE;
}

/** Whether a contributor still has to confirm it. */
export function isOpenCue(cue: Cue, now: Date): boolean {
  return cue.confirmedAt === null && isFreshCue(cue, now);
}

/** What contributors of a broadcast were told lately, newest first. */
export async function listFreshCues(queries: Queries, broadcastId: string, now: Date): Promise<Cue[]> {
  const rows = await queries.cue.findMany({
    where: { broadcastId, sentAt: { gt: new Date(now.getTime() - CUE_LIFE) } },
    orderBy: { sentAt: 'desc' },
  });
  return rows.map(view);
}

/** What somebody sent from `since` on, newest first. */
export async function listCuesFrom(queries: Queries, broadcastId: string, from: string, since: Date): Promise<Cue[]> {
  const where = { broadcastId, from, sentAt: { gte: since } };
  return (await queries.cue.findMany({ where, orderBy: { sentAt: 'desc' } })).map(view);
}

/** Writes one cue for each contributor, or finds those that this `key` wrote before. @returns whether they are new. */
export async function addCues(
  change: Change,
  { key, from, content, contributorIds }: { key: string; from: string; content: CueContent; contributorIds: string[] },
): Promise<{ cues: Cue[]; added: boolean }> {
  const mine = { broadcastId: change.broadcastId, key };
  const before = await change.tx.cue.findMany({ where: mine });
  if (before.length > 0) return { cues: before.map(view), added: false };
  await change.tx.cue.createMany({
    data: contributorIds.map((contributorId) => ({
      ...mine,
      id: randomUUID(),
      contributorId,
      content,
      from,
      sentAt: change.now,
    })),
  });
  return { cues: (await change.tx.cue.findMany({ where: mine })).map(view), added: true };
}

/** Marks those of this contributor that were not marked yet. @returns them. */
export async function markCues(
  change: Change,
  contributorId: string,
  ids: readonly string[],
  as: 'seen' | 'confirmed',
): Promise<Cue[]> {
  const missing = as === 'seen' ? { seenAt: null } : { confirmedAt: null };
  const rows = await change.tx.cue.findMany({
    where: { contributorId, broadcastId: change.broadcastId, id: { in: [...ids] }, ...missing },
  });
  const cues: Cue[] = [];
  for (const row of rows) {
    // Who confirms has seen.
    const data = as === 'seen' ? { seenAt: change.now } : { seenAt: row.seenAt ?? change.now, confirmedAt: change.now };
    cues.push(view(await change.tx.cue.update({ where: { id: row.id }, data })));
  }
  return cues;
}
