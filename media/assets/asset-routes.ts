/**
 * `PUT /assets/:id`: uploads. `GET /assets/:id/thumbnail` and `/view`: what producers look at, by addresses that the server
 * signed. `/sound`: a clip's sound, for a producer's ears alone. `/trailer`: a clip with its sound, for viewers.
 */
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assetFiles } from '../core/asset-files.ts';
import type { AddressKey } from '../core/signed-address.ts';
import { type AllowedUpload, type AssetStore, UploadFailure } from './asset-store.ts';
import type { Trailers } from './trailers.ts';
import { readWave, WAVE_HEADER_BYTES } from './wave-file.ts';

export interface AssetRoutesOptions {
  store: AssetStore;
  trailers: Trailers;
  /** What a ticket allows; null for none of ours, or one whose time is over. */
  allows(ticket: string): AllowedUpload | null;
  /** Whether the server signed this address of the asset's pictures, for longer than until now. */
  opens(assetId: string, key: AddressKey): boolean;
}

const STATUS: Record<UploadFailure['problem'], number> = {
  exists: 409,
  cut: 400,
  tooLarge: 413,
  diskFull: 507,
  unreadable: 422,
  missing: 404,
  internal: 500,
};
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What there is to see or hear of an asset. */
type What = 'thumbnail' | 'view' | 'sound' | 'trailer';

interface Params {
  Params: { id: string };
}

interface Picture extends Params {
  Querystring: AddressKey;
}

/** Adds the routes, in a scope of their own: bodies are streams there. */
export function assetRoutes(app: FastifyInstance, options: AssetRoutesOptions): void {
  const { store, allows } = options;
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.options('/assets/:id', async (_request, reply) =>
      reply
        .header('Access-Control-Allow-Methods', 'PUT, OPTIONS')
        .header('Access-Control-Allow-Headers', 'authorization, content-type')
        .header('Access-Control-Max-Age', '600')
        .code(204)
        .send(),
    );
    scope.put<Params>('/assets/:id', async (request, reply) => {
      const ticket = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      const allowed = ticket ? allows(ticket) : null;
      if (allowed?.assetId !== request.params.id) return refuse(reply, 403, 'ticket');
      const announced = Number(request.headers['content-length'] ?? allowed.bytes);
      if (announced > allowed.bytes) return refuse(reply, 413, 'tooLarge');
      try {
        await store.receive(allowed, request.body instanceof Readable ? request.body : Readable.from([]));
      } catch (error) {
        if (!(error instanceof UploadFailure)) throw error;
        return refuse(reply, STATUS[error.problem], error.problem);
      }
      return reply.code(201).header('Cache-Control', 'no-store').send({ ok: true });
    });
    for (const what of ['thumbnail', 'view', 'sound', 'trailer'] as const) {
      scope.get<Picture>(`/assets/:id/${what}`, (request, reply) => sendFile(options, request, reply, what));
    }
  });
}

/** The connection ends with the answer: what is left of the body is not waited for. */
function refuse(reply: FastifyReply, status: number, problem: string): FastifyReply {
  return reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .header('Connection', 'close')
    .send({ ok: false, problem });
}

/** One file, as it is asked for. */
interface Shown {
  type: string;
  /** Bytes. */
  size: number;
  /** From `start` to `end`, both included. */
  read(part: { start: number; end: number }): Readable;
}

async function sendFile(
  options: AssetRoutesOptions,
  request: FastifyRequest<Picture>,
  reply: FastifyReply,
  what: What,
): Promise<FastifyReply> {
  const { store, opens } = options;
  const { id } = request.params;
  if (!opens(id, request.query)) return refuse(reply, 403, 'address');
  if (!ID.test(id) || !store.isReady(id)) return refuse(reply, 404, 'missing');
  const shown = await shownOf(options, id, what);
  if (typeof shown === 'string') return refuse(reply, STATUS[shown], shown);
  const { type, size, read } = shown;
  reply.type(type).header('Accept-Ranges', 'bytes').header('Cache-Control', 'private, max-age=86400, immutable');
  reply.header('X-Content-Type-Options', 'nosniff').header('Cross-Origin-Resource-Policy', 'cross-origin');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) return reply.header('Content-Length', size).send(read({ start: 0, end: size - 1 }));
  const start = Number(range[1]);
  const end = range[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (start > end) return reply.code(416).header('Content-Range', `bytes */${size}`).send();
  reply
    .code(206)
    .header('Content-Range', `bytes ${start}-${end}/${size}`)
    .header('Content-Length', end - start + 1);
  return reply.send(read({ start, end }));
}

/** What the address of an asset that is ready shows; a problem where there is no such thing. */
async function shownOf(
  { store, trailers }: AssetRoutesOptions,
  id: string,
  what: What,
): Promise<Shown | 'missing' | 'internal'> {
  const folder = store.folderOf(id);
  const { thumbnail, video, picture, sound } = assetFiles(folder);
  if (what === 'thumbnail') return plain(thumbnail, 'image/jpeg');
  if (store.kindOf(id) !== 'clip') return what === 'sound' ? 'missing' : plain(picture, 'image/png');
  if (what === 'view') return plain(video, 'video/mp4');
  if (what === 'trailer') {
    const made = await trailers.of(folder);
    return made === null ? 'internal' : plain(made, 'video/mp4');
  }
  if (!existsSync(sound)) return 'missing';
  const { size } = await stat(sound);
  const read: Shown['read'] = (part) => readWave(sound, size, part);
  return { type: 'audio/wav', size: size + WAVE_HEADER_BYTES, read };
}

async function plain(path: string, type: string): Promise<Shown> {
  const { size } = await stat(path);
  return { type, size, read: (part) => createReadStream(path, part) };
}
