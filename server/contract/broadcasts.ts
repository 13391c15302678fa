import { z } from 'zod';
import { CaptionLanguage } from './captions.ts';
import { Id, Instant, LocalizedText, Slug, TimeZone } from './common.ts';
import { EntryMode } from './entry.ts';

/** `scheduled → live → ended`; `live` spans the whole show, pauses included. */
export const BroadcastState = z.enum(['scheduled', 'live', 'ended']);
export type BroadcastState = z.infer<typeof BroadcastState>;

/** What viewers may do with a theme now. */
export const ThemeWindow = z.enum(['hidden', 'preOpen', 'open', 'voteOnly', 'closed']);
export type ThemeWindow = z.infer<typeof ThemeWindow>;

export const Theme = z.object({
  id: Id,
  rank: z.number().int(),
  title: LocalizedText,
  window: ThemeWindow,
});
export type Theme = z.infer<typeof Theme>;

export const ItemType = z.enum(['segment', 'duplex', 'clip', 'questions', 'break', 'milestone']);
export type ItemType = z.infer<typeof ItemType>;

/** One line of the programme as viewers see it; only public items. Times are derived, never stored. */
export const ProgramItem = z.object({
  id: Id,
  type: ItemType,
  title: LocalizedText,
  description: LocalizedText.nullable(),
  /** Where a duplex comes from, e.g. `Quito, Équateur`. */
  place: z.string().nullable(),
  continent: z.string().nullable(),
  /** The place's own zone. */
  zone: TimeZone.nullable(),
  themeId: Id.nullable(),
  /** Milliseconds. */
  plannedDurationMs: z.number().int().nonnegative(),
  plannedStart: Instant,
  /** Expected while it is to come, actual once it has begun. */
  expectedStart: Instant,
  status: z.enum(['done', 'onAir', 'next', 'upcoming', 'skipped']),
});
export type ProgramItem = z.infer<typeof ProgramItem>;

/** `GET /api/broadcasts/:slug`, and a member of `GET /api/broadcasts`. Nothing private is in it. */
export const PublicBroadcast = z.object({
  id: Id,
  slug: Slug,
  title: z.string(),
  summary: LocalizedText.nullable(),
  /** The channel's accent colour, `#rrggbb`. */
  accent: z.string().regex(/^#[0-9a-f]{6}$/i),
  zone: TimeZone,
  state: BroadcastState,
  plannedStart: Instant,
  plannedEnd: Instant,
  /** When it really went live. */
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  themes: z.array(Theme),
  program: z.array(ProgramItem),
  nowItemId: Id.nullable(),
  nextItemId: Id.nullable(),
  /** Addresses on media of what is shown before it begins: a clip, and a still behind the countdown. Good for a day at least. */
  before: z
    .object({ trailer: z.url().nullable(), poster: z.url().nullable() })
    .default({ trailer: null, poster: null }),
  /** There are captions in these, or there will be. */
  captionLanguages: z.array(CaptionLanguage).default([]),
  /** Who may watch it. */
  entry: EntryMode.default('open'),
  /**
   * Absolute address of the multivariant playlist. It stays the same before, during and after the show, but for the pass in
   * its path where not everybody may watch.
   */
  hlsUrl: z.url(),
  /** When the pass runs out; there is another one well before. Null: there is none. */
  hlsUntil: Instant.nullable().default(null),
});
export type PublicBroadcast = z.infer<typeof PublicBroadcast>;

/** One line of text as someone typed it, without control characters. */
function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');
}

/** Years in which a show can be planned: keeps sums of times within what databases and calendars hold. */
const PLANNED = { from: Date.UTC(2000, 0), until: Date.UTC(2200, 0) };

/**
 * What a player without a socket says about so often, as the plain text of a POST to `/api/broadcasts/:slug/viewing`: that
 * it is there, under a random id of its tab's own. Milliseconds.
 */
export const VIEWING_EVERY_MS = 25_000;
export const ViewingId = Id;

/** `POST /api/admin/broadcasts` (owner) → 201 `PublicBroadcast`. */
export const NewBroadcast = z.object({
  title: line(120),
  /** Default: made from the title. One that is taken gets a number. */
  slug: Slug.optional(),
  plannedStart: Instant.refine((instant) => {
    const at = Date.parse(instant);
    return at >= PLANNED.from && at < PLANNED.until;
  }, 'not a time that a show can be planned at'),
  durationMinutes: z.number().int().min(10).max(720),
  /** The show's own zone: its times are told in it. */
  zone: TimeZone,
  /** `#rrggbb`. Default: the channel's own. */
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
  /** What viewers ask about, in order. Without any, one general theme is made. */
  themes: z
    .array(z.object({ fr: line(160), en: line(160).optional(), es: line(160).optional() }))
    .max(6)
    .default([]),
  /** The far ends of the duplexes, in order; their numbers are the studio's keys. */
  contributors: z
    .array(z.object({ name: line(60), place: line(80), zone: TimeZone }))
    .max(9)
    .default([]),
});
export type NewBroadcast = z.infer<typeof NewBroadcast>;
