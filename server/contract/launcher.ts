/** What server and media say to the launcher over IPC. */
import { z } from 'zod';

/** Where people find what; also kept in `links.json`. Keys that do not apply (there is no demonstration) are left out. */
export const Links = z.object({
  /** The page of a broadcast. */
  viewer: z.url().optional(),
  studio: z.url().optional(),
  moderation: z.url().optional(),
  /** One contributor's personal invitation. */
  contributor: z.url().optional(),
  /** The owner's one-time link; after its use the plain page. */
  owner: z.url().optional(),
  /** The broadcast's multivariant playlist. */
  hls: z.url().optional(),
  /** The list of broadcasts as JSON. */
  api: z.url().optional(),
});
export type Links = z.infer<typeof Links>;

export const ToLauncher = z.discriminatedUnion('type', [
  /** Listening; the server also migrated and seeded. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('links'), links: Links }),
]);
export type ToLauncher = z.infer<typeof ToLauncher>;
