import type { RundownItem } from '@antenne/server/contract';

/** Within so many milliseconds an item is as planned. */
const AS_PLANNED_MS = 30_000;

export type MustStart = 'missed' | 'next' | 'later';

/** How an item stands to the latest start with which what follows is on time; null where it has none. */
export function mustStartOf({
  latestStart,
  expectedStart,
  status,
}: Pick<RundownItem, 'latestStart' | 'expectedStart' | 'status'>): MustStart | null {
  if (latestStart === null) return null;
  if (Date.parse(latestStart) - Date.parse(expectedStart) < -AS_PLANNED_MS) return 'missed';
  return status === 'next' ? 'next' : 'later';
}

/** Over (+) or under (−) by so much that somebody wants to know; null: as planned. */
export function overUnderOf(ms: number): number | null {
  return Math.abs(ms) < AS_PLANNED_MS ? null : ms;
}
