/** Chapters as EXT-X-DATERANGE (RFC 8216bis 4.4.5.1), and what a delta update says of them (6.2.5.1). Pure. */
import { isBefore } from './chapters.ts';
import type { Timeline } from './timeline.ts';
import type { TimelineChapter, TimelinePlace } from './timeline-event.ts';
import type { TimelineSegment } from './timeline-segment.ts';

/** All of them, of which each ends where the next one begins. */
const CLASS = 'chapter';

/**
 * The lines of what is listed. `since`: only what has been listed for no longer; null: all. A finished playlist lists no
 * chapter that was cut out of it.
 */
export function dateRanges(
  timeline: Timeline,
  shown: readonly TimelineSegment[],
  since: TimelinePlace | null,
): string[] {
  const chapters = timeline.chapters.listed();
  const fitting = timeline.ended ? chapters.filter(({ at, end }) => shown.some(overlaps(at, end))) : chapters;
  return fitting.filter((chapter) => since === null || !isBefore(chapter.since, since)).map(dateRange);
}

/** Where the playlist ended that many seconds of media ago. */
export function placeBefore(listed: readonly TimelineSegment[], seconds: number): TimelinePlace {
  let left = seconds;
  for (let index = listed.length - 1; index >= 0; index--) {
    const { msn, duration } = listed[index] ?? { msn: 0, duration: 0 };
    if (duration >= left) return { msn, into: duration - left };
    left -= duration;
  }
  return { msn: 0, into: 0 };
}

function overlaps(from: number, until: number): (segment: TimelineSegment) => boolean {
  return ({ programDateTime, duration }) => programDateTime < until && programDateTime + duration * 1000 > from;
}

function dateRange({ id, at, title, translations }: TimelineChapter): string {
  const attributes = [
    `ID="${id}"`,
    `CLASS="${CLASS}"`,
    `START-DATE="${new Date(at).toISOString()}"`,
    'END-ON-NEXT=YES',
    `X-TITLE="${quotable(title)}"`,
    ...Object.entries(translations).map(([language, text]) => `X-TITLE-${language.toUpperCase()}="${quotable(text)}"`),
  ];
  return `#EXT-X-DATERANGE:${attributes.join(',')}`;
}

/** A quoted string holds neither quotation marks nor line ends (4.2). */
function quotable(text: string): string {
  return text.replaceAll('"', '”').replace(/\s+/g, ' ');
}
