/** `GET /api/join/:token`: what a contributor's page shows before it is linked. The link is the credential. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import { findContributorInvitation } from '../accounts/store.ts';
import type { DuplexInvitation } from '../contract/index.ts';
import { viewDuplexInvitation } from './store.ts';

export function contributorRoutes(app: FastifyInstance, database: Database): void {
  app.get<{ Params: { token: string } }>('/api/join/:token', async (request, reply): Promise<DuplexInvitation> => {
    const { contributorId } = await findContributorInvitation(database.client, request.params.token, new Date());
    void reply.header('cache-control', 'no-store');
    return viewDuplexInvitation(database.client, contributorId);
  });
}
