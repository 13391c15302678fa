/** Init sections, segments and parts as HTTP answers, from memory or from a file, whole or one range. */
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type ByteRange, parseRange } from './byte-range.ts';
import type { Reply } from './plain-reply.ts';
import type { MediaBytes } from './playlist-source.ts';
import { CACHE_FOREVER, cacheFor, refuse } from './replies.ts';

type Found =
  | Exclude<MediaBytes, { type: 'hinted' }>
  /** Read as it is sent. */
  | { type: 'read'; length: number; read(start: number, length: number): Readable };

interface MediaRequest {
  method?: string | undefined;
  headers: { range?: string | undefined };
}

/** What an answer's head says of the bytes. */
interface MediaHead {
  type: string;
  cache: string;
}

const SEGMENT: MediaHead = { type: 'video/mp4', cache: CACHE_FOREVER };
const THUMBNAIL: MediaHead = { type: 'image/jpeg', cache: CACHE_FOREVER };

/** By the name's ending. `target`: seconds for which words may be cached, which may still be corrected. */
export function headOf(name: string, target: number): MediaHead {
  if (name.endsWith('.vtt')) return { type: 'text/vtt; charset=utf-8', cache: cacheFor(target) };
  return name.endsWith('.jpg') ? THUMBNAIL : SEGMENT;
}

/** `target`: seconds for which a refusal may be cached. */
export async function sendMedia<R extends Reply>(
  found: Found,
  request: MediaRequest,
  reply: R,
  target: number,
  head = SEGMENT,
): Promise<R> {
  if (found.type === 'bytes') {
    const range = start(reply, request, found.length, target, head);
    if (!range) return reply;
    reply.send(request.method === 'HEAD' ? undefined : slice(found.chunks, range));
    return reply;
  }
  if (found.type === 'read') {
    const range = start(reply, request, found.length, target, head);
    if (!range) return reply;
    reply.send(request.method === 'HEAD' ? undefined : found.read(range.start, range.length));
    return reply;
  }
  const file = await open(found.path).catch(() => null);
  if (!file) return refuse(reply, 404, 'no such media', target);
  return sendFile(file, found, request, reply, target, head);
}

async function sendFile<R extends Reply>(
  file: FileHandle,
  found: Extract<Found, { type: 'file' }>,
  request: MediaRequest,
  reply: R,
  target: number,
  head: MediaHead,
): Promise<R> {
  let handedOver = false;
  try {
    const length = Number.isFinite(found.length) ? found.length : (await file.stat()).size - found.start;
    const range = start(reply, request, length, target, head);
    const isBodiless = request.method === 'HEAD' || range?.length === 0;
    if (range && isBodiless) reply.send();
    if (!range || isBodiless) return reply;
    const first = found.start + range.start;
    handedOver = true;
    // The stream closes the file: at its end, and when the client goes away.
    reply.send(file.createReadStream({ start: first, end: first + range.length - 1 }));
    return reply;
  } finally {
    if (!handedOver) await file.close();
  }
}

/** What is said of so many bytes. */
export function headLines({ type, cache }: MediaHead, length: number): [string, string][] {
  return [
    ['Content-Type', type],
    ['Content-Length', String(length)],
    ['Accept-Ranges', 'bytes'],
    ['Cache-Control', cache],
  ];
}

/** Sets the head of the answer. Null: refused already. */
function start(
  reply: Reply,
  request: MediaRequest,
  size: number,
  target: number,
  head: MediaHead,
): { start: number; length: number } | null {
  const range: ByteRange = parseRange(request.headers.range, size);
  if (range.type === 'unsatisfiable') {
    reply.header('Content-Range', `bytes */${size}`);
    refuse(reply, 416, 'no such range', target);
    return null;
  }
  const wanted = range.type === 'whole' ? { start: 0, length: size } : range;
  if (range.type === 'part') {
    reply.code(206).header('Content-Range', `bytes ${range.start}-${range.start + range.length - 1}/${size}`);
  }
  for (const [name, value] of headLines(head, wanted.length)) reply.header(name, value);
  return wanted;
}

/** The bytes of a range out of chunks, without copying them. A whole chunk is that chunk itself. */
function slice(chunks: readonly Uint8Array[], range: { start: number; length: number }): Buffer | Readable {
  const [first] = chunks;
  if (Buffer.isBuffer(first) && range.start === 0 && range.length === first.length) return first;
  const pieces: Buffer[] = [];
  let skip = range.start;
  let left = range.length;
  for (const chunk of chunks) {
    if (left <= 0) break;
    if (skip >= chunk.length) {
      skip -= chunk.length;
      continue;
    }
    const length = Math.min(chunk.length - skip, left);
    pieces.push(Buffer.from(chunk.buffer, chunk.byteOffset + skip, length));
    left -= length;
    skip = 0;
  }
  const [only] = pieces;
  return pieces.length === 1 && only ? only : Readable.from(pieces, { objectMode: false });
}
