import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { ServerTime } from '../contract/index.ts';
import { databaseAnswers } from './ping-store.ts';

export interface ProbeParts {
  database: Database;
  media: { connected: boolean };
}

/**
 * `GET /health` while the process lives; `/ready` with 200 once the database answers and media is connected, else 503;
 * `/api/time` for pages' clocks.
 */
export function probeRoutes(app: FastifyInstance, { database, media }: ProbeParts): void {
  app.get('/health', async () => ({ ok: true }));
  app.get('/api/time', async (_request, reply): Promise<z.infer<typeof ServerTime>> => {
    void reply.header('cache-control', 'no-store');
    return { now: new Date().toISOString() };
  });
  app.get('/ready', async (_request, reply) => {
    const databaseReady = await databaseAnswers(database);
    const ready = databaseReady && media.connected;
    return reply.code(ready ? 200 : 503).send({ ok: ready, database: databaseReady, media: media.connected });
  });
}
