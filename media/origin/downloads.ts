/**
 * Replays as files, for those who hold a key that the server signs. With byte ranges, so that a download goes on after a
 * break; where the file became another one meanwhile, it begins anew (RFC 9110, 13.1.5).
 */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type AddressKey, isSigned } from '../core/signed-address.ts';
import { sendMedia } from './media-reply.ts';
import { refuse } from './replies.ts';

const HEAD = { type: 'video/mp4', cache: 'private, no-store' };
const FILE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*\.mp4$/;

export interface DownloadRoutesOptions {
  /** Null: there is no replay. @throws where it cannot be made into a file */
  find(slug: string): Promise<{ length: number; tag: string; read(start: number, length: number): Readable } | null>;
  /** What server and media share. */
  secret: string;
  /** What a key signs. */
  keyText(slug: string, expires: number): string;
  now?: () => number;
}

interface Route {
  Params: { slug: string; name: string };
  Querystring: AddressKey;
}

export function downloadRoutes(
  app: FastifyInstance,
  { find, secret, keyText, now = Date.now }: DownloadRoutesOptions,
): void {
  app.route<Route>({
    method: ['GET', 'HEAD'],
    exposeHeadRoute: false,
    url: '/replays/:slug/:name',
    handler: async (request, reply): Promise<FastifyReply> => {
      const { slug, name } = request.params;
      if (!isSigned(request.query, (expires) => keyText(slug, expires), secret, now())) {
        return refuse(reply, 403, 'this key does not open it, or not any more', 0);
      }
      const found = FILE_NAME.test(name) ? await find(slug) : null;
      if (!found) return refuse(reply, 404, 'no such replay', 0);
      const tag = `"${found.tag}"`;
      reply.header('ETag', tag).header('X-Content-Type-Options', 'nosniff');
      reply.header('Content-Disposition', `attachment; filename="${name}"`);
      const wanted = request.headers['if-range'];
      const range = wanted === undefined || wanted === tag ? request.headers.range : undefined;
      return sendMedia({ type: 'read', ...found }, { method: request.method, headers: { range } }, reply, 0, HEAD);
    },
  });
}
