/** The rundown as a table: its blocks, where things go, what is selected. Pure. */
import { instantOfWall, type RundownItem, wallTime } from '@antenne/server/contract';

/** Neighbours of one group, or of none. */
export type Block = {
  /** Stays the same while the block does: its name, and which of that name it is. */
  key: string;
  group: string | null;
  items: RundownItem[];
  /** Of what is not left out, milliseconds. */
  plannedMs: number;
  /** What its items are over (+) and under (−) together, milliseconds. */
  overUnderMs: number;
};

export function blocksOf(items: readonly RundownItem[]): Block[] {
  const blocks: Block[] = [];
  const names = new Map<string | null, number>();
  for (const item of items) {
    let last = blocks.at(-1);
    if (!last || last.group !== item.group) {
      const nth = (names.get(item.group) ?? 0) + 1;
      names.set(item.group, nth);
      last = { key: `${item.group ?? ''}#${nth}`, group: item.group, items: [], plannedMs: 0, overUnderMs: 0 };
      blocks.push(last);
    }
    last.items.push(item);
    last.overUnderMs += item.overUnderMs;
    if (!item.skip) last.plannedMs += item.plannedDurationMs;
  }
  return blocks;
}

/** Where something goes: after an item (null: at the top), into that item's group. */
export type Target = { after: string | null; group: string | null };

/** One place up or down for those that are meant, past one item and into its group; null at the end. */
export function stepTarget(items: readonly RundownItem[], ids: ReadonlySet<string>, by: -1 | 1): Target | null {
  if (by === 1) {
    const last = items.findLastIndex(({ id }) => ids.has(id));
    const passed = items.slice(last + 1).find(({ id }) => !ids.has(id));
    return passed ? { after: passed.id, group: passed.group } : null;
  }
  const first = items.findIndex(({ id }) => ids.has(id));
  const passed = items.slice(0, Math.max(0, first)).findLast(({ id }) => !ids.has(id));
  if (!passed) return null;
  return { after: before(items, passed.id, ids), group: passed.group };
}

/** Dropped on another item: what comes from above goes below it, what comes from below above it. */
export function dropTarget(
  items: readonly RundownItem[],
  ids: ReadonlySet<string>,
  from: string,
  on: string,
): Target | null {
  const target = items.find(({ id }) => id === on);
  if (!target || ids.has(on)) return null;
  const down = items.findIndex(({ id }) => id === from) < items.indexOf(target);
  return { after: down ? on : before(items, on, ids), group: target.group };
}

function before(items: readonly RundownItem[], id: string, except: ReadonlySet<string>): string | null {
  const at = items.findIndex((item) => item.id === id);
  return items.slice(0, at).findLast((item) => !except.has(item.id))?.id ?? null;
}

/** Which row is worked on, which are selected, and from where Shift extends. */
export type Selection = { active: string | null; anchor: string | null; ids: ReadonlySet<string> };

export const NO_SELECTION: Selection = { active: null, anchor: null, ids: new Set() };

export const only = (id: string): Selection => ({ active: id, anchor: id, ids: new Set([id]) });

/** A row was meant: alone, with Shift up to there from the anchor, with Ctrl besides. `order`: what is shown. */
export function selected(
  before: Selection,
  id: string,
  order: readonly string[],
  { shift = false, toggle = false }: { shift?: boolean; toggle?: boolean } = {},
): Selection {
  if (shift && before.anchor !== null && order.includes(before.anchor)) {
    const [from, to] = [order.indexOf(before.anchor), order.indexOf(id)].sort((a, b) => a - b);
    return { ...before, active: id, ids: new Set(order.slice(from, (to ?? 0) + 1)) };
  }
  if (toggle) {
    const ids = new Set(before.ids);
    if (!ids.delete(id)) ids.add(id);
    return { active: id, anchor: id, ids };
  }
  return only(id);
}

/** What is left of a selection when items went; the row that took the place of the active one becomes it. */
export function surviving(before: Selection, was: readonly string[], is: readonly string[]): Selection {
  const there = new Set(is);
  const ids = new Set([...before.ids].filter((id) => there.has(id)));
  if (before.active === null || there.has(before.active)) {
    return ids.size === before.ids.size ? before : { ...before, ids };
  }
  const at = was.indexOf(before.active);
  const heir =
    was.slice(at).find((id) => there.has(id)) ?? was.slice(0, Math.max(0, at)).findLast((id) => there.has(id));
  return heir === undefined ? NO_SELECTION : only(heir);
}

const DAY = 86_400_000;

/** The instant at which a wall clock of `zone` shows `time` (`20:30`, `20:30:15`), of all days the nearest to `near`. */
export function hardStartAt(time: string, near: number, zone: string): string | null {
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time.trim());
  if (!parts) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const midnight = Math.floor(wallTime(near, zone) / DAY) * DAY;
  const wall = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  const instants = [wall - DAY, wall, wall + DAY].map((candidate) => instantOfWall(candidate, zone));
  const nearest = instants.reduce((best, at) => (Math.abs(at - near) < Math.abs(best - near) ? at : best));
  return new Date(nearest).toISOString();
}

/** `20:30:00` as a wall clock of `zone` shows it, for a field of type time. */
export function wallText(instant: string, zone: string): string {
  return new Date(wallTime(Date.parse(instant), zone)).toISOString().slice(11, 19);
}
