/**
 * What those in front of the cameras get from the control room: the presenter's cues, and the stage clock
 * (`/stage/:slug`) with a message and a blackout.
 */
import { z } from 'zod';
import { ItemType } from './broadcasts.ts';
import { type CommandEvents, type CommandMap, Id, Instant, LocalizedText, Nothing, Slug, TimeZone } from './common.ts';
import { Cue, CueContent } from './cues.ts';

/** One cue to whoever presents, as the studio and the presenter's page follow it. */
export const PresenterCue = Cue.omit({ contributorId: true });
export type PresenterCue = z.infer<typeof PresenterCue>;

/** Words for the stage clock. */
export const StageMessage = z.object({
  text: z.string().trim().min(1).max(120),
  /** Shown with a flashing frame, until it is changed. */
  flash: z.boolean(),
});
export type StageMessage = z.infer<typeof StageMessage>;

/** What producers show on the stage clock and write to the presenter. */
export const StageBoard = z.object({
  message: StageMessage.nullable(),
  /** The stage clock is black. */
  blackout: z.boolean(),
  /** The newest 30, newest first. */
  cues: z.array(PresenterCue),
  /** When the link that opens the stage clock without an account was made; null: there is none. */
  linkedAt: Instant.nullable(),
});
export type StageBoard = z.infer<typeof StageBoard>;

/** Commands of /control (producer, owner), all of them answered with the event `stage`. */
export const stageCommands = {
  /** Writes to the presenter. Idempotent by `key`. */
  'stage:cue': { input: z.object({ slug: Slug, key: Id, content: CueContent }), output: PresenterCue },
  /** The presenter's page shows cues, or its person has understood them (presenter, too). Saying it again changes nothing. */
  'stage:mark': {
    input: z.object({ slug: Slug, ids: z.array(Id).min(1).max(30), as: z.enum(['seen', 'confirmed']) }),
    output: Nothing,
  },
  /** Null takes the message away. The last one who says it wins. */
  'stage:message': { input: z.object({ slug: Slug, message: StageMessage.nullable() }), output: StageBoard },
  'stage:blackout': { input: z.object({ slug: Slug, on: z.boolean() }), output: StageBoard },
} as const satisfies CommandMap;

/** `GET /api/studio/:slug/stage-link` (producer, owner): whether the stage clock opens without an account. */
export const StageLink = z.object({ linkedAt: Instant.nullable() });
export type StageLink = z.infer<typeof StageLink>;

/**
 * `POST /api/studio/:slug/stage-link` (producer, owner): a new link; the one before opens nothing any more. It is shown
 * once. `DELETE` takes it away.
 */
export const CreatedStageLink = z.object({ linkedAt: Instant, url: z.url() });
export type CreatedStageLink = z.infer<typeof CreatedStageLink>;

// --- /stage: the stage clock ------------------------------------------------------------------------------------

/** What an item is called on the stage. Items that are not public keep their title to themselves. */
const StageItem = z.object({ type: ItemType, title: LocalizedText.nullable(), place: z.string().nullable() });

/** Everything on the stage clock. Nothing of it is private: whoever has the link reads it. */
export const StageView = z.object({
  /** The server's clock when it was true. */
  at: Instant,
  title: z.string(),
  accent: z.string(),
  zone: TimeZone,
  state: z.enum(['scheduled', 'live', 'ended']),
  /** What runs is a rehearsal. */
  rehearsal: z.boolean(),
  plannedStart: Instant,
  /** On air now. */
  now: StageItem.extend({
    startedAt: Instant,
    /** When it should be over, with the time that was added and the pauses that are past. */
    endsAt: Instant,
    /** Since when its clock stands; null: it runs. */
    pausedAt: Instant.nullable(),
    /** Milliseconds before `endsAt` at which time gets short, and at which it is time to end. */
    warnMs: z.number().int().nonnegative(),
    dangerMs: z.number().int().nonnegative(),
  }).nullable(),
  next: StageItem.extend({ expectedStart: Instant }).nullable(),
  /** Milliseconds that the show runs over (+) or under (−) its plan at `at`; null while it does not run. */
  overUnderMs: z.number().int().nullable(),
  /** Milliseconds that it is behind (+) or ahead of (−) the plan of its items at `at`; null while it does not run. */
  delayMs: z.number().int().nullable(),
  message: StageMessage.nullable(),
  blackout: z.boolean(),
});
export type StageView = z.infer<typeof StageView>;

export const stagePageCommands = {
  /**
   * `token`: the link's. Without one the browser's session must have a role in this broadcast. Refused with `closed` for a
   * link that was taken away, `notSignedIn` or `forbidden` without one.
   */
  'stage:join': {
    input: z.object({ slug: Slug, token: z.string().min(16).max(128).optional() }),
    output: z.object({ now: Instant, view: StageView }),
  },
} as const satisfies CommandMap;

export type StageClientEvents = CommandEvents<typeof stagePageCommands>;
export type StageServerEvents = {
  /** Whole: with each change, and every five seconds, so that a page knows how old what it shows is. */
  view: (view: StageView) => void;
  /** The link or the role was taken away: the page says so and stops. */
  revoked: (message: { reason: string }) => void;
};
