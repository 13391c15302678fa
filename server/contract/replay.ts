/** A broadcast that is over, to be watched again: what its owner makes of it, and what viewers find beside it. */
import { z } from 'zod';
import { Instant } from './common.ts';

/**
 * What a replay leaves out, by the programme's own time. Whole segments (2 s): at both ends a little more than asked for
 * stays, of passages a little more goes. Nothing is deleted.
 */
export const ReplayCuts = z.object({
  /** Null: the recording's own beginning or end. */
  start: Instant.nullable(),
  end: Instant.nullable(),
  /** In order, without overlaps. */
  removed: z.array(z.object({ from: Instant, until: Instant })).max(100),
});
export type ReplayCuts = z.infer<typeof ReplayCuts>;

/**
 * The whole recording of a broadcast that is over, for its owner: `{mediaPublicUrl}/hls/{slug}/uncut/index.m3u8` with a
 * key. What such a key signs (HMAC-SHA-256 with the secret of server and media, base64url). `expires`: Unix seconds.
 */
export function uncutKeyText(slug: string, expires: number): string {
  return `uncut\n${slug}\n${expires}`;
}
