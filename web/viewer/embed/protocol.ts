/** What an embedded player and the page around it say to each other by `postMessage`. docs/embed.md tells it to others. */
import type { BroadcastState } from '@antenne/server/contract';
import { z } from 'zod';
import type { PlayerStatus } from '../../player/index.ts';

/** In every message as `antenne`. Another number is another protocol. */
export const VERSION = 1;

/** From the page around. `id` comes back in the answer. */
export const EmbedCommand = z.object({
  antenne: z.literal(VERSION),
  id: z.union([z.string().max(64), z.number()]).optional(),
  type: z.enum(['hello', 'play', 'pause', 'seekToLive', 'mute', 'unmute']),
});
export type EmbedCommand = z.infer<typeof EmbedCommand>;

/** What plays, and how. */
export interface EmbedState {
  /** Of the show. */
  broadcast: BroadcastState;
  /** `idle`: no player stands here yet (before the show, or before the first press). */
  playback: 'idle' | PlayerStatus['state'];
  paused: boolean;
  muted: boolean;
  /** The picture is as live as it gets here. */
  atLive: boolean;
  /** Seconds behind the live edge, in tenths; null while there is no picture. */
  latencySeconds: number | null;
  /** The questions stand open beside the picture, below it or over it. */
  questions: boolean;
}

/** `version`: not this one. `badRequest`: no command. `notNow`: nothing here can do that at the moment. */
export type RefusalReason = 'version' | 'badRequest' | 'notNow';

/** To the page around. */
export type EmbedMessage = { antenne: typeof VERSION } & (
  | { type: 'ready'; slug: string; title: string }
  | { type: 'state'; state: EmbedState }
  | { type: 'done'; id: string | number | undefined; command: EmbedCommand['type'] }
  | { type: 'refused'; id: string | number | undefined; reason: RefusalReason }
);
