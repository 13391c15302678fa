import { readKept, writeKept } from './kept.ts';

/**
 * What lets this browser in where not everybody may watch: from the page's own address (`#key=…`, which no server sees),
 * or got for the password, and kept for the next time.
 */

const nameOf = (slug: string) => `antenne:key:${slug}`;

/** The key for that broadcast; undefined: there is none. One in the address comes first, and is kept. */
export function entryKey(slug: string): string | undefined {
  const linked = keyInAddress(slug);
  if (linked !== undefined) keepEntryKey(slug, linked);
  return linked ?? readKept(nameOf(slug));
}

/** @returns whether the browser keeps it for the next page. */
export function keepEntryKey(slug: string, key: string): boolean {
  return writeKept(nameOf(slug), key);
}

function keyInAddress(slug: string): string | undefined {
  if (typeof location === 'undefined' || !location.pathname.split('/').includes(slug)) return undefined;
  return new URLSearchParams(location.hash.slice(1)).get('key') ?? undefined;
}
