import { randomUUID } from 'node:crypto';
import { Prisma, type Queries } from '@antenne/prisma';
import { EditAction, ItemFields, LocalizedText, type RundownChoices } from '../contract/index.ts';
import type { Change, Doer } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { diffOf, EditDiff, type ItemRow, isEmpty } from './edit.ts';
import type { Setting } from './portable.ts';
import { PortableItem } from './portable.ts';
import { bumpVersion } from './store.ts';

/** Milliseconds during which an edit can be taken back. */
const UNDO_FOR = 12 * 3_600_000;

export async function loadRows(queries: Queries, broadcastId: string): Promise<ItemRow[]> {
  const rows = await queries.rundownItem.findMany({ where: { broadcastId }, orderBy: { rank: 'asc' } });
  return rows.map(
    ({
      rank: _rank,
      broadcastId: _broadcast,
      editedBy: _by,
      editedAt: _at,
      title,
      description,
      hardStart,
      ...row
    }) => ({
      ...row,
      title: LocalizedText.parse(title),
      description: description === null ? null : LocalizedText.parse(description),
      hardStart: hardStart?.toISOString() ?? null,
    }),
  );
}

/** Prisma's words for some fields. */
function columns({ description, ...fields }: Partial<ItemFields>) {
  return description === undefined ? fields : { ...fields, description: description ?? Prisma.DbNull };
}

/**
 * Writes what differs. `shifted`: items that were put elsewhere; where the order has changed they are another version, so that
 * whoever saw them where they stood has to look again.
 * @returns the difference; nothing was written where it is empty.
 * @throws Refusal `invalidState` when an item goes that is or was on air, `notFound` for a theme, a contributor or a
 * scene of another broadcast.
 */
export async function saveRows(
  change: Change,
  before: readonly ItemRow[],
  after: readonly ItemRow[],
  doer: Doer,
  shifted: readonly string[] = [],
): Promise<EditDiff> {
  const { tx, broadcastId, now } = change;
  const diff = diffOf(before, after);
  if (isEmpty(diff)) return diff;
  const edited = { editedBy: doer.name, editedAt: now };
  const rows = new Map(after.map((row) => [row.id, row]));
  const gone = diff.removed.map(({ id }) => id);
  const named = [...diff.added, ...diff.changed].flatMap(({ id }) => rows.get(id) ?? []);
  await checkReferences(tx, broadcastId, named);

  if (gone.length > 0) {
    const run = await tx.run.findUnique({ where: { broadcastId }, select: { currentItemId: true } });
    const runs = run?.currentItemId != null && gone.includes(run.currentItemId);
    if (runs || (await tx.asRun.count({ where: { broadcastId, itemId: { in: gone } } })) > 0) {
      throw new Refusal('invalidState', 'what is on air or was cannot be removed');
    }
    await tx.rundownItem.deleteMany({ where: { broadcastId, id: { in: gone } } });
  }
  // Several that get the same are one statement.
  const alike = Map.groupBy(diff.changed, ({ after: fields }) => JSON.stringify(fields));
  for (const same of alike.values()) {
    const [first] = same;
    if (!first) continue;
    await tx.rundownItem.updateMany({
      where: { broadcastId, id: { in: same.map(({ id }) => id) } },
      data: { ...columns(ItemFields.partial().parse(first.after)), ...edited, version: { increment: 1 } },
    });
  }
  const written = new Set(diff.changed.map(({ id }) => id));
  const elsewhere = diff.order ? shifted.filter((id) => !written.has(id)) : [];
  if (elsewhere.length > 0) {
    const data = { ...edited, version: { increment: 1 } };
    await tx.rundownItem.updateMany({ where: { broadcastId, id: { in: elsewhere } }, data });
  }
  const isNew = new Set(diff.added.map(({ id }) => id));
  await tx.rundownItem.createMany({
    data: after.flatMap(({ description, ...row }, rank) =>
      isNew.has(row.id) ? [{ ...row, description: description ?? Prisma.DbNull, ...edited, broadcastId, rank }] : [],
    ),
  });
  await saveOrder(tx, broadcastId, after);
  await bumpVersion(change);
  return diff;
}

async function saveOrder(tx: Queries, broadcastId: string, rows: readonly ItemRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.$executeRaw`
    UPDATE "rundown_items" SET "rank" = "place"."rank" - 1
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS "place"("id", "rank")
    WHERE "rundown_items"."id" = "place"."id" AND "broadcastId" = ${broadcastId}::uuid
      AND "rundown_items"."rank" <> "place"."rank" - 1`;
}

async function checkReferences(tx: Queries, broadcastId: string, rows: readonly ItemRow[]): Promise<void> {
  const idsOf = (key: 'themeId' | 'contributorId' | 'sceneId') => [...new Set(rows.flatMap((row) => row[key] ?? []))];
  const check = async (kind: string, ids: string[], count: (ids: string[]) => Promise<number>) => {
    if (ids.length > 0 && (await count(ids)) < ids.length) throw new Refusal('notFound', `no such ${kind}`);
  };
  const within = (ids: string[]) => ({ where: { broadcastId, id: { in: ids } } });
  await check('theme', idsOf('themeId'), (ids) => tx.theme.count(within(ids)));
  await check('contributor', idsOf('contributorId'), (ids) => tx.contributor.count(within(ids)));
  await check('scene', idsOf('sceneId'), (ids) => tx.savedScene.count(within(ids)));
}

// --- One's own last edits ---------------------------------------------------------------------------------------

export interface KeptEdit {
  id: number;
  action: EditAction;
  diff: EditDiff;
}

/** Keeps an edit for its author to take back. What they had taken back before cannot be done again any more. */
export async function keepEdit(change: Change, doer: Doer, action: EditAction, diff: EditDiff): Promise<void> {
  const { tx, broadcastId, now } = change;
  if (doer.id === null) return;
  await tx.rundownEdit.deleteMany({
    where: {
      broadcastId,
      OR: [{ actorId: doer.id, undone: true }, { at: { lt: new Date(now.getTime() - UNDO_FOR) } }],
    },
  });
  await tx.rundownEdit.create({ data: { broadcastId, actorId: doer.id, action, diff, at: now } });
}

/** The last edit that this person has not taken back, or (`undone`) the one that they took back last. */
export async function lastEdit(
  tx: Queries,
  broadcastId: string,
  actorId: string,
  undone: boolean,
): Promise<KeptEdit | null> {
  const row = await tx.rundownEdit.findFirst({
    where: { broadcastId, actorId, undone },
    orderBy: { id: undone ? 'asc' : 'desc' },
  });
  return row && { id: row.id, action: EditAction.parse(row.action), diff: EditDiff.parse(row.diff) };
}

export async function markEdit(tx: Queries, id: number, undone: boolean): Promise<void> {
  await tx.rundownEdit.update({ where: { id }, data: { undone } });
}

// --- Other rundowns ---------------------------------------------------------------------------------------------

/** What items of this broadcast are called by. */
export async function loadSetting(queries: Queries, broadcastId: string): Promise<Setting> {
  const { plannedStart, zone } = await queries.broadcast.findUniqueOrThrow({ where: { id: broadcastId } });
  const themes = await queries.theme.findMany({ where: { broadcastId } });
  const contributors = await queries.contributor.findMany({ where: { broadcastId } });
  const scenes = await queries.savedScene.findMany({ where: { broadcastId } });
  return {
    plannedStart,
    zone,
    themes: new Map(themes.map(({ id, title }) => [id, LocalizedText.parse(title).fr])),
    contributors: new Map(contributors.map(({ id, name }) => [id, name])),
    scenes: new Map(scenes.map(({ id, name }) => [id, name])),
  };
}

/** @throws Refusal `notFound` */
export async function loadTemplate(queries: Queries, id: string): Promise<{ name: string; items: PortableItem[] }> {
  const template = await queries.rundownTemplate.findUnique({ where: { id } });
  if (!template) throw new Refusal('notFound', 'no such template');
  return { name: template.name, items: PortableItem.array().parse(template.items) };
}

/** One of the same name is written over. */
export async function saveTemplate(
  tx: Queries,
  template: { name: string; items: PortableItem[]; createdBy: string; createdAt: Date },
): Promise<void> {
  await tx.rundownTemplate.deleteMany({ where: { name: template.name } });
  await tx.rundownTemplate.create({ data: { ...template, id: randomUUID() } });
}

/** @returns its name. @throws Refusal `notFound` */
export async function removeTemplate(tx: Queries, id: string): Promise<string> {
  const { name } = await loadTemplate(tx, id);
  await tx.rundownTemplate.delete({ where: { id } });
  return name;
}

/** Broadcasts that are offered to copy from, at most. */
const MOST_OFFERED = 60;

/** @param may ids of broadcasts that the asker produces; null: every one. */
export async function loadChoices(
  queries: Queries,
  broadcastId: string,
  may: readonly string[] | null,
): Promise<RundownChoices> {
  const themes = await queries.theme.findMany({ where: { broadcastId }, orderBy: { rank: 'asc' } });
  const templates = await queries.rundownTemplate.findMany({ orderBy: { name: 'asc' } });
  const broadcasts = await queries.broadcast.findMany({
    where: { id: { not: broadcastId, ...(may && { in: [...may] }) }, items: { some: {} } },
    orderBy: { plannedStart: 'desc' },
    take: MOST_OFFERED,
    select: { slug: true, title: true, plannedStart: true, zone: true, _count: { select: { items: true } } },
  });
  return {
    themes: themes.map(({ id, title }) => ({ id, title: LocalizedText.parse(title) })),
    templates: templates.map(({ id, name, items, createdBy, createdAt }) => ({
      id,
      name,
      items: Array.isArray(items) ? items.length : 0,
      createdBy,
      createdAt: createdAt.toISOString(),
    })),
    broadcasts: broadcasts.map(({ plannedStart, _count, ...broadcast }) => ({
      ...broadcast,
      plannedStart: plannedStart.toISOString(),
      items: _count.items,
    })),
  };
}
