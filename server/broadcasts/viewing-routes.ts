/** `POST /api/broadcasts/:slug/viewing`: a player without a socket is there. From any page, with the tab's id as text. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Slug, ViewingId } from '../contract/index.ts';
import { addressKey, clientAddress } from '../platform/address.ts';
import { tooMany } from '../platform/commands.ts';
import { Refusal } from '../platform/failure.ts';
import { findBroadcast } from './store.ts';
import type { Viewing } from './viewing.ts';

/** Bytes: a UUID and some room. */
const BODY_LIMIT = 64;
const BySlug = z.object({ slug: Slug });

export function viewingRoutes(
  app: FastifyInstance,
  { database, viewing, trustedProxies }: { database: Database; viewing: Viewing; trustedProxies: number },
): void {
  /** A broadcast keeps its slug. */
  const known = new Map<string, string>();

  async function idOf(slug: string): Promise<string> {
    const id = known.get(slug) ?? (await findBroadcast(database.client, slug)).id;
    known.set(slug, id);
    return id;
  }

  app.post(
    '/api/broadcasts/:slug/viewing',
    { bodyLimit: BODY_LIMIT, config: { anyOrigin: true } },
    async (request, reply) => {
      // Nothing of it depends on who asks: cookies are not looked at.
      void reply.header('access-control-allow-origin', '*').header('cache-control', 'no-store');
      const wait = viewing.pay(addressKey(clientAddress(request.raw, trustedProxies)));
      if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
      const at = BySlug.safeParse(request.params);
      const tab = ViewingId.safeParse(request.body);
      if (!at.success) throw new Refusal('notFound', 'no such broadcast');
      if (!tab.success) throw new Refusal('badRequest', 'the body is no UUID in plain text');
      viewing.hear(await idOf(at.data.slug), tab.data);
      return reply.code(204).send();
    },
  );
}
