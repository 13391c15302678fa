import { z } from 'zod';
import { Id, Instant, LocalizedText } from './common.ts';

/** Longest question, in Unicode code points after normalising white space. */
export const QUESTION_MAX_LENGTH = 280;
/** Longest name of an author's place, in code points. */
export const PLACE_MAX_LENGTH = 60;
/** Longest author name, in code points. */
export const AUTHOR_MAX_LENGTH = 60;

export const QuestionState = z.enum([
  'held',
  'pending',
  'approved',
  'rejected',
  'queued',
  'onAir',
  'answered',
  'merged',
  'withdrawn',
  'archived',
]);
export type QuestionState = z.infer<typeof QuestionState>;

/** The states in which everyone who follows the theme sees a question. */
export const PUBLIC_QUESTION_STATES = [
  'approved',
  'queued',
  'onAir',
  'answered',
] as const satisfies readonly QuestionState[];

/**
 * Which questions somebody of the control room gets: all of them (moderators), those in a public state, with the control room's
 * own fields (producers and presenters), or none (captioners).
 */
export const QuestionSight = z.enum(['all', 'public', 'none']);
export type QuestionSight = z.infer<typeof QuestionSight>;

export const RejectionReason = z.enum(['offTopic', 'duplicate', 'unclear', 'disrespectful', 'personalData']);
export type RejectionReason = z.infer<typeof RejectionReason>;

/** Longest answer in writing, in code points. */
export const WRITTEN_ANSWER_MAX_LENGTH = 1_000;

/** Why a question waits for a moderator's eye: a word of the filter, or what is seldom a question. */
export const HeldFor = z.object({
  kind: z.enum(['word', 'link', 'email', 'phone', 'capitals', 'repetition']),
  /** What struck, as far as it can be named; otherwise empty. */
  match: z.string(),
});
export type HeldFor = z.infer<typeof HeldFor>;

const FilterWords = z.array(z.string().trim().min(1).max(60)).max(500);

/** Words for which questions of a show are held, beside those that are built in, and those of them that are fine here. */
export const WordFilter = z.object({ blocked: FilterWords, allowed: FilterWords });
export type WordFilter = z.infer<typeof WordFilter>;

/** As everyone sees it. `approved` also stands for `queued`: the choice of the next question is the control room's own. */
export const PublicQuestion = z.object({
  id: Id,
  themeId: Id,
  /** The moderator's edit where there is one, otherwise the original. */
  text: z.string(),
  /** Null: the author gave no name. */
  author: z.string().nullable(),
  /** Where the author is; null: they did not say. */
  place: z.string().nullable().default(null),
  votes: z.number().int().nonnegative(),
  state: z.enum(['approved', 'onAir', 'answered']),
  submittedAt: Instant,
  /** When it went on air; null while it has not. */
  onAirAt: Instant.nullable(),
  /** What staff wrote in answer to it. */
  writtenAnswer: z.string().nullable(),
});
export type PublicQuestion = z.infer<typeof PublicQuestion>;

/** As its author sees it, in every state. */
export const OwnQuestion = z.object({
  id: Id,
  themeId: Id,
  text: z.string(),
  author: z.string().nullable(),
  place: z.string().nullable().default(null),
  /** `queued` shows as `approved`, `held` as `pending`, `merged` as the state of the question that speaks for it. */
  state: z.enum(['pending', 'approved', 'rejected', 'onAir', 'answered', 'withdrawn', 'archived']),
  rejection: z.object({ reason: RejectionReason, note: z.string().nullable() }).nullable(),
  /** The question that it was merged into; its text while everyone may read it. */
  mergedInto: z.object({ id: Id, text: z.string().nullable() }).nullable(),
  version: z.number().int(),
  submittedAt: Instant,
  onAirAt: Instant.nullable(),
  writtenAnswer: z.string().nullable(),
});
export type OwnQuestion = z.infer<typeof OwnQuestion>;

/** As moderators, producers and presenters see it. */
export const StaffQuestion = z.object({
  id: Id,
  themeId: Id,
  /** What the author wrote; it never changes. */
  original: z.string(),
  /** The moderator's edit, beside the original. */
  edited: z.string().nullable(),
  author: z.string().nullable(),
  place: z.string().nullable().default(null),
  state: QuestionState,
  rejection: z.object({ reason: RejectionReason, note: z.string().nullable() }).nullable(),
  votes: z.number().int().nonnegative(),
  /** Grows with every change; a command names the version it saw. */
  version: z.number().int(),
  submittedAt: Instant,
  onAirAt: Instant.nullable(),
  answeredAt: Instant.nullable(),
  /** Why it was held when it came; null: it was not. */
  heldFor: HeldFor.nullable(),
  writtenAnswer: z.string().nullable(),
  /** While it is `merged`: into which. */
  mergedInto: Id.nullable(),
  /** How many were merged into this one directly; `votes` counts all their voters, each once. */
  mergedCount: z.number().int().nonnegative(),
});
export type StaffQuestion = z.infer<typeof StaffQuestion>;

/** As `questions.json` has it: with its theme's title, also where viewers do not see the theme. */
export const ExportedQuestion = StaffQuestion.extend({ theme: z.string(), themeTitle: LocalizedText });
export type ExportedQuestion = z.infer<typeof ExportedQuestion>;

/** Why a decision that was final is taken back, in the moderator's words. */
const ReopenReason = z.string().trim().min(1).max(200);

/** What a moderator, producer or presenter can do to a question. Roles per move: audience-and-rundown model in ARCHITECTURE. */
export const QuestionMove = z.discriminatedUnion('type', [
  z.object({ type: z.literal('approve') }),
  z.object({ type: z.literal('reject'), reason: RejectionReason, note: z.string().max(280).optional() }),
  /** The step back: held, approved and rejected → pending, queued → approved, answered → queued. From rejected and answered it says why. */
  z.object({ type: z.literal('reopen'), reason: ReopenReason.optional() }),
  z.object({ type: z.literal('queue') }),
  /**
   * From approved or queued. Refused (`conflict`) while another question is on air, unless `replace` is set: then that one
   * is answered. `replaces` names the one that is meant: a third one, put there meanwhile by somebody else, stays.
   */
  z.object({ type: z.literal('putOnAir'), replace: z.boolean().default(false), replaces: Id.optional() }),
  z.object({ type: z.literal('answered') }),
  /**
   * onAir → queued. `restore` names the question that this one replaced: it is on air again in the same step, with the
   * instant at which it went there. Refused (`conflict`) when that one is not as the replacing left it; one that was answered
   * before was not replaced, and stays.
   */
  z.object({ type: z.literal('takeOffAir'), restore: Id.optional() }),
  /**
   * The moderator's wording, beside the original. `place`: in the place of what the author said, empty for none; left out: it
   * stays.
   */
  z.object({
    type: z.literal('edit'),
    text: z.string().max(4 * QUESTION_MAX_LENGTH),
    place: z
      .string()
      .max(4 * PLACE_MAX_LENGTH)
      .optional(),
  }),
  /**
   * Lets another question speak for this one: their votes are united, and its author follows the other one's state. Refused
   * for itself, for one that is merged itself (so never in a circle), and for one that nobody will answer.
   */
  z.object({ type: z.literal('merge'), into: Id }),
  /** merged → what it was; it has its own votes again. */
  z.object({ type: z.literal('unmerge'), reason: ReopenReason.optional() }),
]);
export type QuestionMove = z.infer<typeof QuestionMove>;
