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

/** Tells of every answer of a framework's routes. Must be called before they are added. */
export function watchAnswers(app: FastifyInstance, onAnswer: (answer: Answer) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const length = Number(reply.getHeader('content-length'));
    const bytes = request.method !== 'HEAD' && Number.isFinite(length) ? length : 0;
    onAnswer({ kind: kindOf(request.url), status: reply.statusCode, bytes });
  });
}

export function kindOf(url: string): AnswerKind {
  if (url.startsWith('/recordings/')) return 'recording';
  if (url.startsWith('/assets/')) return 'asset';
  if (!url.startsWith('/hls/')) return 'other';
  const [path = ''] = url.split('?', 1);
  if (path.endsWith('/live.m3u8')) return 'playlist';
  if (path.endsWith('/index.m3u8')) return 'multivariant';
  if (path.endsWith('.mp4')) return 'init';
  if (/\/captions-[^/]+\/[^/]+\.vtt$/.test(path)) return 'captions';
  if (/\.(?:jpg|vtt)$/.test(path)) return 'thumbnail';
  if (/\.\d+\.m4s$/.test(path)) return 'part';
  return path.endsWith('.m4s') ? 'segment' : 'other';
}
