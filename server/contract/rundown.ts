import { z } from 'zod';
import { ItemType } from './broadcasts.ts';
import { type CommandMap, Id, Instant, LocalizedText, Slug, TimeZone } from './common.ts';
import { Transition } from './studio.ts';
import { deriveTimeline, type RunClock, type Timeline } from './timeline.ts';

/** What is derived of an item; see `ItemTimes`. */
const ItemTiming = z.object({
  status: z.enum(['done', 'onAir', 'next', 'upcoming', 'skipped']),
  plannedStart: Instant,
  expectedStart: Instant,
  expectedEnd: Instant,
  /** Back timing: the latest start with which everything after it is on time. Null for what is past or skipped. */
  latestStart: Instant.nullable(),
  /** Milliseconds between the item before and a hard start: positive is a gap, negative an overlap; 0 for soft items. */
  gapMs: z.number().int(),
  /** Milliseconds longer (+) or shorter (−) than planned, as it was or is expected to be. */
  overUnderMs: z.number().int(),
  actualStart: Instant.nullable(),
  actualEnd: Instant.nullable(),
});

/** One line of the rundown: what is written of it, and what happened. */
const ItemFacts = z.object({
  id: Id,
  /** Position, from 0, without gaps. */
  rank: z.number().int().nonnegative(),
  group: z.string().nullable(),
  type: ItemType,
  title: LocalizedText,
  description: LocalizedText.nullable(),
  themeId: Id.nullable(),
  contributorId: Id.nullable(),
  /** The saved scene that it puts on preview when it is next; null: its contributor, or the clip of its name. */
  sceneId: Id.nullable(),
  place: z.string().nullable(),
  continent: z.string().nullable(),
  zone: TimeZone.nullable(),
  /** Soft items start when the one before ends; hard ones at `hardStart`. */
  startMode: z.enum(['soft', 'hard']),
  hardStart: Instant.nullable(),
  plannedDurationMs: z.number().int().nonnegative(),
  /** `next`: the item after it begins by itself when its time is over. */
  endAction: z.enum(['next', 'hold']),
  /** Milliseconds before the planned end at which its clock turns amber, and red. */
  warnMs: z.number().int().nonnegative().default(60_000),
  dangerMs: z.number().int().nonnegative().default(15_000),
  skip: z.boolean(),
  public: z.boolean(),
  notes: z.string(),
  /** Who of the team answers for it, by name. */
  owner: z.string().nullable().default(null),
  version: z.number().int(),
  /** Who changed it last in the editor, and when. */
  editedBy: z.string().nullable().default(null),
  editedAt: Instant.nullable().default(null),
  /** When it ran last, if it ever has: also where it comes again. `endedAt` is null while it runs. */
  lastRun: z.object({ startedAt: Instant, endedAt: Instant.nullable() }).nullable().default(null),
});

/** One line of the rundown as the control room sees it, with its derived times. */
export const RundownItem = ItemFacts.extend(ItemTiming.shape);
export type RundownItem = z.infer<typeof RundownItem>;

/** Items beside each other with one name, with what they are over and under together. */
export const RundownGroup = z.object({
  name: z.string(),
  firstItemId: Id,
  /** Of its items that are not skipped. */
  plannedDurationMs: z.number().int(),
  expectedStart: Instant,
  expectedEnd: Instant,
  overUnderMs: z.number().int(),
});
export type RundownGroup = z.infer<typeof RundownGroup>;

export const RunState = z.enum(['idle', 'rehearsal', 'live', 'ended']);
export type RunState = z.infer<typeof RunState>;

/** The whole rundown with the state of its run. */
export const Rundown = z.object({
  version: z.number().int(),
  run: RunState,
  /** Of the show. */
  plannedStart: Instant,
  plannedEnd: Instant,
  currentItemId: Id.nullable(),
  nextItemId: Id.nullable(),
  /** When the current item began. */
  currentStartedAt: Instant.nullable(),
  /** Milliseconds given to the current item (+) or taken from it (−). */
  addedMs: z.number().int(),
  /** Since when the current item's clock stands; null: it runs. */
  pausedAt: Instant.nullable(),
  /** Milliseconds that it stood before. */
  pausedMs: z.number().int(),
  /** Since when nothing follows the current item by itself; null: it is not held. */
  heldAt: Instant.nullable(),
  items: z.array(RundownItem),
  groups: z.array(RundownGroup),
  expectedEnd: Instant,
  /** Milliseconds that the show runs over (+) or under (−) its plan, as of the snapshot. */
  overUnderMs: z.number().int(),
  /** Milliseconds that it is behind (+) or ahead of (−) the plan of its items now: see `Timeline`. */
  delayMs: z.number().int(),
});
export type Rundown = z.infer<typeof Rundown>;

/** What of a rundown follows from the rest and `now`. */
const DERIVED = { items: true, groups: true, expectedEnd: true, overUnderMs: true, delayMs: true } as const;

/**
 * A rundown after a change, without what pages know already or derive by themselves (`changedRundown`): of 500 items,
 * one line and not 400 kB.
 */
export const RundownEdit = Rundown.omit(DERIVED).extend({
  /** When it was changed: expected times are derived as of then. */
  at: Instant,
  /** Every item by rank; null: they are the same in the same order. */
  order: z.array(Id).nullable(),
  /** What was written, what ran and what runs. */
  changed: z.array(ItemFacts),
});
export type RundownEdit = z.infer<typeof RundownEdit>;

/** A rundown without what is derived. */
export type RundownPlan = Omit<Rundown, keyof typeof DERIVED | 'nextItemId'> & { items: z.infer<typeof ItemFacts>[] };

const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
const instantOrNull = (milliseconds: number | null) => (milliseconds === null ? null : instant(milliseconds));

/** The clock of the item on air; null while there is none. */
export function runClock(
  run: Pick<Rundown, 'currentItemId' | 'currentStartedAt' | 'addedMs' | 'pausedAt' | 'pausedMs'>,
): ({ itemId: string } & RunClock) | null {
  if (run.currentItemId === null || run.currentStartedAt === null) return null;
  return {
    itemId: run.currentItemId,
    startedAt: Date.parse(run.currentStartedAt),
    addedMs: run.addedMs,
    pausedAt: run.pausedAt === null ? null : Date.parse(run.pausedAt),
    pausedMs: run.pausedMs,
  };
}

/** The times of a plan. `now` in ms. */
export function timesOf(plan: RundownPlan, now: number): Timeline {
  return deriveTimeline({
    plannedStart: Date.parse(plan.plannedStart),
    plannedEnd: Date.parse(plan.plannedEnd),
    items: plan.items.map(({ id, plannedDurationMs, startMode, hardStart, skip, group }) => ({
      id,
      plannedDurationMs,
      hardStart: startMode === 'hard' && hardStart !== null ? Date.parse(hardStart) : null,
      skip,
      group,
    })),
    asRun: plan.items.flatMap(({ id, lastRun }) =>
      lastRun === null
        ? []
        : [
            {
              itemId: id,
              startedAt: Date.parse(lastRun.startedAt),
              endedAt: lastRun.endedAt === null ? null : Date.parse(lastRun.endedAt),
            },
          ],
    ),
    current: runClock(plan),
    ended: plan.run === 'ended',
    now,
  });
}

/**
 * A plan with its times at an instant (ms). Every page does with each second what the server does with each change: a
 * rundown is a plan, too.
 */
export function rundownAt(plan: RundownPlan, now: number): Rundown {
  const timeline = timesOf(plan, now);
  return {
    ...plan,
    nextItemId: timeline.nextItemId,
    items: plan.items.map((item, index): RundownItem => {
      const time = timeline.items[index];
      if (!time) throw new Error(`rundown: item ${item.id} has no times`);
      return {
        ...item,
        status: time.status,
        plannedStart: instant(time.plannedStart),
        expectedStart: instant(time.expectedStart),
        expectedEnd: instant(time.expectedEnd),
        latestStart: instantOrNull(time.latestStart),
        gapMs: time.gapMs,
        overUnderMs: time.overUnderMs,
        actualStart: instantOrNull(time.actualStart),
        actualEnd: instantOrNull(time.actualEnd),
      };
    }),
    groups: timeline.groups.map((group) => ({
      ...group,
      expectedStart: instant(group.expectedStart),
      expectedEnd: instant(group.expectedEnd),
    })),
    expectedEnd: instant(timeline.expectedEnd),
    overUnderMs: timeline.overUnderMs,
    delayMs: timeline.delayMs,
  };
}

/** The rundown that a change makes of the one before. */
export function changedRundown(before: Rundown, { at, order, changed, ...run }: RundownEdit): Rundown {
  const items = new Map([...before.items, ...changed].map((item) => [item.id, item]));
  const ids = order ?? before.items.map(({ id }) => id);
  const inOrder = ids.flatMap((id) => items.get(id) ?? []);
  return rundownAt({ ...run, items: inOrder.map((item, rank) => ({ ...item, rank })) }, Date.parse(at));
}

/** Milliseconds that one press adds at most, or takes away. */
export const MOST_ADDED_MS = 6 * 3_600_000;

const Version = z.number().int();

/**
 * The run of the rundown (producer, owner), live or in rehearsal. `version` is the rundown's version that the producer
 * saw: a stale one gets `conflict` with the current `Rundown`, so that two who press at once go on once. What may only be
 * done while an item runs is refused with `invalidState`.
 */
export const runCommands = {
  /**
   * Goes to the next item: starts its clock and puts its scene, or contributor, on air. `transition`: a cut when left
   * out; so the next two.
   */
  'rundown:takeNext': {
    input: z.object({ slug: Slug, version: Version, transition: Transition.optional() }),
    output: Rundown,
  },
  /** The same with an item of one's choice, before or after. `invalidState` for one that is skipped or already runs. */
  'rundown:take': {
    input: z.object({ slug: Slug, version: Version, itemId: Id, transition: Transition.optional() }),
    output: Rundown,
  },
  /** The same with the item before the current one: its clock starts anew. */
  'rundown:takePrevious': {
    input: z.object({ slug: Slug, version: Version, transition: Transition.optional() }),
    output: Rundown,
  },
  /**
   * Gives the current item time, or takes some away, as far as some is left. Each press counts. With `itemId`: refused
   * with `conflict` once another one runs.
   */
  'rundown:addTime': {
    input: z.object({
      slug: Slug,
      itemId: Id.optional(),
      ms: z
        .number()
        .int()
        .min(-MOST_ADDED_MS)
        .max(MOST_ADDED_MS)
        .refine((ms) => ms !== 0),
    }),
    output: Rundown,
  },
  /** Leaves an item out, or takes it in again. `invalidState` for the one that runs. */
  'rundown:skip': { input: z.object({ slug: Slug, itemId: Id, skip: z.boolean() }), output: Rundown },
  /** While it is held nothing follows the current item by itself; its clock goes on. Without `on`: the other way. */
  'rundown:hold': { input: z.object({ slug: Slug, on: z.boolean().optional() }), output: Rundown },
  /** Stops the current item's clock, and everything that follows waits. Without `on`: the other way. */
  'rundown:pause': { input: z.object({ slug: Slug, on: z.boolean().optional() }), output: Rundown },
  /**
   * Begins a rehearsal of a broadcast that is not live, or ends it. It leaves nothing behind: viewers see nothing of it,
   * nothing is on air or in the as-run, and preview is as before. Without `on`: the other way.
   */
  'rundown:rehearse': { input: z.object({ slug: Slug, on: z.boolean().optional() }), output: Rundown },
} as const satisfies CommandMap;
