/** What this browser keeps for the next page. Where it keeps nothing, as it may in another site's frame, it lasts as long as the page. */

const held = new Map<string, string>();

/** Undefined: nothing is known under that name. */
export function readKept(name: string): string | undefined {
  return held.get(name) ?? storage()?.getItem(name) ?? undefined;
}

/** @returns whether the browser keeps it for the next page. */
export function writeKept(name: string, value: string): boolean {
  held.set(name, value);
  try {
    const kept = storage();
    kept?.setItem(name, value);
    return kept !== null;
  } catch {
    // Full, or refused.
    return false;
  }
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
