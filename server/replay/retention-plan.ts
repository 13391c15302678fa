/** Which broadcasts' media leave the disk. Pure. */
import type { Settings } from '../contract/settings.ts';

export interface StoredShow {
  id: string;
  slug: string;
  /** Null: it is not over. */
  endedAt: Date | null;
  /** Its owner wants it to stay. */
  keep: boolean;
  bytes: number;
}

export interface RetentionRules {
  /** Null: nothing leaves by its age. */
  retentionDays: number | null;
  /** Null: no limit. */
  budgetBytes: number | null;
}

const GIGABYTE = 1_000_000_000;

/** What the settings say: no retention, no budget where they say nothing. */
export function retentionRules({
  RETENTION_DAYS,
  DISK_BUDGET_GB,
}: Pick<Partial<Settings>, 'RETENTION_DAYS' | 'DISK_BUDGET_GB'>): RetentionRules {
  return {
    retentionDays: RETENTION_DAYS ?? null,
    budgetBytes: DISK_BUDGET_GB === undefined ? null : DISK_BUDGET_GB * GIGABYTE,
  };
}

const DAY_MS = 86_400_000;

export function isRemovable({ endedAt, keep }: Pick<StoredShow, 'endedAt' | 'keep'>): boolean {
  return endedAt !== null && !keep;
}

/**
 * Those that are too old, and the oldest of the others until all that stays is within the budget. Never what is live, to
 * come or to be kept, though it counts.
 * @param shortBytes so much more should be free on the disk; it matters only where there is a budget
 */
export function toRemove<Show extends StoredShow>(
  shows: readonly Show[],
  { retentionDays, budgetBytes }: RetentionRules,
  shortBytes: number,
  now: Date,
): Show[] {
  const oldestFirst = shows
    .filter((show) => isRemovable(show) && show.bytes > 0)
    .toSorted((a, b) => (a.endedAt?.getTime() ?? 0) - (b.endedAt?.getTime() ?? 0));
  const taken = shows.reduce((sum, { bytes }) => sum + bytes, 0);
  let over = budgetBytes === null ? 0 : Math.max(taken - budgetBytes, shortBytes);
  return oldestFirst.filter(({ endedAt, bytes }) => {
    const age = now.getTime() - (endedAt?.getTime() ?? now.getTime());
    const isOld = retentionDays !== null && age > retentionDays * DAY_MS;
    if (!isOld && over <= 0) return false;
    over -= bytes;
    return true;
  });
}
