import { z } from 'zod';
import { Id, Instant, LocalizedText, Slug, TimeZone } from './common.ts';
import { DuplexCue } from './cues.ts';
import { LinkQuality } from './link.ts';

/** What a contributor's own page knows (`GET /api/join/:token`, and the `duplex:join` reply). */
export const DuplexInvitation = z.object({
  contributorId: Id,
  name: z.string(),
  place: z.string(),
  zone: TimeZone,
  broadcast: z.object({
    id: Id,
    slug: Slug,
    title: z.string(),
    accent: z.string(),
    state: z.enum(['scheduled', 'live', 'ended']),
    plannedStart: Instant,
  }),
});
export type DuplexInvitation = z.infer<typeof DuplexInvitation>;

/** What the page shows besides pictures. */
export const DuplexState = z.object({
  tally: z.enum(['off', 'preview', 'onAir']),
  /** The rundown item in which this contributor is to speak next, or speaks now. */
  item: z.object({ title: LocalizedText, expectedStart: Instant, expectedEnd: Instant, onAir: z.boolean() }).nullable(),
  quality: LinkQuality.nullable(),
  /** Not confirmed yet, newest first. Those of more than a quarter of an hour ago are left out. */
  cues: z.array(DuplexCue),
});
export type DuplexState = z.infer<typeof DuplexState>;
