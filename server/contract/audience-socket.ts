/**
 * The Socket.IO namespace `/audience`: viewers' pages.
 *
 * Events are logged per broadcast with a growing `seq`. A page joins with a snapshot, applies each event once
 * (`seq` greater than the last it saw), and after a reconnect joins again with `since`: the reply then carries either
 * the events that it missed or, when they are too many or too old, a new snapshot. `/control` does the same.
 */
import { z } from 'zod';
import { PublicBroadcast } from './broadcasts.ts';
import type { PublicCaption } from './captions.ts';
import { type CommandEvents, type CommandMap, Id, Instant, Since, Slug } from './common.ts';
import { EntryKey } from './entry.ts';
import { similarQuestionCommands } from './question-search.ts';
import { OwnQuestion, PublicQuestion } from './questions.ts';

/**
 * The handshake's `auth` of a page whose browser keeps no cookie of ours, as in another site's frame: it keeps its voter
 * by itself, and is told with `voter` what to keep.
 */
export const AudienceAuth = z.object({
  /** As it was told the last time; null: never. */
  voter: z.string().max(200).nullable(),
});

export const VoterMessage = z.object({ token: z.string() });

/** Everyone gets these. */
export const AudienceEvent = z.discriminatedUnion('type', [
  /** State, themes, programme, now and next: whole. */
  z.object({ type: z.literal('broadcast'), broadcast: PublicBroadcast }),
  z.object({ type: z.literal('question'), question: PublicQuestion }),
  /** It left the public states. */
  z.object({ type: z.literal('questionGone'), id: Id }),
  /** To its author alone. */
  z.object({ type: z.literal('ownQuestion'), question: OwnQuestion }),
  /** The show is over: what was approved has left the public states, what was open is archived. */
  z.object({ type: z.literal('questionsArchived') }),
  /** As if they had never been, the reader's own ones too. */
  z.object({ type: z.literal('questionsPurged'), ids: z.array(Id) }),
]);
export type AudienceEvent = z.infer<typeof AudienceEvent>;

export const AudienceEnvelope = z.object({ seq: z.number().int(), event: AudienceEvent });
export type AudienceEnvelope = z.infer<typeof AudienceEnvelope>;

export const AudienceSnapshot = z.object({
  broadcast: PublicBroadcast,
  /** Highest votes first; on-air ones first of all. */
  questions: z.array(PublicQuestion),
  own: z.array(OwnQuestion),
  /** Ids of questions that this voter supports. */
  votedFor: z.array(Id),
});
export type AudienceSnapshot = z.infer<typeof AudienceSnapshot>;

export const audienceCommands = {
  'audience:join': {
    input: z.object({ slug: Slug, since: Since, key: EntryKey.optional() }),
    output: z.object({
      seq: z.number().int(),
      /** The server's clock, for countdowns on machines whose clock is off. */
      now: Instant,
      snapshot: AudienceSnapshot.optional(),
      missed: z.array(AudienceEnvelope).optional(),
    }),
  },
  /** Idempotent by `key`: a retry gets the original. */
  'question:submit': {
    input: z.object({
      slug: Slug,
      key: Id,
      themeId: Id,
      text: z.string().max(20_000),
      author: z.string().max(1_000).optional(),
      place: z.string().max(1_000).optional(),
    }),
    output: OwnQuestion,
  },
  'question:withdraw': { input: z.object({ slug: Slug, id: Id, version: z.number().int() }), output: OwnQuestion },
  /** `on: false` takes the vote back. Saying the same thing twice changes nothing. */
  'question:vote': {
    input: z.object({ slug: Slug, id: Id, on: z.boolean() }),
    output: z.object({ votes: z.number().int(), on: z.boolean() }),
  },
  ...similarQuestionCommands,
} as const satisfies CommandMap;

export type AudienceClientEvents = CommandEvents<typeof audienceCommands>;
export type AudienceServerEvents = {
  event: (envelope: AudienceEnvelope) => void;
  /** Merged vote counts, at most two messages a second. Not in the log: a snapshot carries the totals. */
  votes: (message: { votes: Record<string, number> }) => void;
  /** How many watch this page now, at most every 5 s. */
  viewers: (message: { count: number }) => void;
  /** Said, or said differently, now. Not in the log: who was away finds it in the captions beside the picture. */
  caption: (caption: PublicCaption) => void;
  /** Who this voter is, signed; once after each connect, to pages that keep it by themselves (`AudienceAuth`). */
  voter: (message: z.infer<typeof VoterMessage>) => void;
};
