import type { Queries } from '@antenne/prisma';
import type { DuplexInvitation } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';

export function listContributors(queries: Queries, broadcastId: string) {
  return queries.contributor.findMany({ where: { broadcastId }, orderBy: { number: 'asc' } });
}

export type ContributorRow = Awaited<ReturnType<typeof listContributors>>[number];

/** @throws Refusal `notFound` when the contributor is not this broadcast's. */
export async function findContributor(queries: Queries, broadcastId: string, id: string): Promise<ContributorRow> {
  const row = await queries.contributor.findUnique({ where: { id } });
  if (row?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such contributor');
  return row;
}

/** Contributors whose person was on the link when the last server process ended. */
export function listHere(queries: Queries) {
  return queries.contributor.findMany({ where: { here: true }, select: { id: true, broadcastId: true } });
}

/**
 * The person came to the link, or left it: who stands in for them changes on the media plane.
 * @returns whether this was news.
 */
export async function setHere(change: Change, contributorId: string, here: boolean): Promise<boolean> {
  const { count } = await change.tx.contributor.updateMany({
    where: { id: contributorId, broadcastId: change.broadcastId, here: !here },
    data: { here },
  });
  if (count > 0) change.touchMedia();
  return count > 0;
}

/** What the contributor's own page shows before it is linked. */
export async function viewDuplexInvitation(queries: Queries, contributorId: string): Promise<DuplexInvitation> {
  const { broadcast, ...contributor } = await queries.contributor.findUniqueOrThrow({
    where: { id: contributorId },
    include: { broadcast: true },
  });
  return {
    contributorId,
    name: contributor.name,
    place: contributor.place,
    zone: contributor.zone,
    broadcast: {
      id: broadcast.id,
      slug: broadcast.slug,
      title: broadcast.title,
      accent: broadcast.accent,
      state: broadcast.state,
      plannedStart: broadcast.plannedStart.toISOString(),
    },
  };
}
