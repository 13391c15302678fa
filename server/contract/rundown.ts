import { z } from 'zod';
import { ItemType } from './broadcasts.ts';
import { Id, Instant, LocalizedText, TimeZone } from './common.ts';

/** One line of the rundown as the control room sees it, with its derived times. */
export const RundownItem = z.object({
  id: Id,
  /** Position, from 0, without gaps. */
  rank: z.number().int().nonnegative(),
  group: z.string().nullable(),
  type: ItemType,
  title: LocalizedText,
  description: LocalizedText.nullable(),
  themeId: Id.nullable(),
  contributorId: Id.nullable(),
  /** The saved scene that it puts on preview when it is next; null: its contributor. */
  sceneId: Id.nullable(),
  place: z.string().nullable(),
  continent: z.string().nullable(),
  zone: TimeZone.nullable(),
  /** Soft items start when the one before ends; hard ones at `hardStart`. */
  startMode: z.enum(['soft', 'hard']),
  hardStart: Instant.nullable(),
  plannedDurationMs: z.number().int().nonnegative(),
  endAction: z.enum(['next', 'hold']),
  /** Milliseconds before the planned end at which its clock turns amber, and red. */
  warnMs: z.number().int().nonnegative().default(60_000),
  dangerMs: z.number().int().nonnegative().default(15_000),
  skip: z.boolean(),
  public: z.boolean(),
  notes: z.string(),
  version: z.number().int(),
  /** Who changed it last in the editor, and when. */
  editedBy: z.string().nullable().default(null),
  editedAt: Instant.nullable().default(null),
  /** Derived. */
  status: z.enum(['done', 'onAir', 'next', 'upcoming', 'skipped']),
  plannedStart: Instant,
  expectedStart: Instant,
  expectedEnd: Instant,
  /** Milliseconds between the item before and a hard start: positive is a gap, negative an overlap; 0 for soft items. */
  gapMs: z.number().int(),
  actualStart: Instant.nullable(),
  actualEnd: Instant.nullable(),
});
export type RundownItem = z.infer<typeof RundownItem>;

export const RunState = z.enum(['idle', 'rehearsal', 'live', 'ended']);
export type RunState = z.infer<typeof RunState>;

/** The whole rundown with the state of its run. */
export const Rundown = z.object({
  version: z.number().int(),
  run: RunState,
  currentItemId: Id.nullable(),
  nextItemId: Id.nullable(),
  /** When the current item began. */
  currentStartedAt: Instant.nullable(),
  items: z.array(RundownItem),
  /** Milliseconds that the show runs over (+) or under (−) its plan, as of the snapshot. */
  overUnderMs: z.number().int(),
});
export type Rundown = z.infer<typeof Rundown>;

/** Of an item whose content stays: where it stands now, and its times. */
export const RundownTimes = RundownItem.omit({
  group: true,
  type: true,
  title: true,
  description: true,
  themeId: true,
  contributorId: true,
  sceneId: true,
  place: true,
  continent: true,
  zone: true,
  startMode: true,
  hardStart: true,
  plannedDurationMs: true,
  endAction: true,
  warnMs: true,
  dangerMs: true,
  skip: true,
  public: true,
  notes: true,
  version: true,
  editedBy: true,
  editedAt: true,
});

/** A rundown after an edit: what was written is whole, of all the rest only the times. Nothing else is left in it. */
export const RundownEdit = Rundown.omit({ items: true }).extend({
  changed: z.array(RundownItem),
  times: z.array(RundownTimes),
});
export type RundownEdit = z.infer<typeof RundownEdit>;
