/**
 * The HLS origin: playlists, init sections, segments and parts of every broadcast over HTTP, for a CDN or for viewers
 * directly. Knows nothing of how they are made.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { type Answer, kindOf, watchAnswers } from './answers.ts';
import { type PlaylistWanted, takesGzip } from './bodies.ts';
import { judge, parseDirectives } from './directives.ts';
import type { Right } from './gates.ts';
import { headOf, sendMedia } from './media-reply.ts';
import { PlainReply } from './plain-reply.ts';
import type { PlaylistSources } from './playlist-source.ts';
import { cacheFor, refuse } from './replies.ts';
import { SegmentFiles } from './segment-files.ts';
import { Station } from './station.ts';
import { uncutPlaylist } from './uncut.ts';

export interface OriginOptions {
  sources: PlaylistSources;
  log: Logger;
  /** Who may ask for what. Default: everybody for everything that was not cut out. */
  gates?: { judge(slug: string, pass: string): Right | null };
  /** More facts for `/health`. */
  health?: () => Record<string, unknown>;
  /** Called for each answer. */
  onAnswer?: (answer: Answer) => void;
  /** What `/ready` says. Default: always ready. */
  ready?: () => boolean;
}

export interface Origin {
  /** For further routes; add them before `listen`. */
  app: FastifyInstance;
  /** @returns the port, chosen by the system when 0 was asked for. */
  listen(host: string, port: number): Promise<number>;
  /** Who waits for what, by broadcast. */
  watch(): OriginWatch[];
  /** Answers whoever waits, closes every connection. The sources stay open. Safe twice. */
  close(): Promise<void>;
}

/** One broadcast, as it is asked for. */
export interface OriginWatch {
  slug: string;
  /** Requests that wait. */
  held: number;
  /** Players that follow the live picture, by rendition. */
  viewers: ReadonlyMap<string, number>;
}

/** Who is asked for what below `/hls`. */
interface Request {
  raw: IncomingMessage;
  slug: string;
  /** What lets them in; empty: nothing. */
  pass: string;
  /** With what was cut out. */
  uncut: boolean;
  /** Empty: the broadcast's own. */
  rendition: string;
  name: string;
  query: string;
}

/** A client that neither sends nor takes a byte for this long is gone. Longer than any held request. Milliseconds. */
const IDLE_MS = 30_000;
/** Players of any page may read every answer, refusals included, and how old a CDN's copy is. */
const FOR_EVERYONE = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Age' };
const HEAD = Object.entries(FOR_EVERYONE).flat();
const MEDIA_PLAYLIST = 'live.m3u8';
/** Seconds for which an answer about an unknown broadcast may be kept: the common target duration. */
const UNKNOWN_SECONDS = 2;
const EVERYBODY: Right = { of: 'viewer', until: Number.POSITIVE_INFINITY };

export function createOrigin(options: OriginOptions): Origin {
  const { sources, log, gates } = options;
  const app = Fastify({
    logger: false,
    serverFactory: serve,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 120 },
    // An address that is none reaches no hook.
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      refuse(reply.headers(FOR_EVERYONE), error.statusCode ?? 400, error.message, UNKNOWN_SECONDS);
    },
  });
  if (options.onAnswer) watchAnswers(app, options.onAnswer);
  /** By slug. */
  const stations = new Map<string, Station>();
  const files = new SegmentFiles();

  async function openStation(slug: string): Promise<Station | null> {
    const source = await sources.find(slug);
    await source?.ready;
    // Somebody may have opened it meanwhile.
    const known = stations.get(slug);
    if (known || !source || source.closed) return known ?? null;
    const made = new Station(slug, source, files, () => stations.delete(slug));
    stations.set(slug, made);
    return made;
  }

  /** Answers what is asked for below `/hls` itself and leaves the rest to `others`. */
  function serve(others: RequestListener): Server {
    const server = createServer((raw, response) => {
      const request = readRequest(raw);
      if (!request) return others(raw, response);
      const onSent = (status: number, bytes: number) =>
        options.onAnswer?.({ kind: kindOf(raw.url ?? ''), status, bytes });
      const right = gates ? gates.judge(request.slug, request.pass) : EVERYBODY;
      const reply = new PlainReply(response, HEAD, onSent, right ? cachedFor(right) : 0);
      if (!right) return refuse(reply, 403, 'this broadcast needs a pass, or another one', 0);
      void answer({ ...request, uncut: right.of === 'owner' }, reply);
    });
    server.keepAliveTimeout = IDLE_MS;
    server.setTimeout(IDLE_MS);
    // An upload takes as long as it takes.
    server.requestTimeout = 0;
    return server;
  }

  async function answer(request: Request, reply: PlainReply): Promise<void> {
    try {
      const on = stations.get(request.slug) ?? (await openStation(request.slug));
      if (on) await handlerOf(request)(on, request, reply);
      else refuse(reply, 404, 'no such broadcast on air', UNKNOWN_SECONDS);
    } catch (error) {
      log.error({ err: error }, 'origin request failed');
      if (reply.raw.headersSent) reply.raw.destroy();
      else refuse(reply, 500, 'internal error', 0);
    }
  }

  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(FOR_EVERYONE);
  });
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'nothing here', UNKNOWN_SECONDS));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'origin request failed');
    return refuse(reply, status, status >= 500 ? 'internal error' : error.message, status >= 500 ? 0 : UNKNOWN_SECONDS);
  });

  app.options('/*', async (_request, reply) => {
    reply.header('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS').header('Access-Control-Allow-Headers', '*');
    return reply.header('Access-Control-Max-Age', '86400').code(204).send();
  });
  app.get('/health', async () => {
    const heldRequests = [...stations.values()].reduce((sum, on) => sum + on.held, 0);
    return { ok: true, heldRequests, ...options.health?.() };
  });
  app.get('/ready', async (_request, reply) => {
    const ready = options.ready?.() ?? true;
    return reply.code(ready ? 200 : 503).send({ ready });
  });

  let closing: Promise<void> | null = null;
  return {
    app,
    async listen(host, port) {
      await app.listen({ host, port });
      const address = app.server.address();
      if (address === null || typeof address === 'string') throw new Error('the origin has no port');
      log.info({ host, port: address.port }, 'origin listens');
      return address.port;
    },
    watch: () => [...stations.values()].map(({ slug, held, viewers }) => ({ slug, held, viewers })),
    close() {
      closing ??= (async () => {
        for (const on of [...stations.values()]) on.close();
        // One turn, so that those who waited are answered before their connections go.
        await delay(0);
        await app.close();
      })();
      return closing;
    },
  };
}

/** Seconds for which caches may keep what somebody with that right gets: what is the owner's alone, never. */
function cachedFor({ of, until }: Right): number {
  return of === 'owner' ? 0 : (until - Date.now()) / 1000;
}

/** `/hls/<broadcast>/<name>` or `/hls/<broadcast>/<rendition>/<name>`, with `~<pass>/` after the broadcast where it has one. */
const ADDRESS = /^\/hls\/([^/?]+)\/(?:~([^/?]+)\/)?(?:([^/?]+)\/)?([^/?]+)(?:\?(.*))?$/;
/** Of the broadcast itself. */
const OWN_NAMES = new Map<string, Handler>([
  ['index.m3u8', sendMultivariant],
  ['thumbnails.vtt', sendThumbnails],
  ['thumbnail.jpg', sendNewestThumbnail],
]);

const STORYBOARD = /^b\d+-.+\.jpg$/;

type Handler = (on: Station, request: Request, reply: PlainReply) => Promise<unknown>;

/** Null: nothing of ours. */
function readRequest(raw: IncomingMessage): Request | null {
  if (raw.method !== 'GET' && raw.method !== 'HEAD') return null;
  const [, slug, pass = '', rendition = '', name = '', query = ''] = ADDRESS.exec(raw.url ?? '') ?? [];
  if (slug === undefined) return null;
  const isOurs = rendition === '' ? OWN_NAMES.has(name) : name === MEDIA_PLAYLIST || !name.endsWith('.m3u8');
  return isOurs ? { raw, slug, pass, uncut: false, rendition, name, query } : null;
}

function handlerOf({ rendition, name, uncut }: Request): Handler {
  // The list of pictures counts from the beginning of what viewers see.
  if (uncut && (rendition === '' || name === MEDIA_PLAYLIST)) return sendUncut;
  if (rendition === '') return OWN_NAMES.get(name) ?? sendNamed;
  if (STORYBOARD.test(name)) return sendStoryboard;
  return name === MEDIA_PLAYLIST ? sendMediaPlaylist : sendNamed;
}

function sendMultivariant(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  return sendPlaylist(on, 'multivariant', request, reply, cacheFor(on.source.targetSeconds / 2));
}

async function sendMediaPlaylist(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const { source } = on;
  const { targetSeconds } = source;
  const { rendition, query } = request;
  if (!source.has(rendition)) return refuse(reply, 404, 'no such rendition', targetSeconds);
  // A finished playlist never changes: directives mean nothing to it, and wrong ones no harm (RFC 8216bis 6.2.5).
  const directives = parseDirectives(new URLSearchParams(source.ended ? '' : query));
  if (typeof directives === 'string') return refuse(reply, 400, directives, targetSeconds);
  if (!source.started) return refuse(reply, 404, 'nothing to play yet', targetSeconds);
  const verdict = judge(directives, source);
  if (verdict.type === 'refuse') return refuse(reply, 400, verdict.reason, targetSeconds);
  const wanted = { rendition, delta: verdict.delta };
  if (verdict.type === 'answer') return sendPlaylist(on, wanted, request, reply, cacheFor(targetSeconds / 2));
  const outcome = await on.playlistReaches(rendition, verdict.msn, verdict.part, reply);
  if (outcome !== 'there') return refuse(reply, 503, 'the playlist did not advance', 0);
  return sendPlaylist(on, wanted, request, reply, cacheFor(6 * targetSeconds));
}

async function sendUncut(on: Station, { rendition, name }: Request, reply: PlainReply): Promise<PlainReply> {
  const text = name.endsWith('.m3u8') ? uncutPlaylist(on.source, rendition) : null;
  if (text === null) return refuse(reply, 404, 'not finished, or not here', 0);
  reply.header('Content-Type', 'application/vnd.apple.mpegurl').header('Cache-Control', 'private, no-store');
  return reply.send(text);
}

async function sendPlaylist(
  on: Station,
  wanted: PlaylistWanted,
  request: Request,
  reply: PlainReply,
  cacheControl: string,
): Promise<PlainReply> {
  const body = on.bodies.get(wanted);
  if (!body) return refuse(reply, 404, 'nothing to play yet', on.source.targetSeconds);
  const gzipped = takesGzip(request.raw.headers['accept-encoding']) ? body.gzipped() : null;
  reply.header('Content-Type', 'application/vnd.apple.mpegurl').header('Cache-Control', cacheControl);
  reply.header('Vary', 'Accept-Encoding');
  if (!gzipped) return reply.send(body.plain);
  return reply.header('Content-Encoding', 'gzip').send(await gzipped);
}

async function sendNamed(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const { rendition, name } = request;
  const target = on.source.targetSeconds;
  let found = on.source.find(rendition, name, request.uncut);
  if (found?.type === 'hinted') {
    const outcome = await on.hintSettles(rendition, name, reply);
    if (outcome !== 'there') return refuse(reply, 503, 'not there yet', 0);
    found = on.source.find(rendition, name);
  }
  if (!found || found.type === 'hinted') return refuse(reply, 404, 'no such media', target);
  // What never changes, unlike a thumbnail's or a caption's file.
  if (found.type === 'file' && /\.m(?:4s|p4)$/.test(name)) found = await on.inMemory(found);
  return sendMedia(found, request.raw, reply, target, headOf(name, target));
}

async function sendThumbnails(on: Station, _request: Request, reply: PlainReply): Promise<PlainReply> {
  reply.header('Content-Type', 'text/vtt; charset=utf-8').header('Cache-Control', cacheFor(on.source.targetSeconds));
  return reply.send(on.source.thumbnails());
}

/** Thumbnails in one picture. */
async function sendStoryboard(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const target = on.source.targetSeconds;
  const bytes = request.rendition === 'main' ? await on.source.storyboard(request.name) : null;
  if (!bytes) return refuse(reply, 404, 'no such media', target);
  const found = { type: 'bytes', chunks: [bytes], length: bytes.length } as const;
  return sendMedia(found, request.raw, reply, target, headOf(request.name, target));
}

/** The same address always: for links and messengers, which do not come back for a newer one. */
async function sendNewestThumbnail(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const target = on.source.targetSeconds;
  const found = on.source.newestThumbnail();
  if (!found || found.type === 'hinted') return refuse(reply, 404, 'no picture yet', target);
  return sendMedia(found, request.raw, reply, target, { type: 'image/jpeg', cache: cacheFor(target) });
}
