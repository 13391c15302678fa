/**
 * HTTP answers on Node's own objects. A low-latency viewer asks ten times a second, and all of them at once with every
 * part: the hooks and the router of a framework would be half of the origin's work.
 */
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';

/** What handlers make an answer with. Fastify's reply is one as well. */
export interface Reply {
  readonly raw: ServerResponse;
  code(status: number): Reply;
  header(name: string, value: string | number): Reply;
  send(body?: string | Buffer | Readable): Reply;
}

/** Cache-Control of what may be seen for so long only: then caches ask again, and hear whether it still may. */
function atMost(seconds: number, cacheControl: string): string {
  if (!cacheControl.includes('max-age')) return cacheControl;
  if (seconds < 1) return 'private, no-store';
  const longest = Math.floor(seconds);
  return cacheControl.replace(/max-age=(\d+)/, (_, age: string) => `max-age=${Math.min(Number(age), longest)}`);
}

/** Answers handed over, with their bytes. */
export type OnSent = (status: number, bytes: number) => void;

export class PlainReply implements Reply {
  readonly raw: ServerResponse;
  readonly #onSent: OnSent;
  /** Names and values by turns, as `writeHead` takes them. */
  readonly #head: (string | number)[];
  readonly #cacheSeconds: number;
  #status = 200;

  /** `head`: what every answer says. `cacheSeconds`: nothing of it may be cached for longer; default: as it says. */
  constructor(raw: ServerResponse, head: readonly string[], onSent: OnSent, cacheSeconds = Number.POSITIVE_INFINITY) {
    this.raw = raw;
    this.#head = [...head];
    this.#onSent = onSent;
    this.#cacheSeconds = cacheSeconds;
  }

  code(status: number): this {
    this.#status = status;
    return this;
  }

  /** Adds a line; one of the same name stays. */
  header(name: string, value: string | number): this {
    const isLimited = name === 'Cache-Control' && this.#cacheSeconds < Number.POSITIVE_INFINITY;
    this.#head.push(name, isLimited ? atMost(this.#cacheSeconds, String(value)) : value);
    return this;
  }

  /** A stream's length must have been said. The client's going away ends it. */
  send(body: string | Buffer | Readable = ''): this {
    const { raw } = this;
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const isStream = !Buffer.isBuffer(bytes);
    if (!isStream && !this.#head.includes('Content-Length')) this.header('Content-Length', bytes.length);
    raw.writeHead(this.#status, this.#head);
    const length = Number(this.#head[this.#head.indexOf('Content-Length') + 1]);
    this.#onSent(this.#status, raw.req.method === 'HEAD' ? 0 : length);
    if (isStream) pipeline(bytes, raw, () => undefined);
    else raw.end(bytes);
    return this;
  }
}
