/** Cache lifetimes and refusals, the same everywhere. */
import type { Reply } from './plain-reply.ts';

/** Cache-Control for that many seconds: whole ones, rounded down, at least 1. */
export function cacheFor(seconds: number): string {
  return `public, max-age=${Math.max(1, Math.floor(seconds))}`;
}

/** For bytes whose name never gets another meaning: one day. */
export const CACHE_FOREVER = 'public, max-age=86400, immutable';

/** An error as plain text. `keepSeconds`: how long caches may repeat it, 0 for not at all. */
export function refuse<R extends Reply>(reply: R, status: number, reason: string, keepSeconds: number): R {
  reply
    .code(status)
    .header('Cache-Control', keepSeconds > 0 ? cacheFor(keepSeconds) : 'no-store')
    .header('Content-Type', 'text/plain; charset=utf-8')
    .send(`${reason}\n`);
  return reply;
}
