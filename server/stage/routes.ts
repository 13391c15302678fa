/** `/api/studio/:slug/stage-link`: the link that opens the stage clock without an account. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AccountParts, parse } from '../accounts/routes.ts';
import { findBroadcast } from '../broadcasts/store.ts';
import { type CreatedStageLink, Slug, type StageLink } from '../contract/index.ts';
import { loadStage } from './board-store.ts';
import type { Stage } from './stage.ts';

export interface StageRouteParts extends Pick<AccountParts, 'database' | 'access' | 'cookies' | 'publicUrl' | 'log'> {
  stage: Stage;
  /** Called when the link of a broadcast opens nothing any more: whoever came by it leaves at once. */
  onUnlinked(broadcastId: string): void;
}

const BySlug = z.object({ slug: Slug });

export function stageRoutes(app: FastifyInstance, parts: StageRouteParts): void {
  const { database, access, cookies, publicUrl, stage, onUnlinked, log } = parts;
  const producerOf = async ({ headers, params }: FastifyRequest) => {
    const session = await access.session(cookies.sessionToken(headers.cookie));
    const broadcast = await findBroadcast(database.client, parse(BySlug, params).slug);
    return { broadcast, actor: await access.requireRole(session, broadcast.id, ['producer']) };
  };

  app.get('/api/studio/:slug/stage-link', async (request, reply): Promise<StageLink> => {
    const { broadcast } = await producerOf(request);
    void reply.header('cache-control', 'no-store');
    return { linkedAt: (await loadStage(database.client, broadcast.id)).link?.createdAt ?? null };
  });

  app.post('/api/studio/:slug/stage-link', async (request, reply) => {
    const { broadcast, actor } = await producerOf(request);
    const { token, linkedAt } = await stage.link(broadcast.id, actor);
    onUnlinked(broadcast.id);
    log.info({ slug: broadcast.slug }, 'stage link made');
    // Behind the `#` it reaches no log and no other site.
    const created: CreatedStageLink = { linkedAt, url: `${publicUrl}/stage/${broadcast.slug}#${token}` };
    return reply.code(201).header('cache-control', 'no-store').send(created);
  });

  app.delete('/api/studio/:slug/stage-link', async (request, reply) => {
    const { broadcast, actor } = await producerOf(request);
    await stage.unlink(broadcast.id, actor);
    onUnlinked(broadcast.id);
    log.info({ slug: broadcast.slug }, 'stage link revoked');
    return reply.code(204).send();
  });
}
