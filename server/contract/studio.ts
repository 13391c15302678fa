import { z } from 'zod';
import { Id, Instant, StaffRole, TimeZone } from './common.ts';

/** What a bus can show. Grows with the mixer (scenes, clips, stills). */
export const SourceRef = z.discriminatedUnion('type', [
  z.object({ type: z.literal('feed'), contributorId: Id }),
  /** The broadcast's own card: title and clock. */
  z.object({ type: z.literal('slate') }),
]);
export type SourceRef = z.infer<typeof SourceRef>;

export function sameSource(a: SourceRef | null, b: SourceRef | null): boolean {
  if (!a || !b) return a === b;
  if (a.type === 'feed' && b.type === 'feed') return a.contributorId === b.contributorId;
  return a.type === b.type;
}

/** absent: no media; live: frames arrive; stalled: they stopped, the programme shows the named slate. */
export const FeedState = z.enum(['absent', 'live', 'stalled']);
export type FeedState = z.infer<typeof FeedState>;

/** A contributor's link in three steps, with the numbers behind it. */
export const LinkQuality = z.object({
  level: z.enum(['good', 'fair', 'poor']),
  /** Milliseconds; null while unknown. */
  roundTripMs: z.number().nullable(),
  /** 0–1, of the packets sent to us. */
  loss: z.number(),
  jitterMs: z.number(),
  /** Bits per second, sound and picture together. */
  bitrate: z.number(),
});
export type LinkQuality = z.infer<typeof LinkQuality>;

/** One tile of the studio. */
export const StudioContributor = z.object({
  id: Id,
  /** 1–9: the key that puts it on preview. */
  number: z.number().int().positive(),
  name: z.string(),
  role: z.string().nullable(),
  place: z.string(),
  continent: z.string().nullable(),
  zone: TimeZone,
  /** Where the person is: `away`, checking devices, in the green room, or linked (sending media). */
  presence: z.enum(['away', 'checking', 'greenRoom', 'linked']),
  feed: FeedState,
  /** Pixels as decoded; null while absent. */
  picture: z.object({ width: z.number(), height: z.number() }).nullable(),
  quality: LinkQuality.nullable(),
});
export type StudioContributor = z.infer<typeof StudioContributor>;

/** What the media plane says that it is doing. */
export const ProgramHealth = z.enum(['off', 'starting', 'running', 'restarting', 'mediaLost']);
export type ProgramHealth = z.infer<typeof ProgramHealth>;

/** Both buses. `program` is what was asked for, `onAir` what the mixer really shows: tally follows `onAir`. */
export const BusState = z.object({
  version: z.number().int(),
  preview: SourceRef.nullable(),
  program: SourceRef,
  onAir: SourceRef.nullable(),
  health: ProgramHealth,
});
export type BusState = z.infer<typeof BusState>;

/** A line of the who-did-what log. */
export const LogLine = z.object({
  id: Id,
  at: Instant,
  actor: z.string(),
  /** Stable verb such as `take`, `question.approve`; pages translate it. */
  action: z.string(),
  /** What it was done to, in words: a contributor's name, an item's title. */
  subject: z.string().nullable(),
});
export type LogLine = z.infer<typeof LogLine>;

/** Who else has a control page of this broadcast open. */
export const Presence = z.object({ id: Id, name: z.string(), role: StaffRole });
export type Presence = z.infer<typeof Presence>;
