/**
 * `PUT /assets/:id`: uploads. `GET /assets/:id/thumbnail` and `/view`: what producers look at, by addresses that the server
 * signed. `/trailer`: a clip with its sound, for viewers.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assetFiles } from '../core/asset-files.ts';
import type { AddressKey } from '../core/signed-address.ts';
import { type AllowedUpload, type AssetStore, UploadFailure } from './asset-store.ts';
import type { Trailers } from './trailers.ts';

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
    scope.get<Picture>('/assets/:id/thumbnail', (request, reply) => sendFile(options, request, reply, 'thumbnail'));
    scope.get<Picture>('/assets/:id/view', (request, reply) => sendFile(options, request, reply, 'view'));
    scope.get<Picture>('/assets/:id/trailer', (request, reply) => sendFile(options, request, reply, 'trailer'));
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

async function sendFile(
  { store, trailers, opens }: AssetRoutesOptions,
  request: FastifyRequest<Picture>,
  reply: FastifyReply,
  what: 'thumbnail' | 'view' | 'trailer',
): Promise<FastifyReply> {
  const { id } = request.params;
  if (!opens(id, request.query)) return refuse(reply, 403, 'address');
  if (!ID.test(id) || !store.isReady(id)) return refuse(reply, 404, 'missing');
  const { thumbnail, video, picture } = assetFiles(store.folderOf(id));
  const kind = store.kindOf(id);
  const watched = what === 'trailer' && kind === 'clip' ? await trailers.of(store.folderOf(id)) : video;
  if (watched === null) return refuse(reply, 500, 'internal');
  const path = what === 'thumbnail' ? thumbnail : kind === 'clip' ? watched : picture;
  const { size } = await stat(path);
  const type = what === 'thumbnail' ? 'image/jpeg' : kind === 'clip' ? 'video/mp4' : 'image/png';
  reply.type(type).header('Accept-Ranges', 'bytes').header('Cache-Control', 'private, max-age=86400, immutable');
  reply.header('X-Content-Type-Options', 'nosniff').header('Cross-Origin-Resource-Policy', 'cross-origin');
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) return reply.header('Content-Length', size).send(createReadStream(path));
  const start = Number(range[1]);
  const end = range[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (start > end) return reply.code(416).header('Content-Range', `bytes */${size}`).send();
  reply
    .code(206)
    .header('Content-Range', `bytes ${start}-${end}/${size}`)
    .header('Content-Length', end - start + 1);
  return reply.send(createReadStream(path, { start, end }));
}
