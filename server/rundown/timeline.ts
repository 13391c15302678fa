/**
 * The times of a rundown, derived and never stored: from the plan, from what really happened, and from `now`.
 * Everything is in milliseconds since 1970 UTC: midnight, time zones and daylight saving do not exist here.
 */

export interface TimedItem {
  id: string;
  plannedDurationMs: number;
  /** Null for soft items, which start when the one before ends. */
  hardStart: number | null;
  skip: boolean;
}

/** When an item really ran; `endedAt` is null while it does. */
export interface ActualRun {
  itemId: string;
  startedAt: number;
  endedAt: number | null;
}

export interface TimelineInput {
  plannedStart: number;
  plannedEnd: number;
  /** By rank. */
  items: readonly TimedItem[];
  /** Oldest first. An item that ran twice counts with its last run. */
  asRun: readonly ActualRun[];
  currentItemId: string | null;
  /** No item follows any more. */
  ended: boolean;
  now: number;
}

export type ItemStatus = 'done' | 'onAir' | 'next' | 'upcoming' | 'skipped';

export interface ItemTimes {
  id: string;
  status: ItemStatus;
  plannedStart: number;
  expectedStart: number;
  expectedEnd: number;
  /** Between the end of the item before and a hard start: positive is a gap, negative an overlap; 0 for soft items. */
  gapMs: number;
  actualStart: number | null;
  actualEnd: number | null;
}

export interface Timeline {
  items: ItemTimes[];
  nextItemId: string | null;
  /** How much later (+) or earlier (−) than planned the show is expected to end. */
  overUnderMs: number;
}

/** The item that *Take next* puts on air: the first after the current one that is not skipped. Null at the end. */
export function nextItem<Item extends { id: string; skip: boolean }>(
  items: readonly Item[],
  currentItemId: string | null,
): Item | null {
  const current = items.findIndex((item) => item.id === currentItemId);
  return items.slice(current + 1).find((item) => !item.skip) ?? null;
}

export function deriveTimeline(input: TimelineInput): Timeline {
  const { items, now } = input;
  const next = input.ended ? null : nextItem(items, input.currentItemId);
  const runs = new Map(input.asRun.map((run) => [run.itemId, run]));
  const currentIndex = items.findIndex((item) => item.id === input.currentItemId);
  const begun = currentIndex >= 0 || runs.size > 0;

  let planned = input.plannedStart;
  // A show that has not begun starts as planned or, when that has passed, now at the earliest.
  let expected = begun ? input.plannedStart : Math.max(input.plannedStart, now);
  const times = items.map((item, index): ItemTimes => {
    const plannedStart = item.skip ? planned : (item.hardStart ?? planned);
    if (!item.skip) planned = plannedStart + item.plannedDurationMs;
    const run = runs.get(item.id);
    const isCurrent = index === currentIndex && !input.ended;

    if (run && (isCurrent || index <= currentIndex || input.ended)) {
      const end = isCurrent ? Math.max(now, run.startedAt + item.plannedDurationMs) : (run.endedAt ?? run.startedAt);
      expected = end;
      return {
        id: item.id,
        status: isCurrent ? 'onAir' : 'done',
        plannedStart,
        expectedStart: run.startedAt,
        expectedEnd: end,
        gapMs: 0,
        actualStart: run.startedAt,
        actualEnd: isCurrent ? null : run.endedAt,
      };
    }
    if (item.skip || index < currentIndex || input.ended) {
      return {
        id: item.id,
        status: 'skipped',
        plannedStart,
        expectedStart: expected,
        expectedEnd: expected,
        gapMs: 0,
        actualStart: null,
        actualEnd: null,
      };
    }
    const expectedStart = item.hardStart === null ? expected : Math.max(item.hardStart, now);
    const gapMs = item.hardStart === null ? 0 : item.hardStart - expected;
    expected = expectedStart + item.plannedDurationMs;
    return {
      id: item.id,
      status: item.id === next?.id ? 'next' : 'upcoming',
      plannedStart,
      expectedStart,
      expectedEnd: expected,
      gapMs,
      actualStart: null,
      actualEnd: null,
    };
  });
  return {
    items: times,
    nextItemId: next?.id ?? null,
    overUnderMs: items.length === 0 ? 0 : expected - input.plannedEnd,
  };
}
