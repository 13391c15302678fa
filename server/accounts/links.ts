/** The links that a start prints, kept in `links.json` of the data folder: the database has only their hashes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@antenne/prisma';
import { Links } from '../contract/index.ts';
import { linkOf } from './routes.ts';
import { createInvitation, hasOwner, isUsable } from './store.ts';

/** The demonstration's broadcast, and the contributor whose link is given out. */
export interface Demonstration {
  broadcastId: string;
  slug: string;
  contributorId: string;
}

export interface LinkOptions {
  database: Database;
  dataDir: string;
  publicUrl: string;
  mediaPublicUrl: string;
  /** Present on the start that made the demonstration. */
  made: Demonstration | null;
}

/**
 * Makes the links that are missing and writes those that open something now: on the first start the owner's, which one
 * browser can accept once, and the demonstration's, which any browser that has them can use.
 */
export async function prepareLinks({
  database,
  dataDir,
  publicUrl,
  mediaPublicUrl,
  made,
}: LinkOptions): Promise<Links> {
  const now = new Date();
  const links = await stillUsable(database, readLinks(dataDir), { publicUrl, mediaPublicUrl }, now);
  if (!(await hasOwner(database.client, now))) {
    const owner = { role: 'owner', broadcastId: null, label: 'Direction', reusable: false } as const;
    const { token } = await createInvitation(database.client, owner, now);
    links.owner = linkOf(publicUrl, 'owner', token);
  }
  if (made) {
    const { broadcastId, slug, contributorId } = made;
    const give = async (role: 'producer' | 'moderator' | 'contributor', label: string) => {
      const row = { role, broadcastId, label, reusable: true, ...(role === 'contributor' ? { contributorId } : {}) };
      return linkOf(publicUrl, role, (await createInvitation(database.client, row, now)).token);
    };
    links.viewer = `${publicUrl}/b/${slug}`;
    links.hls = `${mediaPublicUrl}/hls/${slug}/index.m3u8`;
    links.studio = await give('producer', 'Régie');
    links.moderation = await give('moderator', 'Modération');
    links.contributor = await give('contributor', 'Duplex');
  }
  // Spent: whoever accepted it finds the page without it.
  links.owner ??= `${publicUrl}/admin`;
  links.api = `${publicUrl}/api/broadcasts`;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(pathOf(dataDir), `${JSON.stringify(links, null, 2)}\n`, { mode: 0o600 });
  return links;
}

function pathOf(dataDir: string): string {
  return join(dataDir, 'links.json');
}

function readLinks(dataDir: string): Links {
  try {
    const file = Links.safeParse(JSON.parse(readFileSync(pathOf(dataDir), 'utf8')));
    return file.success ? file.data : {};
  } catch {
    // There is none yet, or someone cut it short: what it held can be made anew by the owner.
    return {};
  }
}

/** Keeps the links that still open something, under today's public addresses. */
async function stillUsable(
  database: Database,
  before: Links,
  { publicUrl, mediaPublicUrl }: { publicUrl: string; mediaPublicUrl: string },
  now: Date,
): Promise<Links> {
  const links: Links = {};
  for (const name of ['viewer', 'studio', 'moderation', 'contributor', 'owner', 'hls'] as const) {
    const link = before[name];
    if (!link) continue;
    const path = new URL(link).pathname;
    const token = /^\/(?:invite|join)\/(.+)$/.exec(path)?.[1];
    if (token === undefined || (await isUsable(database.client, token, now))) {
      links[name] = `${name === 'hls' ? mediaPublicUrl : publicUrl}${path}`;
    }
  }
  return links;
}
