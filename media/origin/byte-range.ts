/** One byte range of a resource (RFC 9110 14.1.2). Several ranges, or another unit, count as no range at all. */

export type ByteRange = { type: 'whole' } | { type: 'part'; start: number; length: number } | { type: 'unsatisfiable' };

export function parseRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { type: 'whole' };
  const [, from = '', to = ''] = match;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size || (from === '' && Number(to) === 0)) return { type: 'unsatisfiable' };
  // A last byte before the first is no valid range, so it is ignored.
  if (end < start) return { type: 'whole' };
  return { type: 'part', start, length: end - start + 1 };
}
