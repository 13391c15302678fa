/**
 * The HLS origin: playlists, init sections, segments and parts of every broadcast over HTTP, for a CDN or for viewers
 * directly. Knows nothing of how they are made.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { type Address, Addresses, MEDIA_PLAYLIST, type OwnName } from './address.ts';
import { type Answer, watchAnswers } from './answers.ts';
import { type Body, makeBody, type PlaylistWanted, takesGzip } from './bodies.ts';
import { judge, NO_DIRECTIVES } from './directives.ts';
import type { Right } from './gates.ts';
import { headLines, headOf, sendMedia } from './media-reply.ts';
import { NodeOutlet, type Outlet } from './outlet.ts';
import { PlainConnections } from './plain-connections.ts';
import { PlainReply } from './plain-reply.ts';
import type { PlaylistSources } from './playlist-source.ts';
import { cacheFor, refuse } from './replies.ts';
import type { HttpRequest } from './request-head.ts';
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

/** What is asked for below `/hls`. */
interface Request {
  address: Address;
  http: HttpRequest;
  /** With what was cut out. */
  uncut: boolean;
  /** Whoever asks for the same gets the same: all of it, and as long as they like. */
  shared: boolean;
}

/** A client that neither sends nor takes a byte for this long is gone. Longer than any held request. Milliseconds. */
const IDLE_MS = 30_000;
/** Players of any page may read every answer, refusals included, and how old a CDN's copy is. */
const FOR_EVERYONE = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Age' };
const HEAD = Object.entries(FOR_EVERYONE).flat();
/** Seconds for which an answer about an unknown broadcast may be kept: the common target duration. */
const UNKNOWN_SECONDS = 2;
const EVERYBODY: Right = { of: 'viewer', until: Number.POSITIVE_INFINITY };

export function createOrigin(options: OriginOptions): Origin {
  const { sources, log, gates } = options;
  const addresses = new Addresses();
  /** One for each address that the server listens on. */
  const connections: PlainConnections[] = [];
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
      if (!receive(raw, new NodeOutlet(response))) others(raw, response);
    });
    connections.push(new PlainConnections(server, IDLE_MS, receive));
    server.keepAliveTimeout = IDLE_MS;
    server.setTimeout(IDLE_MS);
    // An upload takes as long as it takes.
    server.requestTimeout = 0;
    return server;
  }

  /** False: none of ours. */
  function receive(http: HttpRequest, outlet: Outlet): boolean {
    const address = addresses.read(http);
    if (!address) return false;
    const { slug, pass, kind } = address;
    const onSent = (status: number, length: number) =>
      options.onAnswer?.({ kind, status, bytes: http.method === 'HEAD' ? 0 : length });
    const right = gates ? gates.judge(slug, pass) : EVERYBODY;
    const shared =
      right?.until === Number.POSITIVE_INFINITY && http.method === 'GET' && http.headers.range === undefined;
    const ready = shared ? stations.get(slug)?.ready.get(address) : undefined;
    if (ready) {
      onSent(200, ready.bytes.length);
      outlet.send(200, ready.lines, ready.bytes);
      return true;
    }
    const reply = new PlainReply(outlet, HEAD, onSent, right ? cachedFor(right) : 0);
    if (right) void answer({ address, http, uncut: right.of === 'owner', shared }, reply);
    else refuse(reply, 403, 'this broadcast needs a pass, or another one', 0);
    return true;
  }

  async function answer(request: Request, reply: PlainReply): Promise<void> {
    const { slug } = request.address;
    try {
      const on = stations.get(slug) ?? (await openStation(slug));
      if (on) await handlerOf(request)(on, request, reply);
      else refuse(reply, 404, 'no such broadcast on air', UNKNOWN_SECONDS);
    } catch (error) {
      log.error({ err: error }, 'origin request failed');
      if (reply.sent) reply.outlet.abort();
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
        for (const plain of connections) plain.close();
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

const OWN: Record<OwnName, Handler> = {
  'index.m3u8': sendMultivariant,
  'thumbnails.vtt': sendThumbnails,
  'thumbnail.jpg': sendNewestThumbnail,
};
const OWN_HANDLERS = new Map<string, Handler>(Object.entries(OWN));

const STORYBOARD = /^b\d+-.+\.jpg$/;

type Handler = (on: Station, request: Request, reply: PlainReply) => Promise<unknown>;

function handlerOf({ address: { rendition, name }, uncut }: Request): Handler {
  // The list of pictures counts from the beginning of what viewers see.
  if (uncut && (rendition === '' || name === MEDIA_PLAYLIST)) return sendUncut;
  if (rendition === '') return OWN_HANDLERS.get(name) ?? sendNamed;
  if (STORYBOARD.test(name)) return sendStoryboard;
  return name === MEDIA_PLAYLIST ? sendMediaPlaylist : sendNamed;
}

function sendMultivariant(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  return sendPlaylist(on, 'multivariant', request, reply, cacheFor(on.source.targetSeconds / 2));
}

async function sendMediaPlaylist(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const { source } = on;
  const { targetSeconds } = source;
  const { rendition } = request.address;
  if (!source.has(rendition)) return refuse(reply, 404, 'no such rendition', targetSeconds);
  // A finished playlist never changes: directives mean nothing to it, and wrong ones no harm (RFC 8216bis 6.2.5).
  const directives = source.ended ? NO_DIRECTIVES : request.address.directives;
  if (typeof directives === 'string') return refuse(reply, 400, directives, targetSeconds);
  if (!source.started) return refuse(reply, 404, 'nothing to play yet', targetSeconds);
  const verdict = judge(directives, source);
  if (verdict.type === 'refuse') return refuse(reply, 400, verdict.reason, targetSeconds);
  const wanted = { rendition, delta: verdict.delta };
  if (verdict.type === 'answer') return sendPlaylist(on, wanted, request, reply, cacheFor(targetSeconds / 2));
  const outcome = await on.playlistReaches(rendition, verdict.msn, verdict.part, reply.outlet.gone);
  if (outcome !== 'there') return refuse(reply, 503, 'the playlist did not advance', 0);
  return sendPlaylist(on, wanted, request, reply, cacheFor(6 * targetSeconds));
}

async function sendUncut(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const { rendition, name } = request.address;
  const text = name.endsWith('.m3u8') ? uncutPlaylist(on.source, rendition) : null;
  if (text === null) return refuse(reply, 404, 'not finished, or not here', 0);
  return sendBody(makeBody(text), request, reply, 'private, no-store');
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
  return sendBody(body, request, reply, cacheControl);
}

async function sendBody(body: Body, request: Request, reply: PlainReply, cacheControl: string): Promise<PlainReply> {
  const gzipped = takesGzip(request.http.headers['accept-encoding']) ? body.gzipped() : null;
  reply.header('Content-Type', 'application/vnd.apple.mpegurl').header('Cache-Control', cacheControl);
  reply.header('Vary', 'Accept-Encoding');
  if (!gzipped) return reply.send(body.plain);
  return reply.header('Content-Encoding', 'gzip').send(await gzipped);
}

async function sendNamed(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const { rendition, name } = request.address;
  const target = on.source.targetSeconds;
  let found = on.source.find(rendition, name, request.uncut);
  if (found?.type === 'hinted') {
    const outcome = await on.hintSettles(rendition, name, reply.outlet.gone);
    if (outcome !== 'there') return refuse(reply, 503, 'not there yet', 0);
    found = on.source.find(rendition, name);
  }
  if (!found || found.type === 'hinted') return refuse(reply, 404, 'no such media', target);
  // What never changes, unlike a thumbnail's or a caption's file.
  if (found.type === 'file' && /\.m(?:4s|p4)$/.test(name)) found = await on.inMemory(found);
  const head = headOf(name, target);
  if (request.shared && found.type === 'bytes')
    keepReady(on, request.address, found, [...HEAD, ...headLines(head, found.length).flat()]);
  return sendMedia(found, request.http, reply, target, head);
}

/** Where they are one piece. */
function keepReady(
  on: Station,
  address: Address,
  { chunks }: { chunks: readonly Uint8Array[] },
  lines: string[],
): void {
  const [bytes] = chunks;
  if (chunks.length === 1 && Buffer.isBuffer(bytes)) on.ready.set(address, { lines, bytes });
}

async function sendThumbnails(on: Station, _request: Request, reply: PlainReply): Promise<PlainReply> {
  reply.header('Content-Type', 'text/vtt; charset=utf-8').header('Cache-Control', cacheFor(on.source.targetSeconds));
  return reply.send(on.source.thumbnails());
}

/** Thumbnails in one picture. */
async function sendStoryboard(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const target = on.source.targetSeconds;
  const { rendition, name } = request.address;
  const bytes = rendition === 'main' ? await on.source.storyboard(name) : null;
  if (!bytes) return refuse(reply, 404, 'no such media', target);
  const found = { type: 'bytes', chunks: [bytes], length: bytes.length } as const;
  return sendMedia(found, request.http, reply, target, headOf(name, target));
}

/** The same address always: for links and messengers, which do not come back for a newer one. */
async function sendNewestThumbnail(on: Station, request: Request, reply: PlainReply): Promise<PlainReply> {
  const target = on.source.targetSeconds;
  const found = on.source.newestThumbnail();
  if (!found || found.type === 'hinted') return refuse(reply, 404, 'no picture yet', target);
  return sendMedia(found, request.http, reply, target, { type: 'image/jpeg', cache: cacheFor(target) });
}
