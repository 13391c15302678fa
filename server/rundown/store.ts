import { randomUUID } from 'node:crypto';
import type { Queries } from '@antenne/prisma';
import type { Rundown, RundownItem } from '../contract/index.ts';
import { LocalizedText } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { deriveTimeline, nextItem, type TimelineInput } from './timeline.ts';

/** What the rundown of one broadcast is, as stored. */
export async function loadRundown(queries: Queries, broadcastId: string) {
  // One after the other: within a transaction of the embedded database nothing may wait beside it.
  const broadcast = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    select: { plannedStart: true, plannedEnd: true, rundownVersion: true },
  });
  const items = await queries.rundownItem.findMany({ where: { broadcastId }, orderBy: { rank: 'asc' } });
  const run = await queries.run.findUnique({ where: { broadcastId } });
  const asRun = await queries.asRun.findMany({ where: { broadcastId }, orderBy: { startedAt: 'asc' } });
  return { ...broadcast, items, run, asRun };
}

/** Who has an item, each once, in its order. */
export async function contributorsInRundown(queries: Queries, broadcastId: string): Promise<string[]> {
  const rows = await queries.rundownItem.findMany({
    where: { broadcastId, contributorId: { not: null } },
    orderBy: { rank: 'asc' },
    select: { contributorId: true },
  });
  return [...new Set(rows.flatMap(({ contributorId }) => contributorId ?? []))];
}

export type StoredRundown = Awaited<ReturnType<typeof loadRundown>>;

export function timelineOf(stored: StoredRundown, now: Date) {
  const input: TimelineInput = {
    plannedStart: stored.plannedStart.getTime(),
    plannedEnd: stored.plannedEnd.getTime(),
    items: stored.items.map((item) => ({
      id: item.id,
      plannedDurationMs: item.plannedDurationMs,
      hardStart: item.startMode === 'hard' ? (item.hardStart?.getTime() ?? null) : null,
      skip: item.skip,
    })),
    asRun: stored.asRun.map((run) => ({
      itemId: run.itemId,
      startedAt: run.startedAt.getTime(),
      endedAt: run.endedAt?.getTime() ?? null,
    })),
    currentItemId: stored.run?.currentItemId ?? null,
    ended: stored.run?.state === 'ended',
    now: now.getTime(),
  };
  return deriveTimeline(input);
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();

/** The rundown as the control room sees it. */
export function viewRundown(stored: StoredRundown, now: Date): Rundown {
  const timeline = timelineOf(stored, now);
  const times = new Map(timeline.items.map((item) => [item.id, item]));
  return {
    version: stored.rundownVersion,
    run: stored.run?.state ?? 'idle',
    currentItemId: stored.run?.currentItemId ?? null,
    nextItemId: timeline.nextItemId,
    currentStartedAt: stored.run?.currentStartedAt?.toISOString() ?? null,
    items: stored.items.map((item, rank): RundownItem => {
      const time = times.get(item.id);
      if (!time) throw new Error(`rundown: item ${item.id} has no times`);
      return {
        id: item.id,
        rank,
        group: item.group,
        type: item.type,
        title: LocalizedText.parse(item.title),
        description: item.description === null ? null : LocalizedText.parse(item.description),
        themeId: item.themeId,
        contributorId: item.contributorId,
        sceneId: item.sceneId,
        place: item.place,
        continent: item.continent,
        zone: item.zone,
        startMode: item.startMode,
        hardStart: item.hardStart?.toISOString() ?? null,
        plannedDurationMs: item.plannedDurationMs,
        endAction: item.endAction,
        warnMs: item.warnMs,
        dangerMs: item.dangerMs,
        skip: item.skip,
        public: item.public,
        notes: item.notes,
        version: item.version,
        editedBy: item.editedBy,
        editedAt: item.editedAt?.toISOString() ?? null,
        status: time.status,
        plannedStart: instant(time.plannedStart),
        expectedStart: instant(time.expectedStart),
        expectedEnd: instant(time.expectedEnd),
        gapMs: time.gapMs,
        actualStart: time.actualStart === null ? null : instant(time.actualStart),
        actualEnd: time.actualEnd === null ? null : instant(time.actualEnd),
      };
    }),
    overUnderMs: timeline.overUnderMs,
  };
}

/** What an item puts on preview when it is next. @returns its title. @throws Refusal `notFound` */
export async function bindScene(change: Change, itemId: string, sceneId: string | null): Promise<string> {
  const item = await change.tx.rundownItem.findUnique({ where: { id: itemId } });
  if (item?.broadcastId !== change.broadcastId) throw new Refusal('notFound', 'no such item');
  await change.tx.rundownItem.update({ where: { id: itemId }, data: { sceneId, version: { increment: 1 } } });
  return LocalizedText.parse(item.title).fr;
}

/** Begins the run without an item: the show is live, nothing of the rundown has been taken yet. */
export async function beginRun(change: Change): Promise<void> {
  const { broadcastId } = change;
  await change.tx.run.upsert({
    where: { broadcastId },
    create: { broadcastId, state: 'live' },
    update: { state: 'live' },
  });
  await bumpVersion(change);
}

/** Ends the run and the item that it stood on. */
export async function endRun(change: Change): Promise<void> {
  const { broadcastId } = change;
  await endOpenItems(change);
  const ended = { state: 'ended', currentItemId: null, currentStartedAt: null } as const;
  await change.tx.run.upsert({ where: { broadcastId }, create: { broadcastId, ...ended }, update: ended });
  await bumpVersion(change);
}

/**
 * Goes to the next item: the current one ends, the next one begins at `change.now`.
 * @param seenVersion the rundown's version that the producer saw.
 * @returns the item that began.
 * @throws Refusal `conflict` with the current rundown, or `invalidState`.
 */
export async function advance(change: Change, seenVersion: number) {
  const stored = await loadRundown(change.tx, change.broadcastId);
  if (stored.rundownVersion !== seenVersion) {
    throw new Refusal('conflict', 'the rundown has changed meanwhile', { current: viewRundown(stored, change.now) });
  }
  if (stored.run?.state !== 'live') throw new Refusal('invalidState', 'the broadcast is not live');
  const item = nextItem(stored.items, stored.run.currentItemId);
  if (!item) throw new Refusal('invalidState', 'the rundown has no further item');
  await endOpenItems(change);
  await change.tx.run.update({
    where: { broadcastId: change.broadcastId },
    data: { currentItemId: item.id, currentStartedAt: change.now },
  });
  await change.tx.asRun.create({
    data: { id: randomUUID(), broadcastId: change.broadcastId, itemId: item.id, startedAt: change.now },
  });
  await bumpVersion(change);
  return { item, following: nextItem(stored.items, item.id) };
}

async function endOpenItems(change: Change): Promise<void> {
  await change.tx.asRun.updateMany({
    where: { broadcastId: change.broadcastId, endedAt: null },
    data: { endedAt: change.now },
  });
}

/** Another rundown than the one that a producer may have seen. */
export async function bumpVersion(change: Change): Promise<void> {
  await change.tx.broadcast.update({ where: { id: change.broadcastId }, data: { rundownVersion: { increment: 1 } } });
}
