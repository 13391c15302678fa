/**
 * HTTP answers without a framework. A low-latency viewer asks ten times a second, and all of them at once with every part:
 * hooks and a router would be half of the origin's work.
 */
import type { Readable } from 'node:stream';
import type { Outlet } from './outlet.ts';

/** What handlers make an answer with. Fastify's reply is one as well. */
export interface Reply {
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
  readonly outlet: Outlet;
  readonly #onSent: OnSent;
  /** Names and values by turns. */
  readonly #lines: string[];
  readonly #cacheSeconds: number;
  #status = 200;
  #length: number | null = null;
  #sent = false;

  /** `lines`: what every answer says. `cacheSeconds`: nothing of it may be cached for longer; default: as it says. */
  constructor(outlet: Outlet, lines: readonly string[], onSent: OnSent, cacheSeconds = Number.POSITIVE_INFINITY) {
    this.outlet = outlet;
    this.#lines = [...lines];
    this.#onSent = onSent;
    this.#cacheSeconds = cacheSeconds;
  }

  get sent(): boolean {
    return this.#sent;
  }

  code(status: number): this {
    this.#status = status;
    return this;
  }

  /** Adds a line; one of the same name stays. */
  header(name: string, value: string | number): this {
    if (name === 'Content-Length') this.#length = Number(value);
    const isLimited = name === 'Cache-Control' && this.#cacheSeconds < Number.POSITIVE_INFINITY;
    this.#lines.push(name, isLimited ? atMost(this.#cacheSeconds, String(value)) : String(value));
    return this;
  }

  /** A stream's length must have been said. The client's going away ends it. */
  send(body: string | Buffer | Readable = ''): this {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    if (this.#length === null && Buffer.isBuffer(bytes)) this.header('Content-Length', bytes.length);
    this.#sent = true;
    this.#onSent(this.#status, this.#length ?? 0);
    this.outlet.send(this.#status, this.#lines, bytes);
    return this;
  }
}
