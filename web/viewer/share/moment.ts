/** `1:02:03`, `62:03` or `90` (seconds) as people type a place in a show → seconds from its beginning; null: none of these. */
export function parseMoment(text: string): number | null {
  const parts = text.trim().split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return null;
  const [last = 0, ...larger] = parts.map(Number).toReversed();
  // Below a larger one, minutes and seconds end at 59.
  if (larger.length > 0 && (last > 59 || (larger.length > 1 && (larger[0] ?? 0) > 59))) return null;
  return last + (larger[0] ?? 0) * 60 + (larger[1] ?? 0) * 3_600;
}
