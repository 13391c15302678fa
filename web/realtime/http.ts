import { ENTRY_KEY_HEADER, Failure, type Reply } from '@antenne/server/contract';
import type { z } from 'zod';
import { entryKey } from './entry-keys.ts';

/** `fetch` that never rejects: the parsed body, or why not. JSON both ways, cookies of this origin. */
export async function request<S extends z.ZodType>(
  schema: S,
  path: string,
  { method = 'GET', body, signal }: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Reply<z.output<S>>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(signal ? { signal } : {}),
      headers: { ...keyFor(path), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    return { ok: false, error: { code: 'unavailable', message: `${path}: ${String(error)}` } };
  }
  const data: unknown = await response.json().catch(() => undefined);
  if (!response.ok) return { ok: false, error: readFailure(data) ?? byStatus(response.status, path) };
  const parsed = schema.safeParse(data);
  return parsed.success
    ? { ok: true, data: parsed.data }
    : { ok: false, error: { code: 'badRequest', message: `${path}: ${parsed.error.message}` } };
}

/** What lets this browser in, where the path is of a broadcast that it has a key for. */
function keyFor(path: string): Record<string, string> {
  const slug = /^\/api\/broadcasts\/([^/?]+)/.exec(path)?.[1];
  const key = slug === undefined ? undefined : entryKey(decodeURIComponent(slug));
  return key === undefined ? {} : { [ENTRY_KEY_HEADER]: key };
}

/** The server's failures come as themselves, or under `error`. */
function readFailure(data: unknown): Failure | undefined {
  const inner = typeof data === 'object' && data !== null && 'error' in data ? data.error : data;
  return Failure.safeParse(inner).data;
}

function byStatus(status: number, path: string): Failure {
  const code = status === 404 ? 'notFound' : status === 429 ? 'tooMany' : status < 500 ? 'badRequest' : 'unavailable';
  return { code, message: `${path}: HTTP ${status}` };
}
