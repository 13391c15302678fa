/** What staff write about questions: answers, and the words for which questions are held. Of /control. */
import { z } from 'zod';
import { type CommandMap, Id, Slug } from './common.ts';
import { StaffQuestion, WordFilter, WRITTEN_ANSWER_MAX_LENGTH } from './questions.ts';

export const questionTextCommands = {
  /**
   * Answers a public question in writing, for everyone (moderator, producer); empty takes the answer back. A stale `version`
   * gets `conflict`, with the current `StaffQuestion` for those who see it; `invalidState` while the question is not public.
   */
  'question:answer': {
    input: z.object({
      slug: Slug,
      id: Id,
      version: z.number().int(),
      text: z.string().max(4 * WRITTEN_ANSWER_MAX_LENGTH),
    }),
    output: StaffQuestion,
  },
  'wordFilter:read': { input: z.object({ slug: Slug }), output: WordFilter },
  /** For questions that come from now on (moderator). */
  'wordFilter:set': { input: z.object({ slug: Slug, filter: WordFilter }), output: WordFilter },
} as const satisfies CommandMap;
