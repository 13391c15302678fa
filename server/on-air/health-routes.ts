/** `GET /api/admin/health`: how every broadcast that is not over fares, and what takes the disk, for the owner. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../accounts/access.ts';
import type { Cookies } from '../accounts/cookies.ts';
import type { LiveView } from '../broadcasts/live-view.ts';
import { listOpenBroadcastIds } from '../broadcasts/store.ts';
import type { OwnerHealth, OwnerStorage } from '../contract/index.ts';
import type { ContributorBoard } from '../contributors/board.ts';
import type { Air } from './air.ts';
import type { Recordings } from './recordings.ts';
import type { Vitals } from './vitals.ts';

export interface HealthParts {
  database: Database;
  access: Access;
  cookies: Cookies;
  liveView: LiveView;
  board: ContributorBoard;
  air: Pick<Air, 'health'>;
  recordings: Pick<Recordings, 'status'>;
  vitals: Pick<Vitals, 'of'>;
  viewers(broadcastId: string): number;
  storage(): Promise<OwnerStorage | null>;
}

export function healthRoutes(app: FastifyInstance, parts: HealthParts): void {
  const { database, access, cookies, liveView, board, air, recordings, vitals, viewers, storage } = parts;

  async function broadcastHealth(broadcastId: string): Promise<OwnerHealth['broadcasts'][number]> {
    const { id, slug, title, state } = await liveView.view(broadcastId);
    const contributors = await board.list(id);
    return {
      id,
      slug,
      title,
      state,
      program: air.health(id),
      vitals: vitals.of(id),
      recording: recordings.status(id),
      viewers: viewers(id),
      contributors: contributors.map(({ id: contributorId, number, name, feed, quality }) => ({
        id: contributorId,
        number,
        name,
        feed,
        quality,
      })),
    };
  }

  app.get('/api/admin/health', async (request, reply): Promise<OwnerHealth> => {
    await access.requireOwner(await access.session(cookies.sessionToken(request.headers.cookie)));
    const broadcasts = [];
    for (const id of await listOpenBroadcastIds(database.client)) broadcasts.push(await broadcastHealth(id));
    void reply.header('cache-control', 'no-store');
    const server = { upSeconds: process.uptime(), rssBytes: process.memoryUsage.rss() };
    return { server, storage: await storage(), broadcasts };
  });
}
