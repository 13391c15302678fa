import { z } from 'zod';

/**
 * What the server says over IPC, and keeps in `links.json`: where people find what. Keys that do not apply (there is no
 * demonstration) are left out.
 */
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

export const ChildMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('links'), links: Links }),
]);
export type ChildMessage = z.infer<typeof ChildMessage>;

const LABELS: [keyof Links, string][] = [
  ['viewer', 'Viewer'],
  ['studio', 'Studio'],
  ['moderation', 'Moderation'],
  ['contributor', 'Contributor'],
  ['owner', 'Owner'],
];

/** The links as the terminal shows them. */
export function linksText(links: Links): string {
  return LABELS.flatMap(([key, label]) => (links[key] === undefined ? [] : `  ${label.padEnd(13)}${links[key]}`)).join(
    '\n',
  );
}
