/** Clips and stills of a broadcast: what they are, how they get in, how clips play. */
import { z } from 'zod';
import { Id, Instant } from './common.ts';
import { ChannelProcessing, Transition } from './studio.ts';

export const AssetKind = z.enum(['clip', 'still']);
export type AssetKind = z.infer<typeof AssetKind>;

/** waiting for its first byte; arriving; being made ready; can be taken; will never be. */
export const AssetState = z.enum(['waiting', 'uploading', 'processing', 'ready', 'failed']);
export type AssetState = z.infer<typeof AssetState>;

/** Why an asset failed. A page says it in its reader's language. */
export const AssetProblem = z.enum([
  /** The upload broke off. */
  'cut',
  /** More bytes than were announced, or than are allowed. */
  'tooLarge',
  'diskFull',
  /** FFmpeg finds no picture in it, or cannot read on. */
  'unreadable',
  /** The file is not on the media plane's disk any more. */
  'missing',
  'internal',
]);
export type AssetProblem = z.infer<typeof AssetProblem>;

/** What the programme does when a clip ends on air: keeps its last picture, takes what is on preview, goes to black. */
export const ClipEnd = z.enum(['hold', 'take', 'black']);
export type ClipEnd = z.infer<typeof ClipEnd>;

/** How a clip stands, as it should be. */
export const ClipPlayout = z.object({
  playing: z.boolean(),
  /** Where it stands, or stood at `at`, from its beginning. */
  positionMs: z.number().int().nonnegative(),
  at: Instant,
  /** Grows with every command: a programme process that runs follows it once. */
  serial: z.number().int(),
  /** The last command goes to `positionMs`; otherwise it goes on from where the clip really is. */
  jump: z.boolean(),
});
export type ClipPlayout = z.infer<typeof ClipPlayout>;

/** What media knows of a file that it made ready. */
export const AssetFacts = z.object({
  /** Of the picture as it was uploaded, upright. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Null for stills. */
  durationMs: z.number().int().positive().nullable(),
  hasSound: z.boolean(),
});
export type AssetFacts = z.infer<typeof AssetFacts>;

/** One line of the studio's media pool. */
export const StudioAsset = ChannelProcessing.extend({
  id: Id,
  kind: AssetKind,
  title: z.string(),
  state: AssetState,
  /** 0–1, of what `state` is about. */
  progress: z.number().min(0).max(1),
  problem: AssetProblem.nullable(),
  /** Of the upload, bytes. */
  size: z.number().int(),
  facts: AssetFacts.nullable(),
  /** Addresses on the media plane; null until it is ready. Whoever knows them may look. */
  thumbnail: z.url().nullable(),
  view: z.url().nullable(),
  /** A clip's sound alone, as it was uploaded; null where there is none. */
  sound: z.url().nullable().default(null),
  playOnTake: z.boolean(),
  loop: z.boolean(),
  atEnd: ClipEnd,
  /** How it goes on at its end: it is over with the clip's last picture. */
  endTransition: Transition,
  /** The picture that it begins with when it is taken. */
  cueMs: z.number().int().nonnegative(),
  gainDb: z.number(),
  muted: z.boolean(),
  /** People go down by 15 dB while it is heard. */
  duck: z.boolean(),
  /** It is shown on the broadcast's page before it begins: one clip and one still at most. */
  trailer: z.boolean().default(false),
  playout: ClipPlayout,
});
export type StudioAsset = z.infer<typeof StudioAsset>;

/** An asset as the media plane needs it. */
export const DesiredAsset = z.object({
  id: Id,
  kind: AssetKind,
  /** For the edit list of what is recorded. */
  title: z.string().optional(),
  loop: z.boolean(),
  cueMs: z.number().int().nonnegative(),
  /** Linear. */
  gain: z.number().min(0).max(4),
  duck: z.boolean(),
  /** Before the fader. Default: nothing. */
  processing: ChannelProcessing.optional(),
  playOnTake: z.boolean().default(true),
  /** The programme sees to it by itself, and reports `tookAtEnd`. */
  atEnd: ClipEnd.default('hold'),
  endTransition: Transition.default({ type: 'cut' }),
  playout: ClipPlayout,
});
export type DesiredAsset = z.infer<typeof DesiredAsset>;

/** Where a clip on a bus really is, four times a second while it plays. */
export const ClipPosition = z.object({
  assetId: Id,
  positionMs: z.number(),
  durationMs: z.number(),
  playing: z.boolean(),
  /** It played to its end, and stands there. */
  ended: z.boolean(),
  /** Of the last command that it followed. */
  serial: z.number().int(),
});
export type ClipPosition = z.infer<typeof ClipPosition>;

/** What an upload ticket says: signed by the server, checked by media (`PUT /assets/:id`, `Authorization: Bearer`). */
export const UploadTicket = z.object({
  assetId: Id,
  broadcastId: Id,
  kind: AssetKind,
  /** How long the body is, exactly. */
  bytes: z.number().int().positive(),
  /** The upload must have begun by then. */
  validUntil: Instant,
});
export type UploadTicket = z.infer<typeof UploadTicket>;

/**
 * What the address of an asset's pictures signs (HMAC-SHA-256 with the secret of server and media, base64url). `expires`:
 * Unix seconds.
 */
export function assetKeyText(assetId: string, expires: number): string {
  return `asset\n${assetId}\n${expires}`;
}

/** Milliseconds in which an upload must begin once it was allowed. */
export const TICKET_LIFETIME = 2 * 60_000;

/** The title of an asset: one line. */
export const AssetTitle = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');

/** What a producer does to a clip that is on a bus. */
export const ClipMove = z.discriminatedUnion('type', [
  z.object({ type: z.literal('play') }),
  z.object({ type: z.literal('pause') }),
  /** Back to the cue; it plays on when it plays. */
  z.object({ type: z.literal('restart') }),
  z.object({ type: z.literal('seek'), toMs: z.number().int().nonnegative() }),
]);
export type ClipMove = z.infer<typeof ClipMove>;

/** What can be set of an asset; what is left out stays. */
export const AssetChange = z
  .object({
    title: AssetTitle,
    playOnTake: z.boolean(),
    loop: z.boolean(),
    atEnd: ClipEnd,
    endTransition: Transition,
    cueMs: z.number().int().nonnegative(),
    gainDb: z.number().min(-60).max(12),
    muted: z.boolean(),
    duck: z.boolean(),
    /** Another one of its kind is no longer it then. */
    trailer: z.boolean(),
  })
  .extend(ChannelProcessing.shape)
  .partial();
export type AssetChange = z.infer<typeof AssetChange>;
