/**
 * A finished broadcast with what was cut out of it, for its owner, who decides where to cut. The same segments; the
 * playlists open with a key that the server signs.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type AddressKey, isSigned } from '../core/signed-address.ts';
import type { PlaylistSources } from './playlist-source.ts';
import { refuse } from './replies.ts';

const PRIVATE = 'private, no-store';
const PLAYLIST = 'application/vnd.apple.mpegurl';

export interface UncutRoutesOptions {
  sources: PlaylistSources;
  /** What server and media share. */
  secret: string;
  /** What a key signs. */
  keyText(slug: string, expires: number): string;
  now?: () => number;
}

interface Route {
  Params: { slug: string; rendition?: string };
  Querystring: AddressKey;
}

export function uncutRoutes(
  app: FastifyInstance,
  { sources, secret, keyText, now = Date.now }: UncutRoutesOptions,
): void {
  function route(
    path: string,
    textOf: (source: Source, rendition: string, query: string) => string | null | undefined,
  ): void {
    app.get<Route>(`/hls/:slug/${path}`, async (request, reply): Promise<FastifyReply> => {
      const { slug, rendition = '' } = request.params;
      if (!isSigned(request.query, (expires) => keyText(slug, expires), secret, now())) {
        return refuse(reply, 403, 'this key does not open it, or not any more', 0);
      }
      const source = await sources.find(slug);
      await source?.ready;
      const [, query = ''] = (request.raw.url ?? '').split('?', 2);
      const text = source && textOf(source, rendition, query);
      if (!text) return refuse(reply, 404, 'not finished, or not here', 0);
      return reply.header('Content-Type', PLAYLIST).header('Cache-Control', PRIVATE).send(text);
    });
  }

  // The key goes on to the media playlists; what these list is beside them.
  route('uncut/index.m3u8', (source, _rendition, query) =>
    source.ended ? multivariantOf(source.multivariant(true), query) : null,
  );
  route(':rendition/uncut.m3u8', (source, rendition) => (source.has(rendition) ? source.uncut(rendition) : null));
}

type Source = NonNullable<Awaited<ReturnType<PlaylistSources['find']>>>;

function multivariantOf(text: string | null, query: string): string | undefined {
  // Captions stay out of the cutting room.
  const pictures = text?.replaceAll(/^#EXT-X-MEDIA:.*\n/gm, '').replaceAll(/,SUBTITLES="[^"]*"/g, '');
  return pictures?.replaceAll(/^([^#\s]+)\/live\.m3u8$/gm, `../$1/uncut.m3u8?${query}`);
}
