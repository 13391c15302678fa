/** Pushing the programme to other services: YouTube, Facebook, PeerTube, another Antenne's relay. */
import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** Targets of one broadcast, at most: each takes the programme's whole bitrate from the machine's line. */
export const MOST_TARGETS = 24;

const PROTOCOLS = ['rtmp:', 'rtmps:', 'srt:'];

/** Where it is pushed to, stream key and all: whoever knows it can broadcast there. Goes to the server and to media only. */
export const SimulcastAddress = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && PROTOCOLS.includes(url.protocol) && url.hostname !== '';
  }, 'not an address that begins with rtmp://, rtmps:// or srt://');

export const SimulcastName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'not one line of text');

/** One target as media needs it. */
export const DesiredTarget = z.object({ id: Id, name: z.string(), address: SimulcastAddress });
export type DesiredTarget = z.infer<typeof DesiredTarget>;

/** `idle`: the show is not live, or it is switched off. `waiting`: it failed, and is tried again at `until`. */
export const TargetState = z.discriminatedUnion('type', [
  z.object({ type: z.literal('idle') }),
  z.object({ type: z.literal('connecting') }),
  z.object({ type: z.literal('live'), since: Instant }),
  z.object({ type: z.literal('waiting'), reason: z.string(), until: Instant }),
]);
export type TargetState = z.infer<typeof TargetState>;

/** A target as the studio shows it: without its key. */
export const SimulcastTarget = z.object({
  id: Id,
  name: SimulcastName,
  /** e.g. `a.rtmp.youtube.com`. */
  host: z.string(),
  enabled: z.boolean(),
});
export type SimulcastTarget = z.infer<typeof SimulcastTarget>;
