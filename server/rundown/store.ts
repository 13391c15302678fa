import type { Queries } from '@antenne/prisma';
import {
  type ActualRun,
  type DesiredBroadcast,
  LocalizedText,
  type Rundown,
  RundownEdit,
  type RundownPlan,
  rundownAt,
  type Timeline,
  timesOf,
} from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { rehearsalOf } from './run.ts';

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

/** Public items that went on air, the earliest first. */
export async function chaptersOf(
  queries: Queries,
  broadcastId: string,
): Promise<NonNullable<DesiredBroadcast['chapters']>> {
  const runs = await queries.asRun.findMany({
    where: { broadcastId, item: { public: true } },
    orderBy: { startedAt: 'asc' },
    select: { id: true, startedAt: true, item: { select: { title: true } } },
  });
  return runs.map(({ id, startedAt, item }) => ({
    id,
    at: startedAt.toISOString(),
    title: LocalizedText.parse(item.title),
  }));
}

export type StoredRundown = Awaited<ReturnType<typeof loadRundown>>;

/** The rundown as viewers know it: a rehearsal is none of theirs. */
export function withoutRehearsal(stored: StoredRundown): StoredRundown {
  return stored.run?.state === 'rehearsal' ? { ...stored, run: null, asRun: [] } : stored;
}

/** Oldest first. */
function asRunOf({ run, asRun }: StoredRundown): ActualRun[] {
  if (run?.state === 'rehearsal') return rehearsalOf(run).runs;
  return asRun.map(({ itemId, startedAt, endedAt }) => ({
    itemId,
    startedAt: startedAt.getTime(),
    endedAt: endedAt?.getTime() ?? null,
  }));
}

function planOf(all: StoredRundown): RundownPlan {
  const { run, items, ...stored } = all;
  const lastRuns = new Map(asRunOf(all).map((one) => [one.itemId, one]));
  // A rehearsal is timed as if the show began with its first take.
  const begun = run?.state === 'rehearsal' ? rehearsalOf(run).runs[0]?.startedAt : undefined;
  const by = begun === undefined ? 0 : begun - stored.plannedStart.getTime();
  const planned = (instant: Date) => new Date(instant.getTime() + by).toISOString();
  return {
    version: stored.rundownVersion,
    run: run?.state ?? 'idle',
    plannedStart: planned(stored.plannedStart),
    plannedEnd: planned(stored.plannedEnd),
    currentItemId: run?.currentItemId ?? null,
    currentStartedAt: run?.currentStartedAt?.toISOString() ?? null,
    addedMs: run?.addedMs ?? 0,
    pausedAt: run?.pausedAt?.toISOString() ?? null,
    pausedMs: run?.pausedMs ?? 0,
    heldAt: run?.heldAt?.toISOString() ?? null,
    items: items.map((item, rank) => ({
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
      hardStart: item.hardStart && planned(item.hardStart),
      plannedDurationMs: item.plannedDurationMs,
      endAction: item.endAction,
      warnMs: item.warnMs,
      dangerMs: item.dangerMs,
      skip: item.skip,
      public: item.public,
      notes: item.notes,
      owner: item.owner,
      version: item.version,
      editedBy: item.editedBy,
      editedAt: item.editedAt?.toISOString() ?? null,
      lastRun: lastRunOf(lastRuns.get(item.id)),
    })),
  };
}

function lastRunOf(run: ActualRun | undefined) {
  if (!run) return null;
  const { startedAt, endedAt } = run;
  return {
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
}

export function timelineOf(stored: StoredRundown, now: Date): Timeline {
  return timesOf(planOf(stored), now.getTime());
}

/** The rundown as the control room sees it. */
export function viewRundown(stored: StoredRundown, now: Date): Rundown {
  return rundownAt(planOf(stored), now.getTime());
}

/** What pages need to know of a change of a rundown that they have; `reordered`: items came, went or moved. */
export function editOf(rundown: Rundown, changedIds: readonly string[], reordered: boolean, now: Date): RundownEdit {
  return RundownEdit.parse({
    ...rundown,
    at: now.toISOString(),
    order: reordered ? rundown.items.map(({ id }) => id) : null,
    changed: rundown.items.filter(({ id }) => changedIds.includes(id)),
  });
}

/** What an item puts on preview when it is next. @returns its title. @throws Refusal `notFound` */
export async function bindScene(change: Change, itemId: string, sceneId: string | null): Promise<string> {
  const item = await change.tx.rundownItem.findUnique({ where: { id: itemId } });
  if (item?.broadcastId !== change.broadcastId) throw new Refusal('notFound', 'no such item');
  await change.tx.rundownItem.update({ where: { id: itemId }, data: { sceneId, version: { increment: 1 } } });
  return LocalizedText.parse(item.title).fr;
}

/** Another version of the rundown: who saw the one before acts on something that is no longer so. */
export async function bumpVersion(change: Change): Promise<void> {
  await change.tx.broadcast.update({ where: { id: change.broadcastId }, data: { rundownVersion: { increment: 1 } } });
}
