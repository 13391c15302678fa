/** Cue messages: a producer writes to contributors, who confirm with one tap. */
import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** Cues that every page says in its reader's language. */
export const CueTemplate = z.enum([
  'standBy',
  'youAreNext',
  'notNext',
  'oneMinute',
  'wrapUp',
  'speakLouder',
  'closerToMicrophone',
  'lookIntoCamera',
  'soundProblem',
  'thankYou',
]);
export type CueTemplate = z.infer<typeof CueTemplate>;

export const CueContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('template'), template: CueTemplate }),
  /** In the producer's own words. */
  z.object({ type: z.literal('text'), text: z.string().trim().min(1).max(200) }),
]);
export type CueContent = z.infer<typeof CueContent>;

/** One cue to one contributor, as the studio follows it. */
export const Cue = z.object({
  id: Id,
  contributorId: Id,
  content: CueContent,
  /** Who sent it. */
  from: z.string(),
  sentAt: Instant,
  /** It stood on their screen. */
  seenAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
});
export type Cue = z.infer<typeof Cue>;

/** A cue as the contributor's page shows it. */
export const DuplexCue = Cue.pick({ id: true, content: true, from: true, sentAt: true });
export type DuplexCue = z.infer<typeof DuplexCue>;
