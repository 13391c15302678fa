import { z } from 'zod';
import { type CommandMap, Id, Instant, Slug } from './common.ts';

/** The votes for one question that came from one network address (for IPv6: from one /64). */
export const VoteOrigin = z.object({
  /** Stands for the address, which nobody can read from it. */
  origin: z.string().max(64),
  votes: z.number().int().nonnegative(),
  /** Of those that were taken out of the count. */
  voided: z.number().int().nonnegative(),
  firstAt: Instant,
  lastAt: Instant,
});
export type VoteOrigin = z.infer<typeof VoteOrigin>;

/** Votes that look made (moderator, producer). A burst from one address is told in the log as `votes.burst`. */
export const voteCommands = {
  /** Where a question's votes came from: the 50 addresses with the most, those first. */
  'votes:origins': {
    input: z.object({ slug: Slug, id: Id }),
    output: z.object({ origins: z.array(VoteOrigin) }),
  },
  /**
   * Takes an address's votes for a question out of the count, or (`void: false`) gives them back. Their voters' further
   * votes for it do not count until then. Saying it again changes nothing.
   */
  'votes:void': {
    input: z.object({ slug: Slug, id: Id, origin: z.string().max(64), void: z.boolean() }),
    output: z.object({ votes: z.number().int().nonnegative() }),
  },
} as const satisfies CommandMap;
