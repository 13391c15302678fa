import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivately } from './private-file.ts';

/** What the server says over IPC: where people find what. Keys that do not apply (no demonstration) are left out. */
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

/** Writes `links.json` in the data folder. Links open doors: only the owner of the folder may read them. */
export function writeLinks(dataDir: string, links: Links): void {
  writePrivately(join(dataDir, 'links.json'), `${JSON.stringify(links, null, 2)}\n`);
}

/** The links of the last start, none when there was none. */
export function readLinks(dataDir: string): Links {
  const path = join(dataDir, 'links.json');
  if (!existsSync(path)) return {};
  const parsed = Links.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return parsed.success ? parsed.data : {};
}

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
