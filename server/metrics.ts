/** What the server tells Prometheus: gathered where it passes, read where it is known. */
import type { Database } from '@antenne/prisma';
import type { FastifyInstance } from 'fastify';
import type { Server } from 'socket.io';
import { listSlugs } from './broadcasts/store.ts';
import { METRICS_TYPE, Metrics, mayReadMetrics, type Sample } from './contract/metrics.ts';
import { Refusal } from './platform/failure.ts';
import { countQuestions } from './questions/store.ts';

const NAMESPACES = ['audience', 'control', 'duplex', 'media'] as const;
const DURATION_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What became of a command: `ok`, or why it was refused. */
export interface CommandOutcome {
  namespace: string;
  /** One of the contract's. */
  name: string;
  outcome: string;
  /** From its arrival to its answer. */
  seconds: number;
}

export interface ServerFacts {
  database: Database;
  io: Server;
  media: { connected: boolean };
  /** Those with a socket, and those who only say that they are there. */
  viewers: { socket(broadcastId: string): number; beacon(broadcastId: string): number };
}

export class ServerMetrics {
  readonly #metrics = new Metrics();
  readonly #commands = this.#metrics.histogram(
    'antenne_command_seconds',
    'Commands of pages, from arrival to answer, by what became of them. Votes and questions are question:vote and question:submit.',
    DURATION_BOUNDS,
  );

  constructor() {
    const started = Date.now() / 1000 - process.uptime();
    this.#metrics.read('counter', 'process_cpu_seconds_total', 'Processor time of this process.', () => {
      const { user, system } = process.cpuUsage();
      return [[{}, (user + system) / 1e6]];
    });
    this.#metrics.read('gauge', 'process_resident_memory_bytes', 'Memory of this process.', () => [
      [{}, process.memoryUsage.rss()],
    ]);
    this.#metrics.read('gauge', 'process_start_time_seconds', 'When it began, Unix time.', () => [[{}, started]]);
  }

  answered({ namespace, name, outcome, seconds }: CommandOutcome): void {
    this.#commands.observe({ namespace, name, outcome }, seconds);
  }

  /** From now on these are asked as well. */
  watch({ database, io, media, viewers }: ServerFacts): void {
    this.#metrics.read('gauge', 'antenne_sockets', 'Open sockets.', () =>
      NAMESPACES.map((namespace) => [{ namespace }, io.of(`/${namespace}`).sockets.size] as const),
    );
    this.#metrics.read('gauge', 'antenne_media_connected', 'Whether the media plane is connected.', () => [
      [{}, Number(media.connected)],
    ]);
    this.#metrics.read('gauge', 'antenne_viewers', 'Who watches: with a socket, or by beacon.', async () => {
      const slugs = await listSlugs(database.client);
      return [...slugs].flatMap(([id, slug]): Sample[] => [
        [{ slug, by: 'socket' }, viewers.socket(id)],
        [{ slug, by: 'beacon' }, viewers.beacon(id)],
      ]);
    });
    // One question to the database for both.
    const counted = shared(async () => {
      const slugs = await listSlugs(database.client);
      return (await countQuestions(database.client)).flatMap(({ broadcastId, ...counts }) => {
        const slug = slugs.get(broadcastId);
        return slug === undefined ? [] : [{ slug, ...counts }];
      });
    });
    this.#metrics.read('gauge', 'antenne_questions', 'Questions, by what became of them.', async () =>
      (await counted()).map(({ slug, state, questions }) => [{ slug, state }, questions] as const),
    );
    this.#metrics.read('gauge', 'antenne_votes', 'Support for those questions.', async () =>
      (await counted()).map(({ slug, state, votes }) => [{ slug, state }, votes] as const),
    );
  }

  text(): Promise<string> {
    return this.#metrics.text();
  }
}

/** The same answer for all who ask before it is there. */
function shared<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asking: Promise<Result> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

/** `GET /metrics`. */
export function metricsRoute(app: FastifyInstance, metrics: ServerMetrics, token: string | undefined): void {
  app.get('/metrics', async (request, reply) => {
    const reader = { address: request.raw.socket.remoteAddress, headers: request.headers };
    if (!mayReadMetrics(reader, token)) throw new Refusal('forbidden', 'metrics are not for everybody');
    return reply
      .header('cache-control', 'no-store')
      .type(METRICS_TYPE)
      .send(await metrics.text());
  });
}
