import { z } from 'zod';

/** What `npm start` writes to `links.json`. */
export const OwnerLinks = z.object({ owner: z.url(), api: z.url() });

/** The same when there is a demonstration broadcast. */
export const DemoLinks = OwnerLinks.extend({
  viewer: z.url(),
  studio: z.url(),
  moderation: z.url(),
  contributor: z.url(),
  hls: z.url(),
});
