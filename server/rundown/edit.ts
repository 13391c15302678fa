/**
 * Edits of a rundown, without a database: each makes a list of items from a list, and the difference between the two
 * is kept, so that it can be taken back later, when others may have gone on writing.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type ItemFields, NEW_ITEM, type NewItem } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';

/** What is written of an item. `continent` and the like are as stored, whatever the contract takes today. */
export interface ItemRow extends ItemFields {
  id: string;
  version: number;
}

/** Items seen at a version. */
export type SeenItems = readonly { id: string; version: number }[];

/** After which item (null: at the top; undefined: at the end) something is put. */
type Place = string | null | undefined;

/** An item of that list that is not there any more, or never was. */
function missing(id: string): never {
  throw new Refusal('notFound', `no such item: ${id}`);
}

/** @throws Refusal `notFound` for an `after` that is gone */
export function added(rows: readonly ItemRow[], items: readonly NewItem[], after: Place): ItemRow[] {
  const made = items.map((item): ItemRow => ({ ...NEW_ITEM, ...item, version: 1 }));
  return rows.toSpliced(indexAfter(rows, after), 0, ...made);
}

/** Copies stand together, below the last of those that they are copies of. @throws Refusal `notFound` */
export function duplicated(rows: readonly ItemRow[], copies: readonly { of: string; id: string }[]): ItemRow[] {
  const idOf = new Map(copies.map(({ of, id }) => [of, id]));
  for (const { of } of copies) if (!rows.some(({ id }) => id === of)) missing(of);
  const made = rows.flatMap((row) => {
    const id = idOf.get(row.id);
    return id === undefined ? [] : [{ ...row, id, version: 1 }];
  });
  const last = rows.findLastIndex(({ id }) => idOf.has(id));
  return rows.toSpliced(last + 1, 0, ...made);
}

export function removed(rows: readonly ItemRow[], ids: readonly string[]): ItemRow[] {
  const gone = new Set(ids);
  return rows.filter(({ id }) => !gone.has(id));
}

/** They keep their order among each other. @throws Refusal `notFound` */
export function moved(
  rows: readonly ItemRow[],
  ids: readonly string[],
  after: string | null,
  group?: string | null,
): ItemRow[] {
  const moving = new Set(ids);
  for (const id of ids) if (!rows.some((row) => row.id === id)) missing(id);
  // Put after one of themselves, they stay after whoever stands before it.
  const anchor =
    after !== null && moving.has(after)
      ? (rows
          .slice(
            0,
            rows.findIndex(({ id }) => id === after),
          )
          .findLast(({ id }) => !moving.has(id))?.id ?? null)
      : after;
  const rest = rows.filter(({ id }) => !moving.has(id));
  const block = rows.filter(({ id }) => moving.has(id)).map((row) => (group === undefined ? row : { ...row, group }));
  return rest.toSpliced(indexAfter(rest, anchor), 0, ...block);
}

/** @throws Refusal `badRequest` for a hard start without its time */
export function changed(rows: readonly ItemRow[], ids: readonly string[], fields: Partial<ItemFields>): ItemRow[] {
  const meant = new Set(ids);
  return rows.map((row) => {
    if (!meant.has(row.id)) return row;
    const next = { ...row, ...fields };
    if (next.startMode === 'hard' && next.hardStart === null) {
      throw new Refusal('badRequest', 'hardStart: a hard start needs a time');
    }
    return next;
  });
}

function indexAfter(rows: readonly ItemRow[], after: Place): number {
  if (after === undefined) return rows.length;
  if (after === null) return 0;
  const at = rows.findIndex(({ id }) => id === after);
  return at < 0 ? missing(after) : at + 1;
}

// --- Differences ------------------------------------------------------------------------------------------------

const Content = z.record(z.string(), z.json());
type Content = z.infer<typeof Content>;

/** An item that came or went, and the one it stood after. */
const Placed = z.object({ id: z.string(), after: z.string().nullable(), content: Content });

/** What an edit did. Everything has its opposite: see `inverse`. */
export const EditDiff = z.object({
  added: z.array(Placed),
  removed: z.array(Placed),
  /** Only the fields that differ. */
  changed: z.array(z.object({ id: z.string(), before: Content, after: Content })),
  /** Of the items that were there before and after, where it differs. */
  order: z.object({ before: z.array(z.string()), after: z.array(z.string()) }).nullable(),
});
export type EditDiff = z.infer<typeof EditDiff>;

function contentOf({ id: _id, version: _version, ...content }: ItemRow): Content {
  return { ...content };
}

function placesOf(rows: readonly ItemRow[], wanted: (row: ItemRow) => boolean): EditDiff['added'] {
  return rows.flatMap((row, index) =>
    wanted(row) ? [{ id: row.id, after: rows[index - 1]?.id ?? null, content: contentOf(row) }] : [],
  );
}

export function diffOf(before: readonly ItemRow[], after: readonly ItemRow[]): EditDiff {
  const was = new Map(before.map((row) => [row.id, row]));
  const is = new Map(after.map((row) => [row.id, row]));
  const kept = before.flatMap(({ id }) => (is.has(id) ? [id] : []));
  const keptAfter = after.flatMap(({ id }) => (was.has(id) ? [id] : []));
  const differing = after.flatMap((row) => {
    const old = was.get(row.id);
    if (!old || old === row) return [];
    const [from, to] = [contentOf(old), contentOf(row)];
    const keys = Object.keys(to).filter((key) => !isDeepStrictEqual(from[key], to[key]));
    if (keys.length === 0) return [];
    const pick = (content: Content) => Object.fromEntries(keys.map((key) => [key, content[key] ?? null]));
    return [{ id: row.id, before: pick(from), after: pick(to) }];
  });
  return {
    added: placesOf(after, ({ id }) => !was.has(id)),
    removed: placesOf(before, ({ id }) => !is.has(id)),
    changed: differing,
    order: isDeepStrictEqual(kept, keptAfter) ? null : { before: kept, after: keptAfter },
  };
}

export function isEmpty({ added, removed, changed, order }: EditDiff): boolean {
  return added.length === 0 && removed.length === 0 && changed.length === 0 && order === null;
}

/** What takes it back. */
export function inverse({ added, removed, changed, order }: EditDiff): EditDiff {
  return {
    added: removed,
    removed: added,
    changed: changed.map(({ id, before, after }) => ({ id, before: after, after: before })),
    order: order && { before: order.after, after: order.before },
  };
}

/** Ids of what a diff is about, those that it moved among them. */
export function touchedBy({ added, removed, changed }: EditDiff): string[] {
  return [...new Set([...added, ...changed, ...removed].map(({ id }) => id))];
}

/**
 * Does a diff to a rundown that may have changed since. What others wrote elsewhere stays.
 * @returns the items, or the ids of those that stand in its way because somebody changed the same.
 */
export function applied(rows: readonly ItemRow[], diff: EditDiff): { rows: ItemRow[] } | { inTheWay: string[] } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inTheWay = [
    ...diff.added.filter(({ id }) => byId.has(id)),
    ...diff.removed.filter(({ id, content }) => !holds(byId.get(id), content)),
    ...diff.changed.filter(({ id, before }) => !holds(byId.get(id), before)),
  ].map(({ id }) => id);
  const { order } = diff;
  const ordered = order ? new Set(order.before) : null;
  if (order && ordered) {
    const present = rows.flatMap(({ id }) => (ordered.has(id) ? [id] : []));
    const expected = order.before.filter((id) => byId.has(id));
    if (!isDeepStrictEqual(present, expected)) inTheWay.push(...movedIn(order));
  }
  if (inTheWay.length > 0) return { inTheWay };

  const gone = new Set(diff.removed.map(({ id }) => id));
  const patches = new Map(diff.changed.map(({ id, after }) => [id, after]));
  let next = rows.flatMap((row) => {
    if (gone.has(row.id)) return [];
    const patch = patches.get(row.id);
    return [patch ? { ...row, ...patch } : row];
  });
  if (order) next = reordered(next, order.after);
  for (const { id, after, content } of diff.added) {
    const at = after === null ? 0 : next.findIndex((row) => row.id === after) + 1;
    // Where its neighbour is gone, it goes to the end rather than to the top.
    const index = after !== null && at === 0 ? next.length : at;
    next = next.toSpliced(index, 0, { ...NEW_ITEM, title: { fr: '' }, ...content, id, version: 1 });
  }
  return { rows: next };
}

/** Puts items in `order`; those that it does not name stay after whom they stand after. */
function reordered(rows: readonly ItemRow[], order: readonly string[]): ItemRow[] {
  const named = new Set(order);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const followers = new Map<string | null, ItemRow[]>();
  let anchor: string | null = null;
  for (const row of rows) {
    if (named.has(row.id)) anchor = row.id;
    else followers.set(anchor, [...(followers.get(anchor) ?? []), row]);
  }
  return [
    ...(followers.get(null) ?? []),
    ...order.flatMap((id) => {
      const row = byId.get(id);
      return row ? [row, ...(followers.get(id) ?? [])] : [];
    }),
  ];
}

/** Those that a change of order is about: the others keep their neighbours. */
export function movedIn({ before, after }: { before: readonly string[]; after: readonly string[] }): string[] {
  const followed = new Map(before.map((id, index) => [id, before[index - 1] ?? null]));
  return after.filter((id, index) => followed.get(id) !== (after[index - 1] ?? null));
}

function holds(row: ItemRow | undefined, content: Content): boolean {
  if (!row) return false;
  const now = contentOf(row);
  return Object.entries(content).every(([key, value]) => isDeepStrictEqual(now[key] ?? null, value));
}
