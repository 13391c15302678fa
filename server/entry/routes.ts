/** Who may watch a broadcast, over HTTP: the door for viewers, the decision for the owner. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import { parse } from '../accounts/routes.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import {
  type Door,
  ENTRY_KEY_HEADER,
  Enter,
  type Entered,
  EntryChange,
  EntryKey,
  type OwnerEntry,
  Slug,
} from '../contract/index.ts';
import { addressKey, clientAddress } from '../platform/address.ts';
import type { Doorkeeper, Visitor } from './doorkeeper.ts';
import type { StoredEntry } from './store.ts';

export interface EntryParts {
  database: Database;
  access: Access;
  cookies: Cookies;
  doorkeeper: Doorkeeper;
  publicUrl: string;
  trustedProxies: number;
}

const BySlug = z.object({ slug: Slug });
const WithKey = z.object({ key: EntryKey.optional().catch(undefined) });

/** What a request brings along: as a header, in the address of what browsers fetch by themselves, or its cookies. */
export function visitorOf(request: FastifyRequest, cookies: Cookies): Visitor {
  const named = request.headers[ENTRY_KEY_HEADER] ?? WithKey.parse(request.query ?? {}).key;
  return { key: EntryKey.safeParse(named).data, sessionToken: cookies.sessionToken(request.headers.cookie) };
}

export function entryRoutes(app: FastifyInstance, parts: EntryParts): void {
  const { database, access, cookies, doorkeeper, publicUrl, trustedProxies } = parts;
  const broadcastOf = (request: FastifyRequest) => findBroadcast(database.client, parse(BySlug, request.params).slug);
  const ownerOf = async (request: FastifyRequest) =>
    access.requireOwner(await access.session(cookies.sessionToken(request.headers.cookie)));

  function ownerView(broadcast: { id: string; slug: string }, entry: StoredEntry): OwnerEntry {
    const page = new URL(`/b/${broadcast.slug}`, publicUrl);
    page.hash = `key=${doorkeeper.keyOf(broadcast.id, entry)}`;
    return { mode: entry.mode, link: entry.mode === 'link' ? page.href : null };
  }

  app.get('/api/broadcasts/:slug/door', async (request, reply): Promise<Door> => {
    const { id, slug, title, accent, plannedStart } = await broadcastOf(request);
    void reply.header('cache-control', 'no-cache');
    const { mode } = await doorkeeper.entry(id);
    return { slug, title, accent, plannedStart: plannedStart.toISOString(), mode };
  });

  app.post('/api/broadcasts/:slug/enter', async (request, reply): Promise<Entered> => {
    const { password } = parse(Enter, request.body);
    const { id } = await broadcastOf(request);
    void reply.header('cache-control', 'no-store');
    const address = addressKey(clientAddress(request.raw, trustedProxies));
    return { key: await doorkeeper.enter(id, password, address) };
  });

  app.get('/api/admin/broadcasts/:slug/entry', async (request, reply): Promise<OwnerEntry> => {
    await ownerOf(request);
    const broadcast = await broadcastOf(request);
    void reply.header('cache-control', 'no-store');
    return ownerView(broadcast, await doorkeeper.entry(broadcast.id));
  });

  app.put('/api/admin/broadcasts/:slug/entry', async (request, reply): Promise<OwnerEntry> => {
    const owner = await ownerOf(request);
    const broadcast = await broadcastOf(request);
    void reply.header('cache-control', 'no-store');
    return ownerView(broadcast, await doorkeeper.change(broadcast.id, parse(EntryChange, request.body), owner));
  });
}
