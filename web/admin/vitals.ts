import type { OwnerHealth } from '@antenne/server/contract';

export type ShowHealth = OwnerHealth['broadcasts'][number];
export type Contributor = ShowHealth['contributors'][number];
/** Worth the owner's look, and why, if so. */
export type Row = 'programme' | 'ticks' | 'parts' | 'rewind' | 'recorder' | 'disk';

/** A tick later than this has eaten a good part of its picture's 40 ms. Milliseconds. */
const LATE_TICK_MS = 20;
/** More late parts than this share are seen by viewers. */
const LATE_PARTS = 0.02;
/** Room that lasts for less is not enough for a show. Hours. */
const SHORT_HOURS = 4;

/** Whole hours that the disk lasts at the present rate; null while nothing is recorded. */
export function hoursLeft({ recording }: Pick<ShowHealth, 'recording'>): number | null {
  if (!recording?.bytesPerSecond || recording.usableBytes === null) return null;
  return Math.floor(recording.usableBytes / recording.bytesPerSecond / 3600);
}

/** Which lines of a live show's health are no good news. */
export function worries(show: ShowHealth): Set<Row> {
  const { program, vitals, recording } = show;
  const found = new Set<Row>();
  if (program !== 'running') found.add('programme');
  if (vitals && (vitals.lateP99Ms > LATE_TICK_MS || vitals.skipped > 0)) found.add('ticks');
  if (vitals && vitals.parts.late > LATE_PARTS * vitals.parts.published) found.add('parts');
  if (vitals?.parts.memoryOnly) found.add('rewind');
  if (recording?.problem) found.add('recorder');
  const hours = hoursLeft(show);
  if (recording?.usableBytes === 0 || (hours !== null && hours < SHORT_HOURS)) found.add('disk');
  return found;
}

/** Whether a contributor's link is no good news. Who is not here worries nobody. */
export function isWeak({ feed, quality }: Pick<Contributor, 'feed' | 'quality'>): boolean {
  return feed === 'stalled' || (feed === 'live' && quality?.level === 'poor');
}
