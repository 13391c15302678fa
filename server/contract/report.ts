import { z } from 'zod';
import { BroadcastState, ItemType } from './broadcasts.ts';
import { Id, Instant, LocalizedText, Slug, TimeZone } from './common.ts';

/** A line of the rundown as it was planned when the show went live. */
export const PlannedItem = z.object({
  id: Id,
  title: LocalizedText,
  type: ItemType,
  group: z.string().nullable(),
  start: Instant,
  durationMs: z.number().int().nonnegative(),
});
export type PlannedItem = z.infer<typeof PlannedItem>;

export const ReportItem = z.object({
  id: Id,
  title: LocalizedText,
  type: ItemType,
  group: z.string().nullable(),
  /** Null: it was added during the show. */
  plan: z.object({ start: Instant, durationMs: z.number().int().nonnegative() }).nullable(),
  /** Each time that it was on air, in order; none: it was left out. `until` is null while it is on air. */
  runs: z.array(z.object({ from: Instant, until: Instant.nullable() })),
  /** All its runs together, ms. */
  actualMs: z.number().int().nonnegative(),
});
export type ReportItem = z.infer<typeof ReportItem>;

/** How many questions of a theme came how far; each is counted at every stage that it reached. */
export const QuestionCounts = z.object({
  received: z.number().int(),
  approved: z.number().int(),
  /** As they stood at the end. */
  rejected: z.number().int(),
  onAir: z.number().int(),
  answered: z.number().int(),
  votes: z.number().int(),
});
export type QuestionCounts = z.infer<typeof QuestionCounts>;

/** How many watched in one minute, by looks every `VIEWERS_LOOK_MS`. */
export const ViewerMinute = z.object({
  at: Instant,
  least: z.number().int().nonnegative(),
  mean: z.number().nonnegative(),
  most: z.number().int().nonnegative(),
});
export type ViewerMinute = z.infer<typeof ViewerMinute>;

/** Milliseconds between two looks at how many watch a live broadcast. */
export const VIEWERS_LOOK_MS = 10_000;

/**
 * `GET /api/admin/broadcasts/:slug/report` (owner, producer), from the moment at which the show is live. The same as CSV:
 * `report.csv?part=programme|questions|audience`.
 */
export const Report = z.object({
  slug: Slug,
  title: z.string(),
  zone: TimeZone,
  state: BroadcastState,
  plannedStart: Instant,
  plannedEnd: Instant,
  startedAt: Instant,
  endedAt: Instant.nullable(),
  /** When the plan was kept; null: nobody kept it, and the rundown as it is now stands for it. */
  planKeptAt: Instant.nullable(),
  /** In the order of the rundown; what was removed from it meanwhile comes last. */
  items: z.array(ReportItem),
  themes: z.array(z.object({ id: Id, title: LocalizedText, counts: QuestionCounts })),
  questions: QuestionCounts,
  audience: z.object({
    /** By time; a minute in which the server was away is missing. */
    minutes: z.array(ViewerMinute),
    peak: z.object({ at: Instant, viewers: z.number().int() }).nullable(),
    /** Over all the time that was looked at; null: it never was. */
    mean: z.number().nullable(),
    /** What everybody watched, all together, as far as it was looked at. */
    watchedSeconds: z.number().int(),
  }),
});
export type Report = z.infer<typeof Report>;

export const ReportPart = z.enum(['programme', 'questions', 'audience']);
export type ReportPart = z.infer<typeof ReportPart>;
