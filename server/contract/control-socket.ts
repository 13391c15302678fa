/**
 * The Socket.IO namespace `/control`: studio, moderation, presenter. Its events are logged as those of the audience are
 * (`audience-socket.ts`), under the same `seq`.
 */
import { z } from 'zod';
import { AssetChange, AssetKind, AssetTitle, ClipMove, type ClipPosition, StudioAsset } from './assets.ts';
import { PublicBroadcast } from './broadcasts.ts';
import { Caption, CaptionLanguage, CaptionText, NewCaption } from './captions.ts';
import { type CommandEvents, type CommandMap, Id, Instant, Nothing, Since, Slug, StaffRole } from './common.ts';
import { Cue, CueContent } from './cues.ts';
import { GraphicsChange, StudioGraphics } from './graphics.ts';
import type { LinkNumbers } from './link.ts';
import { LogLine } from './log.ts';
import { deskCommands, QuestionClaim, QuestionCount, QuestionRules } from './moderation.ts';
import { questionSearchCommands } from './question-search.ts';
import { questionTextCommands } from './question-texts.ts';
import { QuestionMove, QuestionSight, StaffQuestion } from './questions.ts';
import { RecordedName, RecordingKey, RecordingState, type RecordingStatus, RecordingWish } from './recording.ts';
import { type RtcNotice, RtcReply, RtcRequest } from './rtc.ts';
import { Rundown, RundownEdit, runCommands } from './rundown.ts';
import { rundownEditCommands } from './rundown-edit.ts';
import { SavedScene, SceneName } from './scenes.ts';
import { SimulcastAddress, SimulcastName, SimulcastTarget, TargetState } from './simulcast.ts';
import { StageBoard, stageCommands } from './stage.ts';
import {
  BusState,
  ChannelChange,
  ChannelSound,
  FaderPosition,
  Presence,
  type SoundLevels,
  SourceRef,
  StudioContributor,
  Transition,
  TransitionType,
} from './studio.ts';
import { type SoloPress, Talk, type TalkPress, TalkTo } from './talkback.ts';
import { voteCommands } from './votes.ts';

/** The control pages get these. */
export const ControlEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('broadcast'), broadcast: PublicBroadcast }),
  z.object({ type: z.literal('staffQuestion'), question: StaffQuestion }),
  /** In place of `staffQuestion`, to those who do not see a question in its state: they do not have it any more. */
  z.object({ type: z.literal('questionGone'), id: Id, version: z.number().int() }),
  /** The show is over: everything that was open. */
  z.object({ type: z.literal('questionsArchived') }),
  /** Questions, and the lines of the log that quoted them. */
  z.object({ type: z.literal('questionsPurged'), ids: z.array(Id), lineIds: z.array(Id) }),
  z.object({ type: z.literal('questionRules'), rules: QuestionRules }),
  z.object({ type: z.literal('rundown'), rundown: Rundown }),
  /** Someone wrote in it: the same as `rundown`, without what the page has already. */
  z.object({ type: z.literal('rundownEdit'), edit: RundownEdit }),
  z.object({ type: z.literal('bus'), bus: BusState }),
  z.object({ type: z.literal('graphics'), graphics: StudioGraphics }),
  /** Whole, oldest first. */
  z.object({ type: z.literal('scenes'), scenes: z.array(SavedScene) }),
  /** Whole, oldest first. */
  z.object({ type: z.literal('simulcast'), targets: z.array(SimulcastTarget) }),
  z.object({ type: z.literal('contributor'), contributor: StudioContributor }),
  /** Sent, seen or confirmed. */
  z.object({ type: z.literal('cue'), cue: Cue }),
  /** Whole. */
  z.object({ type: z.literal('stage'), stage: StageBoard }),
  z.object({ type: z.literal('recording'), wish: RecordingWish }),
  z.object({ type: z.literal('log'), line: LogLine }),
  z.object({ type: z.literal('asset'), asset: StudioAsset }),
  z.object({ type: z.literal('assetGone'), id: Id }),
]);
export type ControlEvent = z.infer<typeof ControlEvent>;

export const ControlEnvelope = z.object({ seq: z.number().int(), event: ControlEvent });
export type ControlEnvelope = z.infer<typeof ControlEnvelope>;

export const ControlSnapshot = z.object({
  broadcast: PublicBroadcast,
  me: z.object({ id: Id, name: z.string(), role: StaffRole }),
  rundown: Rundown,
  bus: BusState,
  graphics: StudioGraphics,
  scenes: z.array(SavedScene),
  contributors: z.array(StudioContributor),
  /** Of a very long list the beginning; `questionCounts` says how many there are, `question:more` brings the rest. */
  questions: z.array(StaffQuestion),
  /** Which questions these are, and those of the events that follow. */
  sight: QuestionSight,
  questionCounts: z.array(QuestionCount),
  questionRules: QuestionRules,
  claims: z.array(QuestionClaim),
  assets: z.array(StudioAsset),
  /** The newest 50 lines, newest first. */
  log: z.array(LogLine),
  presence: z.array(Presence),
  /** Who speaks to whom now. */
  talks: z.array(Talk),
  /** The newest 60, newest first. */
  cues: z.array(Cue),
  stage: StageBoard,
  viewers: z.number().int(),
  recording: RecordingState,
  /** The newest 60, newest first. */
  captions: z.array(Caption),
  /** Where the programme is pushed to besides, and how that goes; a target that media says nothing of is idle. */
  simulcast: z.object({ targets: z.array(SimulcastTarget), states: z.record(Id, TargetState) }),
});
export type ControlSnapshot = z.infer<typeof ControlSnapshot>;

export const controlCommands = {
  'control:join': {
    /** `sight`: of the snapshot that the page has. Where it is another one by now, there is a new snapshot. */
    input: z.object({ slug: Slug, since: Since, sight: QuestionSight.optional() }),
    output: z.object({
      seq: z.number().int(),
      now: Instant,
      snapshot: ControlSnapshot.optional(),
      missed: z.array(ControlEnvelope).optional(),
    }),
  },
  /** Puts a source on preview (producer, owner). */
  'studio:preview': { input: z.object({ slug: Slug, source: SourceRef }), output: BusState },
  /**
   * Takes (producer, owner): without `source`, preview and programme change places; with one, that source goes on air
   * directly. `transition`: a cut when left out. `version` is the bus version that the producer saw: two producers pressing at once cut once.
   */
  'studio:take': {
    input: z.object({
      slug: Slug,
      source: SourceRef.optional(),
      transition: Transition.optional(),
      version: z.number().int(),
      /** The server's time after which it is no longer meant: a network that held it up must not cut late. */
      notAfter: Instant.optional(),
    }),
    output: BusState,
  },
  /**
   * Moves the manual fader between programme and preview, at the hand's own pace (producer, owner). At 1 it takes: the
   * buses change places; at 0 nothing has happened; in between it stays where it is let go. Meanwhile preview is kept.
   */
  'studio:fade': {
    input: z.object({ slug: Slug, type: TransitionType, position: FaderPosition, version: z.number().int() }),
    output: BusState,
  },
  /**
   * Moves a contributor's fader or mutes them, in the programme and in every mix-minus; says what they hear (producer,
   * owner). What is left out stays as it is; the last one who moves it wins.
   */
  'sound:set': {
    input: z.object({ slug: Slug, contributorId: Id, sound: ChannelChange }),
    output: ChannelSound,
  },
  /** Brings graphics in and out, changes their words (producer, owner). The last one who says it wins. */
  'graphics:set': { input: z.object({ slug: Slug, graphics: GraphicsChange }), output: StudioGraphics },
  /**
   * Allows one upload (producer, owner): the file goes to `url` on the media plane with `PUT` and
   * `Authorization: Bearer <ticket>`, to be begun within `TICKET_LIFETIME`. `bytes` beyond the limit get `badRequest`.
   */
  'asset:upload': {
    input: z.object({
      slug: Slug,
      kind: AssetKind,
      title: AssetTitle,
      bytes: z.number().int().positive(),
    }),
    output: z.object({ asset: StudioAsset, url: z.url(), ticket: z.string() }),
  },
  'asset:change': { input: z.object({ slug: Slug, assetId: Id, change: AssetChange }), output: StudioAsset },
  /**
   * Refused with `invalidState` while it is on a bus. What is being made ready is broken off. `scenes`: those that it was
   * in, and that go on without it.
   */
  'asset:remove': { input: z.object({ slug: Slug, assetId: Id }), output: z.object({ scenes: z.array(SceneName) }) },
  /** Plays, pauses, goes back or elsewhere (producer, owner). `invalidState` for a clip that is not ready. */
  'clip:move': { input: z.object({ slug: Slug, assetId: Id, move: ClipMove }), output: StudioAsset },
  /** Keeps what is on preview, with the graphics of now, under a name (producer, owner; so the next four). */
  'scene:save': { input: z.object({ slug: Slug, name: SceneName }), output: SavedScene },
  /** Puts it on preview; its graphics go on air with it. */
  'scene:recall': { input: z.object({ slug: Slug, id: Id }), output: BusState },
  'scene:rename': { input: z.object({ slug: Slug, id: Id, name: SceneName }), output: SavedScene },
  'scene:remove': { input: z.object({ slug: Slug, id: Id }), output: Nothing },
  /** Pushes the programme to another service as well, while it is live (producer, owner; so the next two). `tooMany`. */
  'simulcast:add': {
    input: z.object({ slug: Slug, name: SimulcastName, address: SimulcastAddress }),
    output: SimulcastTarget,
  },
  /** `false` hangs up there at once; the programme itself never notices. */
  'simulcast:set': { input: z.object({ slug: Slug, id: Id, enabled: z.boolean() }), output: SimulcastTarget },
  'simulcast:remove': { input: z.object({ slug: Slug, id: Id }), output: Nothing },
  /** What an item of the rundown puts on preview when it is next; null: its contributor. */
  'rundown:bindScene': { input: z.object({ slug: Slug, itemId: Id, sceneId: Id.nullable() }), output: Rundown },
  /** Begins the programme's integrated loudness anew (producer, owner). */
  'sound:resetLoudness': { input: z.object({ slug: Slug }), output: Nothing },
  ...runCommands,
  /**
   * Who may: see `QuestionMove`. A stale `version` gets `conflict`, with the current
   * `StaffQuestion` for those who see it in its state; to others a question that is not public is `notFound`.
   */
  'question:move': {
    input: z.object({ slug: Slug, id: Id, version: z.number().int(), move: QuestionMove }),
    output: StaffQuestion,
  },
  ...questionSearchCommands,
  ...voteCommands,
  ...questionTextCommands,
  /** scheduled → live → ended (producer, owner). */
  'broadcast:goLive': { input: z.object({ slug: Slug }), output: PublicBroadcast },
  'broadcast:end': { input: z.object({ slug: Slug }), output: PublicBroadcast },
  /**
   * Opens this tab's voice to contributors, or closes it (producer, owner). Saying it again replaces what was said. It
   * closes by itself when the socket goes.
   */
  'talkback:set': {
    input: z.object({
      slug: Slug,
      peerId: Id,
      /** Null: to nobody. */
      to: TalkTo.nullable(),
      private: z.boolean().default(false),
    }),
    output: Nothing,
  },
  /** This socket's page may be pressed by `talkback:press` and `solo:press`, until the socket goes (producer, owner). */
  'talkback:ready': { input: z.object({ slug: Slug }), output: Nothing },
  /**
   * Presses the talk button on a producer's open studio page, for keys of control surfaces (producer, owner): the page
   * latches its voice to those named, or ends it, as by a tap there. `notFound`: no such producer has a studio open;
   * `invalidState`: several have. The message says who they are.
   */
  'talkback:press': {
    input: z
      .object({
        slug: Slug,
        /** Whose page, by their id in `presence`; not needed while one producer alone has a studio open. */
        producer: Id.optional(),
        /** The same by their name, as others see it, where no two have the same. */
        name: z.string().trim().min(1).max(80).optional(),
        /** To whom. Without it, `on` is false and ends whatever is open. */
        to: TalkTo.optional(),
        private: z.boolean().default(false),
        /** Default: the other way. */
        on: z.boolean().optional(),
      })
      .refine(({ to, on }) => to !== undefined || on === false, 'to: missing'),
    output: Nothing,
  },
  /**
   * Lets a producer hear these contributors or clips alone, in the studio page that they have open, for keys of control
   * surfaces (producer, owner). Which page, and its errors: as in `talkback:press`.
   */
  'solo:press': {
    input: z
      .object({
        slug: Slug,
        producer: Id.optional(),
        name: z.string().trim().min(1).max(80).optional(),
        /** Without it, `on` is false and ends whatever is heard alone. */
        ids: z.array(Id).min(1).max(16).optional(),
        /** Default: the other way. */
        on: z.boolean().optional(),
      })
      .refine(({ ids, on }) => ids !== undefined || on === false, 'ids: missing'),
    output: Nothing,
  },
  /** Writes to contributors (producer, owner); `all`: whoever is linked. Idempotent by `key`. */
  'cue:send': { input: z.object({ slug: Slug, key: Id, to: TalkTo, content: CueContent }), output: z.array(Cue) },
  /** Says that there will be captions in a language, so that every player offers it (captioner, producer; so the next two). */
  'caption:language': { input: z.object({ slug: Slug, language: CaptionLanguage }), output: Nothing },
  /** Puts words on the viewers' screens, now. `invalidState` while the broadcast is not live; `tooMany` with `retryAfterMs`. */
  'caption:send': { input: z.object({ slug: Slug, ...NewCaption.shape }), output: Caption },
  /** Says a caption differently; empty takes it back. Also where the broadcast is over. */
  'caption:correct': { input: z.object({ slug: Slug, id: Id, text: CaptionText }), output: Caption },
  /** What is recorded while the broadcast is live (producer, owner). What is left out stays as it is. */
  'recording:set': { input: z.object({ slug: Slug, wish: RecordingWish.partial() }), output: RecordingWish },
  /** A key to list and download what was recorded (producer, owner). */
  'recording:key': { input: z.object({ slug: Slug }), output: RecordingKey },
  /** Deletes a file that is not being written, or (null) everything that was recorded (producer, owner). */
  'recording:delete': { input: z.object({ slug: Slug, file: RecordedName.nullable() }), output: Nothing },
  ...stageCommands,
  ...deskCommands,
  rtc: { input: z.object({ slug: Slug, peerId: Id, request: RtcRequest }), output: RtcReply },
  ...rundownEditCommands,
} as const satisfies CommandMap;

export type ControlClientEvents = CommandEvents<typeof controlCommands>;

export const FadeMessage = z.object({
  position: FaderPosition,
  type: TransitionType,
  /** Whose hand. */
  by: z.string(),
  /** Of the buses that it stands between. */
  version: z.number().int(),
});
export type FadeMessage = z.infer<typeof FadeMessage>;

export type ControlServerEvents = {
  event: (envelope: ControlEnvelope) => void;
  votes: (message: { votes: Record<string, number> }) => void;
  viewers: (message: { count: number }) => void;
  /** Where a clip on a bus is; not in the log. */
  clip: (position: ClipPosition) => void;
  presence: (message: { presence: Presence[] }) => void;
  /** Who works on which question: whole, with each change. Not in the log. One that has run out says so by its `until`. */
  claims: (message: { claims: QuestionClaim[] }) => void;
  /** Whole, at most once a second. Not in the log. */
  questionCounts: (message: { counts: QuestionCount[] }) => void;
  /** Who speaks to whom now: whole, with each change. Not in the log. */
  talks: (message: { talks: Talk[] }) => void;
  /** Somebody presses this page's talk button from elsewhere. Not in the log. */
  talkPress: (press: TalkPress) => void;
  /** Somebody presses solo in this page from elsewhere. Not in the log. */
  soloPress: (press: SoloPress) => void;
  /** What is recorded now, at most once a second. Not in the log. Null: media does not say. */
  recording: (message: { status: RecordingStatus | null }) => void;
  /** How a push to another service goes. Not in the log. */
  simulcast: (message: { targetId: string; state: TargetState }) => void;
  /** Said, or said differently. Not in the log. */
  caption: (caption: Caption) => void;
  /** Somebody's hand is on the manual fader. Not in the log: a `bus` event says when it leaves its end and is back. */
  fade: (message: FadeMessage) => void;
  /**
   * Numbers of links that changed, at most every two seconds. Not in the log: where a state changed with them, a
   * `contributor` event says both.
   */
  links: (message: { links: LinkNumbers }) => void;
  /** At most 20 a second. */
  levels: (message: SoundLevels) => void;
  rtc: (notice: RtcNotice) => void;
  /** The role was taken away: the page says so and stops. */
  revoked: (message: { reason: string }) => void;
};
