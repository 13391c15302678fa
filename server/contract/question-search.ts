/** Finding questions by their words, and those that ask the same. */
import { z } from 'zod';
import { type CommandMap, Id, Slug } from './common.ts';
import { PublicQuestion, QUESTION_MAX_LENGTH, QuestionState, StaffQuestion } from './questions.ts';

const Text = z.string().max(4 * QUESTION_MAX_LENGTH);

/** How alike two questions are, 0–1: by the words and parts of words that they share, rare ones counting more. */
export const Likeness = z.number().min(0).max(1);

/** Of /control (producer, moderator, presenter). Who is no moderator finds what is public. */
export const questionSearchCommands = {
  /**
   * Questions that have every word of `text`, begun words too, whatever their case and accents, in what was written, in
   * the moderator's edit or in the author's name. Most votes first, then the newest. No word: none.
   */
  'question:search': {
    input: z.object({
      slug: Slug,
      text: Text,
      /** Absent: in every state. */
      states: z.array(QuestionState).min(1).optional(),
      themeId: Id.optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({
      questions: z.array(StaffQuestion),
      /** There are more than `limit`. */
      more: z.boolean(),
    }),
  },
  /** Open and answered questions that may ask the same, the likest first. */
  'question:similar': {
    input: z.object({
      slug: Slug,
      text: Text,
      /** The question that is compared. */
      except: Id.optional(),
      limit: z.number().int().min(1).max(20).default(5),
    }),
    output: z.object({ similar: z.array(z.object({ question: StaffQuestion, likeness: Likeness })) }),
  },
} as const satisfies CommandMap;

/** Of /audience. */
export const similarQuestionCommands = {
  /** Public questions that may ask what somebody is writing, the likest first; three at most. `tooMany` with `retryAfterMs`. */
  'question:similar': {
    input: z.object({ slug: Slug, text: Text }),
    output: z.object({ similar: z.array(PublicQuestion) }),
  },
} as const satisfies CommandMap;
