/** What moderators do besides moving one question: themes, policy, claims, many questions at once, the rest of a long list. */
import { z } from 'zod';
import { ThemeWindow } from './broadcasts.ts';
import { type CommandMap, Failure, Id, Instant, LocalizedText, Nothing, Slug } from './common.ts';
import { QuestionMove, QuestionState, StaffQuestion } from './questions.ts';

/** Whether viewers' questions wait for a moderator, or are approved at once unless something speaks against them. */
export const QuestionPolicy = z.enum(['moderateFirst', 'publishFirst']);
export type QuestionPolicy = z.infer<typeof QuestionPolicy>;

/** When a theme opens, step by step; null leaves a step out. */
const ThemeSchedule = z.object({
  preOpensAt: Instant.nullable(),
  opensAt: Instant.nullable(),
  votesOnlyAt: Instant.nullable(),
  closesAt: Instant.nullable(),
});
export type ThemeSchedule = z.infer<typeof ThemeSchedule>;

/** As it may be set: the steps that there are come one after the other. */
const NewThemeSchedule = ThemeSchedule.refine(({ preOpensAt, opensAt, votesOnlyAt, closesAt }) => {
  const times = [preOpensAt, opensAt, votesOnlyAt, closesAt].flatMap((at) => (at === null ? [] : [Date.parse(at)]));
  return times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0));
}, 'not one after the other');

/** A theme as the control room has it, hidden ones too. What its window is now stands in `PublicBroadcast`. */
export const StaffTheme = z.object({
  id: Id,
  rank: z.number().int(),
  title: LocalizedText,
  /** Set by hand; null follows the schedule. */
  byHand: ThemeWindow.nullable(),
  schedule: ThemeSchedule,
});
export type StaffTheme = z.infer<typeof StaffTheme>;

/** How questions are taken in one broadcast. */
export const QuestionRules = z.object({ policy: QuestionPolicy, themes: z.array(StaffTheme) });
export type QuestionRules = z.infer<typeof QuestionRules>;

/** Milliseconds that a claim stands; a page that works on says so again in time. */
export const CLAIM_MS = 60_000;
export const CLAIM_RENEWAL_MS = 20_000;

/** Somebody works on a question. One question per person. */
export const QuestionClaim = z.object({
  questionId: Id,
  /** The session's id, as in `Presence`. */
  by: Id,
  name: z.string(),
  until: Instant,
});
export type QuestionClaim = z.infer<typeof QuestionClaim>;

/** How many questions of a theme are in a state, and since when the oldest of them waits. */
export const QuestionCount = z.object({
  themeId: Id,
  state: QuestionState,
  count: z.number().int().positive(),
  oldest: Instant,
});
export type QuestionCount = z.infer<typeof QuestionCount>;

/** The lists of which a page has the beginning only. */
export const QuestionList = z.enum(['waiting', 'approved', 'answered', 'rejected', 'merged', 'archived']);
export type QuestionList = z.infer<typeof QuestionList>;
/** As many of each a page gets when it opens: what must be worked on comes nearly whole, of what is decided the newest. */
export const FIRST_LISTED: Record<QuestionList, number> = {
  waiting: 600,
  approved: 400,
  answered: 100,
  rejected: 100,
  merged: 200,
  archived: 100,
};

/** The most questions that one command moves. */
export const MOST_MOVED = 200;

export const deskCommands = {
  /**
   * Makes the same move with each of these, where it can be made: the others are named with the reason. Merging and taking
   * back a merge are refused as a whole. On air goes one by one.
   */
  'question:moveMany': {
    input: z.object({
      slug: Slug,
      questions: z
        .array(z.object({ id: Id, version: z.number().int() }))
        .min(1)
        .max(MOST_MOVED),
      move: QuestionMove,
    }),
    output: z.object({
      moved: z.array(StaffQuestion),
      refused: z.array(z.object({ id: Id, failure: Failure })),
    }),
  },
  /**
   * Takes a question up for `CLAIM_MS`, or again (moderator); `on: false` lets go. While somebody else works on it: `conflict`
   * with their `QuestionClaim`.
   */
  'question:claim': {
    input: z.object({ slug: Slug, id: Id, on: z.boolean() }),
    output: QuestionClaim.nullable(),
  },
  /** Which card this page has chosen, for the others' presence. */
  'question:look': { input: z.object({ slug: Slug, id: Id.nullable() }), output: Nothing },
  /** More of a list than a page has, in the list's order (moderator; producer and presenter: of `approved` and `answered`). */
  'question:more': {
    input: z.object({
      slug: Slug,
      list: QuestionList,
      themeId: Id.nullable(),
      /** Where in the list to begin. */
      offset: z.number().int().nonnegative(),
    }),
    output: z.object({ questions: z.array(StaffQuestion) }),
  },
  /** Sets a theme's window by hand, or (null) by its schedule again (moderator, producer; so the next two). */
  'theme:window': {
    input: z.object({ slug: Slug, themeId: Id, window: ThemeWindow.nullable() }),
    output: QuestionRules,
  },
  'theme:schedule': { input: z.object({ slug: Slug, themeId: Id, schedule: NewThemeSchedule }), output: QuestionRules },
  'question:policy': { input: z.object({ slug: Slug, policy: QuestionPolicy }), output: QuestionRules },
  /**
   * Forgets the author of a question everywhere (owner): all their questions and votes in every broadcast, with the events and
   * log lines that quote them. It cannot be undone.
   */
  'person:purge': {
    input: z.object({ slug: Slug, questionId: Id }),
    output: z.object({ questions: z.number().int(), votes: z.number().int() }),
  },
} as const satisfies CommandMap;
