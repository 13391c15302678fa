/**
 * The conversation between the control plane and a media node, on Socket.IO namespace `/media`.
 * Media connects as a client with the shared secret (`auth: { secret, nodeId }`).
 * It is declarative: the server sends what should be, whole, with a growing `rev`; media makes it so and reports what is.
 * After a restart of either side the same message puts things right.
 */
import { z } from 'zod';
import { AssetFacts, AssetProblem, AssetState, ClipPosition, DesiredAsset } from './assets.ts';
import { CaptionLanguage, PublicCaption } from './captions.ts';
import { type CommandMap, Id, Instant, LocalizedText, Nothing, Slug, TimeZone } from './common.ts';
import { Gate } from './entry.ts';
import { GraphicName, GraphicsState } from './graphics.ts';
import { ProgramVitals } from './health.ts';
import { LinkQuality } from './link.ts';
import { RecordedName, RecordingStatus, RecordingWish } from './recording.ts';
import { ReplayCuts } from './replay.ts';
import { RtcNotice, RtcReply, RtcRequest } from './rtc.ts';
import { DesiredTarget, TargetState } from './simulcast.ts';
import { StorageUse } from './storage.ts';
import {
  ChannelMode,
  ChannelProcessing,
  FaderPosition,
  FeedState,
  Hears,
  SoundLevels,
  SourceRef,
  Transition,
  TransitionType,
} from './studio.ts';
import { TalkTo } from './talkback.ts';

/** A question as the picture needs it. */
export const QuestionOnAir = z.object({
  id: Id,
  text: z.string(),
  author: z.string().nullable(),
  /** Where the author is; absent or null: they did not say. */
  place: z.string().nullish(),
  theme: z.string(),
});
export type QuestionOnAir = z.infer<typeof QuestionOnAir>;

/** One broadcast as it should be on the media plane. */
export const DesiredBroadcast = z.object({
  broadcastId: Id,
  slug: Slug,
  title: z.string(),
  accent: z.string(),
  /** Grows with every change; an older one than the last seen is ignored. */
  rev: z.number().int(),
  /** `live` runs the programme process; `ready` keeps the router open for the green room; `closed` frees everything. */
  stage: z.enum(['ready', 'live', 'closed']),
  contributors: z.array(
    z.object({
      id: Id,
      name: z.string(),
      role: z.string().nullable(),
      /** e.g. `Quito, Équateur`, for the slate. */
      place: z.string(),
      zone: TimeZone.nullable(),
      /** Simulated contributor of the demonstration: which made-up picture and sound, 0–5; null for people. */
      simulated: z.number().int().min(0).max(5).nullable(),
      /** How loud they are in the programme, linear: 0 is silence, 1 leaves them as they are. */
      gain: z.number().min(0).max(4),
      /** Before the fader. Default: nothing. */
      processing: ChannelProcessing.optional(),
      /** Default: `follow`. */
      mode: ChannelMode.optional(),
      /** Default: the programme without themselves. */
      hears: Hears.optional(),
    }),
  ),
  program: SourceRef,
  /** What is on preview: made ready ahead of the take, its feeds at their best before they are seen. */
  standby: SourceRef.nullable(),
  plannedStart: Instant,
  /** Every clip and still that is to be kept; what is not in it is removed from disk. */
  assets: z.array(DesiredAsset),
  /** How the picture goes to `program`, where it shows something else. */
  transition: Transition,
  question: QuestionOnAir.nullable(),
  /** Another number begins the integrated loudness anew. Default: 0. */
  loudnessRun: z.number().int().optional(),
  graphics: GraphicsState,
  /** The show's own. */
  zone: TimeZone,
  /** Contributors in the order of the rundown: that of the scene of everybody. Default: that of `contributors`. */
  order: z.array(Id).optional(),
  /** How many takes there have been: another number is another take, of the same source too. */
  takes: z.number().int(),
  /** Whose feed was lost on air: their slate stands until the next take, whether they are back or not. */
  held: z.array(Id),
  /** Default: nothing is recorded. */
  recording: RecordingWish.optional(),
  /** Where the programme is pushed to while it is live. Default: nowhere. */
  simulcast: z.array(DesiredTarget).optional(),
  /** Public items that went on air, the earliest first: an item that was on air twice is two. Default: none. */
  chapters: z.array(z.object({ id: Id, at: Instant, title: LocalizedText })).optional(),
  /** Who may watch it. Default: everybody. */
  gate: Gate.optional(),
  /** What its replay leaves out, once it is over. Default: nothing. */
  cuts: ReplayCuts.optional(),
});
export type DesiredBroadcast = z.infer<typeof DesiredBroadcast>;

/** Who speaks WebRTC with the SFU. `peerId` is chosen by the browser tab and survives its reconnects. */
export const RtcPeer = z.discriminatedUnion('role', [
  z.object({ role: z.literal('contributor'), peerId: Id, contributorId: Id }),
  z.object({ role: z.literal('staff'), peerId: Id }),
]);
export type RtcPeer = z.infer<typeof RtcPeer>;

/** Where a producer's hand holds the manual fader. */
export const ProgramFade = z.object({
  /** The number of the take that it goes on from: a later take makes it void. */
  takes: z.number().int(),
  to: SourceRef,
  type: TransitionType,
  position: FaderPosition,
});
export type ProgramFade = z.infer<typeof ProgramFade>;

/** Media → server: what is, as it changes. */
export const MediaReport = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('program'),
    broadcastId: Id,
    health: z.enum(['off', 'starting', 'running', 'restarting']),
    /** Times the programme process was started again after a crash. */
    restarts: z.number().int(),
  }),
  /** The mixer made its first frame of another source, or of another question. */
  z.object({
    type: z.literal('onAir'),
    broadcastId: Id,
    source: SourceRef,
    /** What the manual fader lets in beside it; null: nothing. */
    incoming: SourceRef.nullable(),
    questionId: Id.nullable(),
    /** Wall clock of that frame. */
    at: Instant,
  }),
  /**
   * The clip on air ended and the programme went on by itself. `takes`: the number of the take that this one follows; once
   * there was another it is past.
   */
  z.object({
    type: z.literal('tookAtEnd'),
    broadcastId: Id,
    takes: z.number().int(),
    source: SourceRef,
    transition: Transition,
  }),
  /** Where the manual fader was held last: told on a new connection, for a server that has just begun. */
  z.object({ type: z.literal('fade'), broadcastId: Id, fade: ProgramFade }),
  /** What stands over the programme now, beside the question. */
  z.object({ type: z.literal('graphics'), broadcastId: Id, shown: z.array(GraphicName) }),
  /** Whose slate stands on air since the take of this number, until the next one. */
  z.object({
    type: z.literal('held'),
    broadcastId: Id,
    takes: z.number().int(),
    contributorIds: z.array(Id),
  }),
  z.object({
    type: z.literal('feed'),
    broadcastId: Id,
    contributorId: Id,
    state: FeedState,
    picture: z.object({ width: z.number(), height: z.number() }).nullable(),
  }),
  z.object({ type: z.literal('quality'), broadcastId: Id, contributorId: Id, quality: LinkQuality.nullable() }),
  z.object({ type: z.literal('recording'), broadcastId: Id, status: RecordingStatus }),
  z.object({ type: z.literal('simulcast'), broadcastId: Id, targetId: Id, state: TargetState }),
  /** How far an asset is. Told again when the server comes back. */
  z.object({
    type: z.literal('asset'),
    broadcastId: Id,
    assetId: Id,
    state: AssetState.exclude(['waiting']),
    progress: z.number().min(0).max(1),
    problem: AssetProblem.nullable(),
    facts: AssetFacts.nullable(),
  }),
  /** Where a clip is. Volatile, except where it ended. */
  z.object({ type: z.literal('clip'), broadcastId: Id, ...ClipPosition.shape }),
  /** Every five seconds while the programme runs. Volatile. */
  z.object({ type: z.literal('vitals'), broadcastId: Id, vitals: ProgramVitals }),
  /** Twenty times a second. Volatile. */
  SoundLevels.extend({ type: z.literal('levels'), broadcastId: Id }),
]);
export type MediaReport = z.infer<typeof MediaReport>;

/** Captions in one message to media. */
export const MOST_CAPTIONS_AT_ONCE = 500;

/** Server → media. */
export const mediaCommands = {
  /** Makes one broadcast so. Acknowledged once taken over, not once visible: `onAir` reports tell that. */
  'broadcast:desired': { input: DesiredBroadcast, output: Nothing },
  /** Who hears whose voice, whole. Nothing of it outlives the link: media lets nobody speak when it breaks. */
  'talkback:desired': {
    input: z.object({ broadcastId: Id, talks: z.array(z.object({ peerId: Id, to: TalkTo })) }),
    output: Nothing,
  },
  /** The manual fader moved: at the hand's own pace, each position in its turn. Not kept. */
  'program:fade': { input: z.object({ broadcastId: Id, fade: ProgramFade }), output: Nothing },
  /**
   * Captions that media may not have yet, oldest revision first, and every language of the broadcast. The answer is the
   * newest revision that it has now: what is above it is to be sent (again). Null: nothing of this broadcast is here.
   */
  'captions:put': {
    input: z.object({
      broadcastId: Id,
      slug: Slug,
      languages: z.array(CaptionLanguage),
      captions: z.array(PublicCaption).max(MOST_CAPTIONS_AT_ONCE),
    }),
    output: z.object({ rev: z.number().int().nullable() }),
  },
  'rtc:request': { input: z.object({ broadcastId: Id, peer: RtcPeer, request: RtcRequest }), output: RtcReply },
  /** Deletes a file of a broadcast's recordings that is not being written, or (null) all of them. */
  'recording:delete': {
    input: z.object({ broadcastId: Id, slug: Slug, file: RecordedName.nullable() }),
    output: Nothing,
  },
  /** What broadcasts' media take on the disk. Measuring hours of segments takes seconds. */
  'storage:measure': { input: Nothing, output: StorageUse },
  /** Removes a broadcast's replay and recordings for good. Refused while it is live. */
  'storage:remove': { input: z.object({ slug: Slug }), output: Nothing },
  /** The browser tab is gone for good (left, or its socket stayed away for 30 s). */
  'rtc:leave': { input: z.object({ broadcastId: Id, peerId: Id }), output: Nothing },
} as const satisfies CommandMap;

/** Media → server. */
export const mediaNodeCommands = {
  /** Sent on every connect; the reply is all that should be. */
  'media:hello': {
    input: z.object({
      nodeId: Id,
      /** Where viewers fetch playlists, without a trailing slash. */
      publicUrl: z.url(),
    }),
    output: z.object({ broadcasts: z.array(DesiredBroadcast) }),
  },
} as const satisfies CommandMap;

/** Media → server, without acknowledgement. */
export type MediaNodeNotices = {
  report: (report: MediaReport) => void;
  'rtc:notice': (message: { broadcastId: string; peerId: string; notice: RtcNotice }) => void;
};
export const RtcNoticeMessage = z.object({ broadcastId: Id, peerId: Id, notice: RtcNotice });
