/**
 * The times of a rundown, derived and never stored: from the plan, from what really happened, and from `now`. Server and
 * pages derive them by the same functions, so that every clock says the same.
 *
 * Everything is in milliseconds since 1970 UTC: midnight, time zones and daylight saving do not exist here.
 */

export interface TimedItem {
  id: string;
  plannedDurationMs: number;
  /** Null for soft items, which start when the one before ends. */
  hardStart: number | null;
  skip: boolean;
  /** Items beside each other with the same name are one group; null: none. */
  group: string | null;
}

/** When an item really ran; `endedAt` is null while it does. */
export interface ActualRun {
  itemId: string;
  startedAt: number;
  endedAt: number | null;
}

/** The clock of the item on air, by instants alone: a process that dies takes nothing of it along. */
export interface RunClock {
  startedAt: number;
  /** Given to the item (+) or taken from it (−) since it began. */
  addedMs: number;
  /** Since when the clock stands; null: it runs. */
  pausedAt: number | null;
  /** How long it stood before. */
  pausedMs: number;
}

/** How long the item has been running, without pauses. Never negative, whatever the clocks of two machines say. */
export function elapsedMs(clock: RunClock, now: number): number {
  return Math.max(0, (clock.pausedAt ?? now) - clock.startedAt - clock.pausedMs);
}

/** How long it may run: its planned duration with what was added. Never negative. */
export function allottedMs({ plannedDurationMs }: { plannedDurationMs: number }, { addedMs }: RunClock): number {
  return Math.max(0, plannedDurationMs + addedMs);
}

/** When its time is over: in the past for one that runs over. While its clock stands, as late as if it ran again now. */
export function dueAt(item: { plannedDurationMs: number }, clock: RunClock, now: number): number {
  const stood = clock.pausedAt === null ? 0 : Math.max(0, now - clock.pausedAt);
  return clock.startedAt + allottedMs(item, clock) + clock.pausedMs + stood;
}

/**
 * What has been added after another `ms`. Time is only taken away as far as some is left: an item ends now at the
 * earliest.
 */
export function addedAfter(item: { plannedDurationMs: number }, clock: RunClock, ms: number, now: number): number {
  const earliest = elapsedMs(clock, now) - item.plannedDurationMs;
  return Math.max(clock.addedMs + ms, Math.min(clock.addedMs, earliest));
}

export interface TimelineInput {
  plannedStart: number;
  plannedEnd: number;
  /** By rank. */
  items: readonly TimedItem[];
  /** Oldest first. An item that ran twice counts with its last run. */
  asRun: readonly ActualRun[];
  /** The item on air with its clock; null while there is none. */
  current: ({ itemId: string } & RunClock) | null;
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
  /**
   * Back timing: the latest start with which everything after it is on time, until the next hard start or, without one,
   * the planned end of the show. Null for what is past or skipped.
   */
  latestStart: number | null;
  /** Between the end of the item before and a hard start: positive is a gap, negative an overlap; 0 for soft items. */
  gapMs: number;
  /** How much longer (+) or shorter (−) than planned it was, or is expected to be. */
  overUnderMs: number;
  actualStart: number | null;
  actualEnd: number | null;
}

/** Items beside each other with one name. */
export interface GroupTimes {
  name: string;
  /** The first of its items. */
  firstItemId: string;
  /** Of its items that are not skipped. */
  plannedDurationMs: number;
  expectedStart: number;
  expectedEnd: number;
  /** What its items are over and under, together. */
  overUnderMs: number;
}

export interface Timeline {
  items: ItemTimes[];
  groups: GroupTimes[];
  nextItemId: string | null;
  expectedEnd: number;
  /** How much later (+) or earlier (−) than planned the show is expected to end. */
  overUnderMs: number;
  /**
   * How far behind (+) or ahead of (−) the plan of its items the show is now: by when what is on air is expected to end,
   * or, while nothing is, by when what is next begins. Other than `overUnderMs` where a fixed time or a plan that does not
   * fill the show takes lateness up. 0 once it is over.
   */
  delayMs: number;
}

/** Within so many milliseconds of its plan a show is on time. */
export const ON_TIME_MS = 5_000;

/** The item that *Take next* puts on air: the first after the current one that is not skipped. Null at the end. */
export function nextItem<Item extends { id: string; skip: boolean }>(
  items: readonly Item[],
  currentItemId: string | null,
): Item | null {
  const current = items.findIndex((item) => item.id === currentItemId);
  return items.slice(current + 1).find((item) => !item.skip) ?? null;
}

/** The item that one goes back to: the last before the current one that is not skipped. Null at the beginning. */
export function previousItem<Item extends { id: string; skip: boolean }>(
  items: readonly Item[],
  currentItemId: string | null,
): Item | null {
  const current = items.findIndex((item) => item.id === currentItemId);
  return items.slice(0, Math.max(0, current)).findLast((item) => !item.skip) ?? null;
}

export function deriveTimeline(input: TimelineInput): Timeline {
  const { items, now } = input;
  const current = input.ended ? null : input.current;
  const next = input.ended ? null : nextItem(items, current?.itemId ?? null);
  const runs = new Map(input.asRun.map((run) => [run.itemId, run]));
  const currentIndex = items.findIndex((item) => item.id === current?.itemId);
  let planned = input.plannedStart;
  // What comes starts now at the earliest, and not before it was planned as long as nothing has begun.
  let expected = currentIndex >= 0 || runs.size > 0 ? now : Math.max(input.plannedStart, now);
  let lastEnd: number | null = null;

  const times = items.map((item, index): ItemTimes => {
    const { id } = item;
    const plannedStart = item.skip ? planned : (item.hardStart ?? planned);
    if (!item.skip) planned = plannedStart + item.plannedDurationMs;
    const run = runs.get(id);
    const common = { id, plannedStart, latestStart: null, gapMs: 0, actualEnd: null };
    if (current && index === currentIndex) {
      const { startedAt } = current;
      expected = Math.max(now, dueAt(item, current, now));
      const overUnderMs = expected - startedAt - item.plannedDurationMs;
      return { ...common, status: 'onAir', ...span(startedAt, expected), overUnderMs, actualStart: startedAt };
    }
    if (run && (index < currentIndex || input.ended)) {
      const { startedAt } = run;
      const end = run.endedAt ?? startedAt;
      lastEnd = Math.max(lastEnd ?? end, end);
      const overUnderMs = end - startedAt - item.plannedDurationMs;
      const actual = { actualStart: startedAt, actualEnd: run.endedAt };
      return { ...common, status: 'done', ...span(startedAt, end), overUnderMs, ...actual };
    }
    if (item.skip || index < currentIndex || input.ended) {
      return { ...common, status: 'skipped', ...span(expected, expected), overUnderMs: 0, actualStart: null };
    }
    // A hard start that has passed holds nothing any more: the item starts when the one before ends.
    const { hardStart } = item;
    const expectedStart = hardStart !== null && hardStart >= now ? hardStart : expected;
    const gapMs = hardStart === null ? 0 : hardStart - expected;
    expected = expectedStart + item.plannedDurationMs;
    const status = id === next?.id ? 'next' : 'upcoming';
    return { ...common, status, ...span(expectedStart, expected), gapMs, overUnderMs: 0, actualStart: null };
  });

  timeBack(times, items, input.plannedEnd);
  const expectedEnd = input.ended ? (lastEnd ?? input.plannedEnd) : expected;
  return {
    items: times,
    groups: groupTimes(times, items),
    nextItemId: next?.id ?? null,
    expectedEnd: items.length === 0 ? input.plannedEnd : expectedEnd,
    overUnderMs: items.length === 0 ? 0 : expectedEnd - input.plannedEnd,
    delayMs: delayOf(times, items),
  };
}

function delayOf(times: readonly ItemTimes[], items: readonly TimedItem[]): number {
  const index = times.findIndex(({ status }) => status === 'onAir');
  const [current, item] = [times[index], items[index]];
  if (current && item) return current.expectedEnd - (current.plannedStart + item.plannedDurationMs);
  const next = times.find(({ status }) => status === 'next');
  return next ? next.expectedStart - next.plannedStart : 0;
}

const span = (expectedStart: number, expectedEnd: number) => ({ expectedStart, expectedEnd });

function timeBack(times: ItemTimes[], items: readonly TimedItem[], plannedEnd: number): void {
  let deadline = plannedEnd;
  for (const [index, item] of [...items.entries()].reverse()) {
    const time = times[index];
    if (time?.status !== 'next' && time?.status !== 'upcoming') continue;
    deadline = item.hardStart ?? deadline - item.plannedDurationMs;
    time.latestStart = deadline;
  }
}

function groupTimes(times: readonly ItemTimes[], items: readonly TimedItem[]): GroupTimes[] {
  const groups: GroupTimes[] = [];
  let before: string | null = null;
  for (const [index, item] of items.entries()) {
    const time = times[index];
    if (item.group !== null && time) {
      const plannedDurationMs = item.skip ? 0 : item.plannedDurationMs;
      const { overUnderMs, expectedStart, expectedEnd } = time;
      const last = groups.at(-1);
      if (last && before === item.group) {
        last.plannedDurationMs += plannedDurationMs;
        last.overUnderMs += overUnderMs;
        last.expectedEnd = expectedEnd;
      } else {
        const found = { name: item.group, firstItemId: item.id };
        groups.push({ ...found, plannedDurationMs, overUnderMs, expectedStart, expectedEnd });
      }
    }
    before = item.group;
  }
  return groups;
}
