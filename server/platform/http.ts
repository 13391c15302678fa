/** The web server: pages, API, and the ground that the sockets stand on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import serveFiles from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyServerOptions, fastify } from 'fastify';
import type { Failure } from '../contract/index.ts';
import { addressKey, clientAddress } from './address.ts';
import { toFailure, tooMany } from './commands.ts';
import { HTTP_STATUS, Refusal } from './failure.ts';
import type { Log } from './logging.ts';
import { isOwnOrigin } from './origin.ts';
import { RateLimiter } from './rate-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route may be asked from any page: it changes nothing of anybody's, and limits its callers itself. */
    anyOrigin?: boolean;
  }
}

export interface HttpOptions {
  publicUrl: string;
  mediaPublicUrl: string;
  trustedProxies: number;
  /** The built pages. */
  webFolder: string;
  log: Log;
}

/** For requests that change something: enough for a school behind one address, too little to hammer the database. */
const WRITES_PER_ADDRESS = { burst: 300, perSecond: 20 };
/** Connections that may wait to be accepted: a full house comes back within seconds. The system may allow fewer. */
export const CONNECTION_BACKLOG = 4_096;
/** Longest request body in bytes. */
const BODY_LIMIT = 64 * 1024;

/**
 * Routes parse with zod and carry no JSON schema. Saying so spares each start Fastify's own compilers (Ajv and its kind):
 * a seventh of the time until the server listens.
 */
const WITHOUT_SCHEMAS: FastifyServerOptions['schemaController'] = {
  compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas },
};

function noSchemas(): never {
  throw new Error('a route has a JSON schema: parse with zod instead');
}

/** Makes the server; the caller registers its routes, listens, and closes it. */
export async function createHttp({
  publicUrl,
  mediaPublicUrl,
  trustedProxies,
  webFolder,
  log,
}: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, schemaController: WITHOUT_SCHEMAS });
  const writes = new RateLimiter(WRITES_PER_ADDRESS);
  const secure = publicUrl.startsWith('https:');
  const media = new URL(mediaPublicUrl).origin;
  const sockets = new URL(publicUrl).origin.replace(/^http/, 'ws');

  app.setErrorHandler((error: unknown, request, reply) => {
    const status = statusOf(error);
    // Fastify's own refusals: a body too long, no JSON, a wrong content type.
    if (status !== null && status < 500 && error instanceof Error) {
      return fail(reply, new Refusal('badRequest', error.message), log, status);
    }
    return fail(reply, error, log.child({ route: request.routeOptions.url }));
  });
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return;
    if (request.routeOptions.config.anyOrigin) return;
    if (!isOwnOrigin(request.headers, publicUrl)) {
      log.info({ route: request.routeOptions.url }, 'request from a foreign origin refused');
      throw new Refusal('forbidden', 'this comes from a foreign origin');
    }
    const wait = writes.take(addressKey(clientAddress(request.raw, trustedProxies)).key);
    if (wait > 0) throw new Refusal('tooMany', tooMany(wait).message, { retryAfterMs: wait });
  });

  await app.register(helmet, {
    // Without TLS there is nothing to insist on.
    hsts: secure,
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The player and the interface library set styles on elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', media],
        mediaSrc: ["'self'", 'blob:', media],
        connectSrc: ["'self'", sockets, media],
        // hls.js makes its worker from a blob.
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
  });
  await app.register(compress, { threshold: 1024 });
  await serveWeb(app, webFolder, log);
  return app;
}

/** The pages: hashed assets for ever, everything else checked each time; any other address is the page itself. */
async function serveWeb(app: FastifyInstance, webFolder: string, log: Log): Promise<void> {
  const built = existsSync(join(webFolder, 'index.html'));
  if (built) {
    await app.register(serveFiles, {
      root: webFolder,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(webFolder, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        // The picture of links that are shared: other sites show it.
        if (path === join(webFolder, 'card.png')) reply.header('cross-origin-resource-policy', 'cross-origin');
      },
    });
  } else {
    log.warn({ webFolder }, 'the pages are not built: only the API is served');
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      request.method === 'GET' && !/^\/(api|socket\.io|assets)(\/|$)/.test(request.url.split('?')[0] ?? '');
    if (built && isPage) return reply.sendFile('index.html');
    return reply.code(404).send({ error: { code: 'notFound', message: 'nothing is here' } satisfies Failure });
  });
}

/** Answers with `{ error: Failure }` and the status of its code. */
function fail(reply: FastifyReply, error: unknown, log: Log, status?: number): FastifyReply {
  const failure = toFailure(error, log);
  if (failure.retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(failure.retryAfterMs / 1000));
  return reply.code(status ?? HTTP_STATUS[failure.code]).send({ error: failure });
}

function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : null;
}
