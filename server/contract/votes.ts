import { z } from 'zod';
import { type CommandMap, Id, Instant, Nothing, Slug } from './common.ts';

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

/**
 * Votes for one question from one address that are nothing to look at: a family, a class. A hall of people behind one
 * address is more, and so are a script's voters; which of them it is, a moderator knows. Nobody is refused.
 */
export const USUAL_VOTES = { burst: 30, perSecond: 0.1 } as const;

/** Whether more votes came from there than is usual in the time that they took, those that were taken out included. */
export function isBurst({ votes, voided, firstAt, lastAt }: VoteOrigin): boolean {
  const seconds = Math.max(0, Date.parse(lastAt) - Date.parse(firstAt)) / 1000;
  return votes + voided > USUAL_VOTES.burst + USUAL_VOTES.perSecond * seconds;
}

/**
 * What became of a question's votes. `burst`: many came from one address; `void`, `restore`: an address's were taken out
 * of the count, given back; `accept`: somebody looked, and they stay.
 */
export const VoteJudgement = z.object({
  id: Id,
  at: Instant,
  by: z.string(),
  what: z.enum(['burst', 'void', 'restore', 'accept']),
  /** How many changed sides; null where none did. */
  votes: z.number().int().nonnegative().nullable(),
});
export type VoteJudgement = z.infer<typeof VoteJudgement>;

/** Votes that look made (moderator, producer). A burst from one address is told in the log as `votes.burst`. */
export const voteCommands = {
  /** Where a question's votes came from, the 50 addresses with the most, those first; and what was done about them, newest first. */
  'votes:origins': {
    input: z.object({ slug: Slug, id: Id }),
    output: z.object({ origins: z.array(VoteOrigin), judgements: z.array(VoteJudgement) }),
  },
  /** Questions with a burst that nobody has judged since: those with the newest first. */
  'votes:bursts': { input: z.object({ slug: Slug }), output: z.object({ ids: z.array(Id) }) },
  /** Says that a question's votes are to stay as they are, so that nobody else looks into its burst again. */
  'votes:accept': { input: z.object({ slug: Slug, id: Id }), output: Nothing },
  /**
   * Takes an address's votes for a question out of the count, or (`void: false`) gives them back. Their voters' further
   * votes for it do not count until then. Saying it again changes nothing.
   */
  'votes:void': {
    input: z.object({ slug: Slug, id: Id, origin: z.string().max(64), void: z.boolean() }),
    output: z.object({ votes: z.number().int().nonnegative() }),
  },
} as const satisfies CommandMap;
