import type { Queries } from '@antenne/prisma';
import { LocalizedText, type ProgramItem, type PublicBroadcast, type Theme } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { loadRundown, timelineOf, withoutRehearsal } from '../rundown/store.ts';
import type { HlsAddresses } from './hls-addresses.ts';
import { themeWindow } from './theme-window.ts';

/** @throws Refusal `notFound` */
export async function findBroadcast(queries: Queries, slug: string) {
  const broadcast = await queries.broadcast.findUnique({ where: { slug } });
  if (!broadcast) throw new Refusal('notFound', 'no such broadcast');
  return broadcast;
}

export type StoredBroadcast = Awaited<ReturnType<typeof findBroadcast>>;

export async function listBroadcastIds(queries: Queries): Promise<string[]> {
  const broadcasts = await queries.broadcast.findMany({ select: { id: true }, orderBy: { plannedStart: 'asc' } });
  return broadcasts.map(({ id }) => id);
}

/** Ids of the `most` broadcasts that are planned last, those to come among them; the latest first. */
export async function listLatestBroadcastIds(queries: Queries, most: number): Promise<string[]> {
  const broadcasts = await queries.broadcast.findMany({
    select: { id: true },
    orderBy: { plannedStart: 'desc' },
    take: most,
  });
  return broadcasts.map(({ id }) => id);
}

/** Of these ids, those of broadcasts that everybody may watch. */
export async function openToAll(queries: Queries, ids: readonly string[]): Promise<string[]> {
  const closed = await queries.entry.findMany({ where: { mode: { not: 'open' } }, select: { broadcastId: true } });
  const hidden = new Set(closed.map(({ broadcastId }) => broadcastId));
  return ids.filter((id) => !hidden.has(id));
}

/** Every broadcast's slug, by id. */
export async function listSlugs(queries: Queries): Promise<Map<string, string>> {
  const broadcasts = await queries.broadcast.findMany({ select: { id: true, slug: true } });
  return new Map(broadcasts.map(({ id, slug }) => [id, slug]));
}

/** Ids of broadcasts that are not over: those that media must know. */
export async function listOpenBroadcastIds(queries: Queries): Promise<string[]> {
  const broadcasts = await queries.broadcast.findMany({ where: { state: { not: 'ended' } }, select: { id: true } });
  return broadcasts.map(({ id }) => id);
}

/** @throws Refusal `notFound` when the theme is not this broadcast's. */
export async function findTheme(queries: Queries, broadcastId: string, themeId: string) {
  const theme = await queries.theme.findUnique({ where: { id: themeId } });
  if (theme?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such theme');
  return theme;
}

/** Whether it is still to go live. */
export async function isScheduled(queries: Queries, broadcastId: string): Promise<boolean> {
  return (await queries.broadcast.count({ where: { id: broadcastId, state: 'scheduled' } })) > 0;
}

/** scheduled → live. @throws Refusal `invalidState` */
export async function markLive(change: Change): Promise<void> {
  const { count } = await change.tx.broadcast.updateMany({
    where: { id: change.broadcastId, state: 'scheduled' },
    data: { state: 'live', startedAt: change.now },
  });
  if (count === 0) throw new Refusal('invalidState', 'only a scheduled broadcast goes live');
}

/** live → ended. @throws Refusal `invalidState` */
export async function markEnded(change: Change): Promise<void> {
  const { count } = await change.tx.broadcast.updateMany({
    where: { id: change.broadcastId, state: 'live' },
    data: { state: 'ended', endedAt: change.now },
  });
  if (count === 0) throw new Refusal('invalidState', 'only a live broadcast ends');
}

/** Builds what everyone sees of a broadcast who may watch it: there is a pass to its playlists in it. */
export async function viewBroadcast(
  queries: Queries,
  broadcastId: string,
  addresses: HlsAddresses,
  now: Date,
): Promise<PublicBroadcast> {
  const broadcast = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    include: {
      themes: { orderBy: { rank: 'asc' } },
      entry: true,
      assets: { where: { trailer: true, state: 'ready' }, select: { id: true, kind: true } },
    },
  });
  const rundown = withoutRehearsal(await loadRundown(queries, broadcastId));
  const timeline = timelineOf(rundown, now);
  const times = new Map(timeline.items.map((item) => [item.id, item]));
  const program = rundown.items.flatMap((item): ProgramItem[] => {
    const time = times.get(item.id);
    if (!item.public || !time) return [];
    return [
      {
        id: item.id,
        type: item.type,
        title: LocalizedText.parse(item.title),
        description: item.description === null ? null : LocalizedText.parse(item.description),
        place: item.place,
        continent: item.continent,
        zone: item.zone,
        themeId: item.themeId,
        plannedDurationMs: item.plannedDurationMs,
        plannedStart: new Date(time.plannedStart).toISOString(),
        expectedStart: expectation(time.expectedStart, time.actualStart !== null).toISOString(),
        status: time.status,
      },
    ];
  });
  const shown = (id: string | null) => (program.some((item) => item.id === id) ? id : null);
  return {
    id: broadcast.id,
    slug: broadcast.slug,
    title: broadcast.title,
    summary: broadcast.summary === null ? null : LocalizedText.parse(broadcast.summary),
    accent: broadcast.accent,
    zone: broadcast.zone,
    state: broadcast.state,
    plannedStart: broadcast.plannedStart.toISOString(),
    plannedEnd: broadcast.plannedEnd.toISOString(),
    startedAt: broadcast.startedAt?.toISOString() ?? null,
    endedAt: broadcast.endedAt?.toISOString() ?? null,
    themes: broadcast.themes
      .map(
        (theme): Theme => ({
          id: theme.id,
          rank: theme.rank,
          title: LocalizedText.parse(theme.title),
          window: broadcast.state === 'ended' ? 'closed' : themeWindow(theme, now),
        }),
      )
      .filter((theme) => theme.window !== 'hidden'),
    program,
    nowItemId: shown(rundown.run?.currentItemId ?? null),
    nextItemId: shown(timeline.nextItemId),
    before: addresses.before(broadcast.assets, now),
    captionLanguages: broadcast.captionLanguages,
    entry: broadcast.entry?.mode ?? 'open',
    ...addresses.of(broadcast.slug, broadcast.entry, now),
  };
}

/** What is to come is told to the whole minute: an item that runs over would otherwise change the page every second. */
function expectation(milliseconds: number, actual: boolean): Date {
  return new Date(actual ? milliseconds : Math.ceil(milliseconds / 60_000) * 60_000);
}
