import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

/** What this checkout can make again at any time. */
export const localCache = join(root, '.cache');

/** What all checkouts of this user share. */
export function userCache(): string {
  const base = process.env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'antenne');
}

/** A command of the installed dependencies. */
export function tool(name: string): string {
  return join(root, 'node_modules', '.bin', name);
}
