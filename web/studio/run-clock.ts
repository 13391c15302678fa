/** What the rundown's clocks say at an instant. All instants are milliseconds UTC on the server's clock. */
import {
  allottedMs,
  elapsedMs,
  type Rundown,
  type RundownGroup,
  type RundownItem,
  runClock,
} from '@antenne/server/contract';

export type ItemClock = {
  elapsedMs: number;
  /** Negative: the item runs over. */
  leftMs: number;
  /** What it may last: its planned duration with what was added. */
  allottedMs: number;
  /** 0–1 of that. */
  progress: number;
  phase: 'calm' | 'warn' | 'danger' | 'over';
};

/** The clock of the item on air, with its own thresholds; null while nothing runs. */
export function itemClock(rundown: Rundown, now: number): ({ item: RundownItem } & ItemClock) | null {
  const clock = runClock(rundown);
  const item = rundown.items.find(({ id }) => id === clock?.itemId);
  if (!clock || !item) return null;
  const elapsed = elapsedMs(clock, now);
  const allotted = allottedMs(item, clock);
  const leftMs = allotted - elapsed;
  return {
    item,
    elapsedMs: elapsed,
    leftMs,
    allottedMs: allotted,
    progress: allotted > 0 ? Math.min(1, elapsed / allotted) : 1,
    phase: leftMs < 0 ? 'over' : leftMs <= item.dangerMs ? 'danger' : leftMs <= item.warnMs ? 'warn' : 'calm',
  };
}

/** What the current item must leave room for: when the next one must start for everything after it to be on time. */
export function mustEndAt(rundown: Rundown): number | null {
  const next = rundown.items.find(({ id }) => id === rundown.nextItemId);
  if (next) return next.latestStart === null ? null : Date.parse(next.latestStart);
  return rundown.currentItemId === null ? null : Date.parse(rundown.plannedEnd);
}

/** Items that a glance needs: what is past folds away. */
export function foldPast(items: readonly RundownItem[]): { past: RundownItem[]; rest: RundownItem[] } {
  const first = items.findIndex(
    (item) => item.status === 'onAir' || item.status === 'next' || item.status === 'upcoming',
  );
  const from = first === -1 ? items.length : first;
  return { past: items.slice(0, from), rest: items.slice(from) };
}

/** The group that an item begins among those that are `shown`; null for one that stands within its group, or in none. */
export function groupAbove(
  { groups, items }: Rundown,
  shown: readonly RundownItem[],
  item: RundownItem,
): RundownGroup | null {
  const before = shown[shown.indexOf(item) - 1];
  if (item.group === null || before?.group === item.group) return null;
  const rankOf = (id: string) => items.findIndex((one) => one.id === id);
  return groups.findLast((one) => one.name === item.group && rankOf(one.firstItemId) <= rankOf(item.id)) ?? null;
}
