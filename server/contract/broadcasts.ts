import { z } from 'zod';
import { Id, Instant, LocalizedText, Slug, TimeZone } from './common.ts';

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
  /** Absolute address of the multivariant playlist. It stays the same before, during and after the show. */
  hlsUrl: z.url(),
});
export type PublicBroadcast = z.infer<typeof PublicBroadcast>;
