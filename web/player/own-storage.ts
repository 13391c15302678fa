/** Null where the browser refuses it, as it may in another site's frame. */
export function ownStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
