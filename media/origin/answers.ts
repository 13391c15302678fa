/** What the origin answered, for those who count it. */
import type { FastifyInstance } from 'fastify';

export type AnswerKind =
  | 'multivariant'
  | 'playlist'
  | 'init'
  | 'segment'
  | 'part'
  | 'thumbnail'
  | 'captions'
  | 'recording'
  | 'asset'
  | 'other';

export interface Answer {
  kind: AnswerKind;
  status: number;
  /** Of the body, as it went out: compressed, if it was. */
  bytes: number;
}

/** Tells of every answer that was sent to its end. Must be called before routes are added. */
export function watchAnswers(app: FastifyInstance, onAnswer: (answer: Answer) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const length = Number(reply.getHeader('content-length'));
    const bytes = request.method !== 'HEAD' && Number.isFinite(length) ? length : 0;
    onAnswer({ kind: kindOf(request.routeOptions.url ?? '', request.url), status: reply.statusCode, bytes });
  });
}

function kindOf(route: string, url: string): AnswerKind {
  if (route === '/hls/:slug/index.m3u8') return 'multivariant';
  if (route === '/hls/:slug/:rendition/live.m3u8') return 'playlist';
  if (route.startsWith('/recordings/')) return 'recording';
  if (route.startsWith('/assets/')) return 'asset';
  if (!route.startsWith('/hls/')) return 'other';
  const [path = ''] = url.split('?', 1);
  if (path.endsWith('.mp4')) return 'init';
  if (/\/captions-[^/]+\/[^/]+\.vtt$/.test(path)) return 'captions';
  if (/\.(?:jpg|vtt)$/.test(path)) return 'thumbnail';
  if (/\.\d+\.m4s$/.test(path)) return 'part';
  return path.endsWith('.m4s') ? 'segment' : 'other';
}
