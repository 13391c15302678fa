/** `GET /api/broadcasts`: those that everybody may watch. `GET /api/broadcasts/:slug`: one, for those who may. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PublicBroadcast } from '../contract/index.ts';
import type { LiveView } from './live-view.ts';
import { findBroadcast, listBroadcastIds, openToAll } from './store.ts';

export function broadcastRoutes(
  app: FastifyInstance,
  {
    database,
    liveView,
    admit,
  }: {
    database: Database;
    liveView: LiveView;
    /** @throws Refusal `locked` */
    admit(broadcastId: string, request: FastifyRequest): Promise<unknown>;
  },
): void {
  app.get('/api/broadcasts', async (_request, reply): Promise<PublicBroadcast[]> => {
    const views = [];
    const ids = await listBroadcastIds(database.client);
    for (const id of await openToAll(database.client, ids)) views.push(await liveView.view(id));
    void reply.header('cache-control', 'no-cache');
    return views;
  });

  app.get<{ Params: { slug: string } }>('/api/broadcasts/:slug', async (request, reply): Promise<PublicBroadcast> => {
    const { id } = await findBroadcast(database.client, request.params.slug);
    await admit(id, request);
    void reply.header('cache-control', 'private, no-cache');
    return liveView.view(id);
  });
}
