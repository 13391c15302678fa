import type { Queries } from '@antenne/prisma';
import { LocalizedText, PlannedItem } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { loadRundown, type StoredRundown, timelineOf } from './store.ts';

/** The rundown as it is planned now: what is left out is no part of it. */
export function planOf(stored: StoredRundown): PlannedItem[] {
  const starts = new Map(
    timelineOf(stored, stored.plannedStart).items.map(({ id, plannedStart }) => [id, plannedStart]),
  );
  return stored.items
    .filter(({ skip }) => !skip)
    .map(({ id, title, type, group, plannedDurationMs }) => {
      const start = starts.get(id);
      if (start === undefined) throw new Error(`rundown: item ${id} has no times`);
      return {
        id,
        title: LocalizedText.parse(title),
        type,
        group,
        start: new Date(start).toISOString(),
        durationMs: plannedDurationMs,
      };
    });
}

/** Keeps the plan as it is: what happens during the show is measured by it. */
export async function keepPlan(change: Change): Promise<void> {
  const { tx, broadcastId, now } = change;
  const data = { keptAt: now, items: planOf(await loadRundown(tx, broadcastId)) };
  await tx.plan.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
}

/** Null where a show went live without one. */
export async function loadPlan(
  queries: Queries,
  broadcastId: string,
): Promise<{ keptAt: Date; items: PlannedItem[] } | null> {
  const row = await queries.plan.findUnique({ where: { broadcastId } });
  return row && { keptAt: row.keptAt, items: PlannedItem.array().parse(row.items) };
}
