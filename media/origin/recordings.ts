/**
 * Recordings over HTTP, for those who hold a key: the server signs it for a quarter of an hour, nothing here knows people.
 * Files with byte ranges, so that a download goes on after a break, and so that browsers play them.
 */
import { stat } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type AddressKey, isSigned } from '../core/signed-address.ts';
import { sendMedia } from './media-reply.ts';
import { refuse } from './replies.ts';

const PRIVATE = 'private, no-store';

/** What is served. */
export interface RecordingSource {
  list(slug: string): Promise<object>;
  path(slug: string, file: string): string | null;
  edit(slug: string, kind: string): Promise<{ type: string; body: string } | null>;
}

export interface RecordingRoutesOptions {
  source: RecordingSource;
  /** What server and media share. */
  secret: string;
  /** What a key signs. */
  keyText(slug: string, expires: number): string;
  /** Name of the list. */
  listName: string;
  now?: () => number;
}

interface Route {
  Params: { slug: string; name: string };
  Querystring: AddressKey;
}

export function recordingRoutes(app: FastifyInstance, options: RecordingRoutesOptions): void {
  const { source, secret, keyText, listName, now = Date.now } = options;

  app.route<Route>({
    method: ['GET', 'HEAD'],
    exposeHeadRoute: false,
    url: '/recordings/:slug/:name',
    handler: async (request, reply): Promise<FastifyReply> => {
      const { slug, name } = request.params;
      if (!isSigned(request.query, (expires) => keyText(slug, expires), secret, now())) {
        return refuse(reply, 403, 'this key does not open it, or not any more', 0);
      }
      reply.header('Cache-Control', PRIVATE).header('X-Content-Type-Options', 'nosniff');
      if (name === listName) return reply.send(await source.list(slug));
      reply.header('Content-Disposition', `attachment; filename="${slug}-${name.replace(/[^a-z0-9.-]/g, '')}"`);
      const path = source.path(slug, name);
      if (path) {
        const found = await stat(path).catch(() => null);
        if (!found) return refuse(reply, 404, 'no such recording', 0);
        const type = name.endsWith('.mkv') ? 'video/x-matroska' : 'video/mp4';
        const file = { type: 'file', path, start: 0, length: found.size } as const;
        return sendMedia(file, request, reply, 0, { type, cache: PRIVATE });
      }
      const edit = await source.edit(slug, name);
      if (!edit) return refuse(reply, 404, 'no such recording', 0);
      return reply.type(edit.type).send(edit.body);
    },
  });
}
