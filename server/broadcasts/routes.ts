/** `GET /api/broadcasts` and `GET /api/broadcasts/:slug`: public, the same for everyone. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import type { PublicBroadcast } from '../contract/index.ts';
import type { LiveView } from './live-view.ts';
import { findBroadcast, listBroadcastIds } from './store.ts';

export function broadcastRoutes(app: FastifyInstance, database: Database, liveView: LiveView): void {
  app.get('/api/broadcasts', async (_request, reply): Promise<PublicBroadcast[]> => {
    const views = [];
    for (const id of await listBroadcastIds(database.client)) views.push(await liveView.view(id));
    void reply.header('cache-control', 'no-cache');
    return views;
  });

  app.get<{ Params: { slug: string } }>('/api/broadcasts/:slug', async (request, reply): Promise<PublicBroadcast> => {
    const { id } = await findBroadcast(database.client, request.params.slug);
    void reply.header('cache-control', 'no-cache');
    return liveView.view(id);
  });
}
