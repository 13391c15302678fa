/** Talkback: producers speak to contributors past the programme, through the SFU. Nothing of it is stored. */
import { z } from 'zod';
import { Id } from './common.ts';

/** Whom somebody speaks to: everyone who is linked, whoever comes meanwhile included, or these contributors. */
export const TalkTo = z.union([z.literal('all'), z.array(Id).min(1).max(16)]);
export type TalkTo = z.infer<typeof TalkTo>;

/** One producer's voice, while it is open. */
export const Talk = z.object({
  /** The browser tab that sends it. */
  peerId: Id,
  /** Who speaks. */
  name: z.string(),
  to: TalkTo,
  /** The producer listens to the one they speak to, too: a conversation between the two. */
  private: z.boolean(),
});
export type Talk = z.infer<typeof Talk>;

/** A press of the talk button from elsewhere, for a producer's studio page. */
export const TalkPress = z.object({
  /** Null: whoever is spoken to now. */
  to: TalkTo.nullable(),
  private: z.boolean(),
  /** Null: the other way. */
  on: z.boolean().nullable(),
});
export type TalkPress = z.infer<typeof TalkPress>;

/** A press of solo from elsewhere, for a producer's studio page. */
export const SoloPress = z.object({
  /** Contributors, and clips on a bus. Null: whoever is heard alone now. */
  ids: z.array(Id).min(1).max(16).nullable(),
  /** Null: the other way. */
  on: z.boolean().nullable(),
});
export type SoloPress = z.infer<typeof SoloPress>;

/** Whether this contributor is spoken to. */
export function isSpokenTo(contributorId: string, to: TalkTo): boolean {
  return to === 'all' || to.includes(contributorId);
}

/** What a contributor's own page is told of it. */
export const TalkToMe = z.object({ name: z.string(), private: z.boolean() });
export type TalkToMe = z.infer<typeof TalkToMe>;
