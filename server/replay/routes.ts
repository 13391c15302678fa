/** Replays over HTTP: their chapters, questions and file for viewers, their cuts for the owner. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import { parse } from '../accounts/routes.ts';
import { signedPass } from '../broadcasts/hls-addresses.ts';
import { findBroadcast, type StoredBroadcast } from '../broadcasts/store.ts';
import { downloadKeyText, type OwnerReplay, type Replay, ReplayChange, Slug, uncutKeyText } from '../contract/index.ts';
import type { Changes } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { signedQuery } from '../platform/signed-address.ts';
import { liveTime, loadReplay, type StoredReplay, saveReplay, viewReplay } from './store.ts';

/** How long the owner can look at what was cut out without loading the page anew, ms. */
const UNCUT_MS = 6 * 3_600_000;
/** How long an address of the file can be begun with, and taken up again, ms. */
const DOWNLOAD_MS = 12 * 3_600_000;

export interface ReplayParts {
  database: Database;
  changes: Changes;
  access: Access;
  /** @throws Refusal `locked` */
  admit(broadcastId: string, request: FastifyRequest): Promise<unknown>;
  cookies: Cookies;
  /** How browsers reach media, without a trailing slash. */
  mediaPublicUrl: string;
  /** What server and media share. */
  secret: string;
}

const BySlug = z.object({ slug: Slug });

export function replayRoutes(app: FastifyInstance, parts: ReplayParts): void {
  const { database, changes, access, admit, cookies, mediaPublicUrl, secret } = parts;
  const sessionOf = (request: FastifyRequest) => access.session(cookies.sessionToken(request.headers.cookie));
  const ownerOf = async (request: FastifyRequest) => access.requireOwner(await sessionOf(request));
  const broadcastOf = (request: FastifyRequest) => findBroadcast(database.client, parse(BySlug, request.params).slug);
  const isOwner = (request: FastifyRequest) =>
    ownerOf(request).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    );

  function keyed(path: string, lifeMs: number, textOf: (expires: number) => string): string {
    const expires = Math.floor((Date.now() + lifeMs) / 1000);
    return `${mediaPublicUrl}/${path}?${signedQuery(textOf(expires), expires, secret)}`;
  }

  function uncutUrl(slug: string): string {
    const expires = Math.floor((Date.now() + UNCUT_MS) / 1000);
    return `${mediaPublicUrl}/hls/${slug}/${signedPass(uncutKeyText(slug, expires), expires, secret)}/index.m3u8`;
  }

  function ownerView(
    broadcast: StoredBroadcast,
    { version, cuts, download, keep, removedAt }: StoredReplay,
  ): OwnerReplay {
    const { slug } = broadcast;
    return {
      version,
      cuts,
      download,
      keep,
      broadcast: liveTime(broadcast),
      uncutUrl: uncutUrl(slug),
      removedAt: removedAt?.toISOString() ?? null,
    };
  }

  app.get('/api/broadcasts/:slug/replay', async (request, reply): Promise<Replay> => {
    const { id, state } = await broadcastOf(request);
    await admit(id, request);
    if (state !== 'ended') throw new Refusal('notFound', 'there is no replay until the broadcast is over');
    const { viewersDownload, ...view } = await viewReplay(database.client, id);
    // It depends on who asks.
    void reply.header('cache-control', 'private, no-cache');
    return { ...view, download: !view.removed && (viewersDownload || (await isOwner(request))) };
  });

  app.get('/api/broadcasts/:slug/replay.mp4', async (request, reply) => {
    const broadcast = await broadcastOf(request);
    await admit(broadcast.id, request);
    const { slug, zone } = broadcast;
    const { from } = liveTime(broadcast);
    const { download, removedAt } = await loadReplay(database.client, broadcast.id);
    if (!download) await ownerOf(request);
    if (removedAt) throw new Refusal('notFound', 'this replay is no longer kept');
    // 2026-05-09, on the show's own calendar.
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(new Date(from));
    void reply.header('cache-control', 'no-store');
    const address = keyed(`replays/${slug}/${slug}-${day}.mp4`, DOWNLOAD_MS, (expires) =>
      downloadKeyText(slug, expires),
    );
    return reply.redirect(address);
  });

  app.get('/api/admin/broadcasts/:slug/replay', async (request, reply): Promise<OwnerReplay> => {
    await ownerOf(request);
    const broadcast = await broadcastOf(request);
    void reply.header('cache-control', 'no-store');
    return ownerView(broadcast, await loadReplay(database.client, broadcast.id));
  });

  app.put('/api/admin/broadcasts/:slug/replay', async (request): Promise<OwnerReplay> => {
    const owner = await ownerOf(request);
    const broadcast = await broadcastOf(request);
    const wanted = parse(ReplayChange, request.body);
    const saved = await changes.run(broadcast.id, async (change) => {
      change.audit(owner, 'replay.change');
      return saveReplay(change, wanted);
    });
    return ownerView(broadcast, saved);
  });
}
