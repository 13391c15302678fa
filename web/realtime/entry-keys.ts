/**
 * What lets this browser in where not everybody may watch: from the page's own address (`#key=…`, which no server sees),
 * or got for the password, and kept for the next time.
 */

const NAME = 'antenne:key:';
/** Where the browser keeps nothing, as it may in another site's frame. By slug. */
const held = new Map<string, string>();

/** The key for that broadcast; undefined: there is none. One in the address comes first, and is kept. */
export function entryKey(slug: string): string | undefined {
  const linked = keyInAddress(slug);
  if (linked !== undefined) keepEntryKey(slug, linked);
  return linked ?? held.get(slug) ?? storage()?.getItem(NAME + slug) ?? undefined;
}

/** @returns whether the browser keeps it for the next page. */
export function keepEntryKey(slug: string, key: string): boolean {
  held.set(slug, key);
  try {
    const kept = storage();
    kept?.setItem(NAME + slug, key);
    return kept !== null;
  } catch {
    // Full, or refused.
    return false;
  }
}

function keyInAddress(slug: string): string | undefined {
  if (typeof location === 'undefined' || !location.pathname.split('/').includes(slug)) return undefined;
  return new URLSearchParams(location.hash.slice(1)).get('key') ?? undefined;
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
