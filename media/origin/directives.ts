/** Delivery directives of a playlist request (`_HLS_…`, RFC 8216bis 6.2.5): read, judged, and when they are satisfied. */
import type { Delta, PlaylistSource } from './playlist-source.ts';

export interface Directives {
  msn: number | null;
  part: number | null;
  skip: Delta;
}

export const NO_DIRECTIVES: Directives = { msn: null, part: null, skip: false };

export type Verdict =
  | { type: 'refuse'; reason: string }
  /** Answer now; `delta` if a difference was asked for. */
  | { type: 'answer'; delta: Delta }
  /** Answer when `isThere` says so. */
  | { type: 'wait'; delta: Delta; msn: number; part: number | null };

type Edge = Pick<PlaylistSource, 'firstMsn' | 'lastCompleteMsn' | 'partSeconds' | 'ended' | 'partCount'>;

/** A number that a query may hold: digits only, safe to calculate with. */
const NUMBER = /^\d{1,15}$/;

/**
 * Reads the directives; others beginning with `_HLS_` are left to those who know them.
 * @returns a reason where the request cannot be meant seriously.
 */
export function parseDirectives(query: URLSearchParams): Directives | string {
  const directives = { ...NO_DIRECTIVES };
  for (const name of ['_HLS_msn', '_HLS_part', '_HLS_skip']) {
    const values = query.getAll(name);
    const [value] = values;
    if (value === undefined) continue;
    if (values.length > 1) return `${name} is given twice`;
    if (name === '_HLS_skip') {
      if (value !== 'YES' && value !== 'v2') return '_HLS_skip must be YES or v2';
      directives.skip = value === 'v2' ? 'all' : 'segments';
      continue;
    }
    if (!NUMBER.test(value)) return `${name} must be a whole number`;
    if (name === '_HLS_msn') directives.msn = Number(value);
    else directives.part = Number(value);
  }
  if (directives.part !== null && directives.msn === null) return '_HLS_part needs _HLS_msn';
  return directives;
}

/** What to do with a request for this playlist. */
export function judge({ msn, part, skip }: Directives, edge: Edge): Verdict {
  // A finished playlist never changes: there is nothing to wait for and nothing to leave out.
  if (edge.ended) return { type: 'answer', delta: false };
  if (msn === null) return { type: 'answer', delta: skip };
  // Whoever asks for a number that has left the list has lost touch: all of it, at once.
  if (msn < edge.firstMsn) return { type: 'answer', delta: false };
  if (msn > edge.lastCompleteMsn + 2) return { type: 'refuse', reason: '_HLS_msn is too far ahead' };
  if (part !== null) {
    const ahead = edge.partSeconds < 1 ? Math.floor(3 / edge.partSeconds + 1e-9) : 3;
    if (part - (edge.partCount(msn) - 1) > ahead) return { type: 'refuse', reason: '_HLS_part is too far ahead' };
  }
  if (isThere(msn, part, edge)) return { type: 'answer', delta: skip };
  return { type: 'wait', delta: skip, msn, part };
}

/** Has the playlist come as far as was asked for? A part past its segment's last stands for the next segment's first. */
export function isThere(msn: number, part: number | null, edge: Edge): boolean {
  if (edge.ended) return true;
  if (part === null) return msn <= edge.lastCompleteMsn;
  if (part < edge.partCount(msn)) return true;
  return msn <= edge.lastCompleteMsn && (msn < edge.lastCompleteMsn || edge.partCount(msn + 1) > 0);
}
