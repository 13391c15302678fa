import { z } from 'zod';

/** What `npm start` writes to `links.json` when there is a demonstration broadcast. */
export const Links = z.object({
  viewer: z.url(),
  studio: z.url(),
  moderation: z.url(),
  contributor: z.url(),
  owner: z.url(),
  hls: z.url(),
  api: z.url(),
});
export type Links = z.infer<typeof Links>;
