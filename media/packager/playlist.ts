/** Timeline → playlist text (RFC 8216bis). Pure. */
import { OWN, partName, thumbnailName } from './names.ts';
import { placeOf, type Timeline, type TimelineSegment } from './timeline.ts';
import type { RenditionInfo } from './timeline-event.ts';

/** Name of the media playlist inside the rendition's folder. */
export const MEDIA_PLAYLIST = 'live.m3u8';

/** Parts stay listed until their segment's end is more than this many target durations before the playlist's end. */
const PART_LIFE = 3;
/** A client that holds a playlist younger than this many target durations may ask for the difference only. */
const SKIP_AFTER = 6;
/** PART-HOLD-BACK in part durations: 3 is the least; the rest is room for a network's jitter at short parts. */
const PART_HOLD_BACK = 5;
const HOLD_BACK = 3;

/** Decimal seconds, at most 5 places, no trailing zeros: binary dust stays out of the text. */
function seconds(value: number): string {
  return String(Number(value.toFixed(5)));
}

/** The multivariant playlist, or null while nothing can be played. `uncut`: also where nothing is left after the cuts. */
export function renderMultivariant(timeline: Timeline, uncut = false): string | null {
  const init = timeline.latestInit;
  if (!init || !(uncut || isStarted(timeline))) return null;
  const variant = (rendition: string, info: RenditionInfo): string[] => {
    const attributes = [
      `BANDWIDTH=${info.bandwidth}`,
      `AVERAGE-BANDWIDTH=${info.averageBandwidth}`,
      `CODECS="${info.codecs}"`,
      `RESOLUTION=${info.width}x${info.height}`,
      `FRAME-RATE=${init.frameRate.toFixed(3)}`,
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${rendition}/${MEDIA_PLAYLIST}`];
  };
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...variant(OWN, init),
    ...init.lower.flatMap((lower) => variant(lower.rendition, lower)),
    '',
  ].join('\n');
}

/** Players refuse a playlist without one complete segment. */
export function isStarted(timeline: Timeline): boolean {
  return timeline.ended ? timeline.shown().length > 0 : timeline.lastCompleteMsn >= timeline.firstMsn;
}

/**
 * The media playlist of a rendition. `delta`: old segments replaced by one SKIP where there are any to skip. Where the
 * rendition was not made (another ladder, before a restart), its segments are gaps.
 * @param listed default: what viewers get
 * @returns null while nothing can be played.
 */
export function renderMedia(
  timeline: Timeline,
  rendition: string,
  delta: boolean,
  listed: readonly TimelineSegment[] = timeline.shown(),
): string | null {
  const [first] = listed;
  if (!first || timeline.lastCompleteMsn < timeline.firstMsn) return null;
  const { segmentSeconds: target, partSeconds } = timeline.config;
  const live = !timeline.ended;
  const skipped = delta && live ? countSkipped(listed, SKIP_AFTER * target) : 0;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:9', `#EXT-X-TARGETDURATION:${target}`];
  if (live) {
    lines.push(
      `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(PART_HOLD_BACK * partSeconds)}` +
        `,HOLD-BACK=${seconds(HOLD_BACK * target)},CAN-SKIP-UNTIL=${seconds(SKIP_AFTER * target)}`,
      `#EXT-X-PART-INF:PART-TARGET=${seconds(partSeconds)}`,
    );
  } else {
    lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  }
  lines.push(
    `#EXT-X-MEDIA-SEQUENCE:${first.msn}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${timeline.discontinuitySequence + discontinuitiesBefore(timeline, first)}`,
  );
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  const partsFrom = live ? firstWithParts(listed, PART_LIFE * target) : listed.length;
  for (let index = skipped; index < listed.length; index++) {
    const segment = listed[index];
    if (!segment) continue;
    if (segment.compact && index < partsFrom) lines.push(oldText(segment, listed[index - 1], rendition));
    else pushSegment(lines, segment, listed[index - 1], rendition, index >= partsFrom ? partSeconds : null);
  }
  if (live) {
    const open = timeline.open;
    const hinted = partName(timeline.nameOf(timeline.nextMsn), open?.parts.length ?? 0);
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${hinted}"`, ...reports(timeline, rendition));
  } else {
    lines.push('#EXT-X-ENDLIST');
  }
  lines.push('');
  return lines.join('\n');
}

/** What was written about segments that do not change any more, by rendition: hours of them are in each full playlist. */
const oldTexts = new WeakMap<TimelineSegment, Map<string, { text: string; gap: boolean; after: number | null }>>();

function oldText(segment: TimelineSegment, before: TimelineSegment | undefined, rendition: string): string {
  const texts = oldTexts.get(segment) ?? new Map();
  oldTexts.set(segment, texts);
  const known = texts.get(rendition);
  const { gap } = segment;
  const after = before?.msn ?? null;
  if (known && known.gap === gap && known.after === after) return known.text;
  const lines: string[] = [];
  pushSegment(lines, segment, before, rendition, null);
  const text = lines.join('\n');
  texts.set(rendition, { text, gap, after });
  return text;
}

/** `partTarget`: null to leave the parts out. */
function pushSegment(
  lines: string[],
  segment: TimelineSegment,
  before: TimelineSegment | undefined,
  rendition: string,
  partTarget: number | null,
): void {
  const isMissing = placeOf(rendition, segment.init) < 0;
  // What was between was cut out: timestamps jump.
  const jumps = before !== undefined && before.msn !== segment.msn - 1;
  // These three come before the segment's first part: they hold for its parts as well.
  if (segment.discontinuity || jumps) lines.push('#EXT-X-DISCONTINUITY');
  if ((before?.init.name !== segment.init.name || jumps) && !isMissing)
    lines.push(`#EXT-X-MAP:URI="${segment.init.name}"`);
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTime).toISOString()}`);
  if (partTarget !== null && !isMissing) {
    segment.parts.forEach((part, index) => {
      const name = partName(segment.name, index);
      const independent = part.independent ? ',INDEPENDENT=YES' : '';
      // Longer only by missed ticks before a late key frame: no part may exceed its target, and EXTINF tells the truth.
      const duration = Math.min(part.duration, partTarget);
      lines.push(`#EXT-X-PART:DURATION=${seconds(duration)},URI="${name}"${independent}`);
    });
  }
  if (!segment.complete) return;
  if (segment.gap || isMissing) lines.push('#EXT-X-GAP');
  lines.push(`#EXTINF:${seconds(segment.duration)},`, segment.name);
}

/** How far the other renditions are: as far as this one, because a part comes in all of them at once. */
function reports(timeline: Timeline, rendition: string): string[] {
  const { open, latestInit: init } = timeline;
  if (!init) return [];
  const msn = open?.msn ?? timeline.lastCompleteMsn;
  const part = (timeline.segment(msn)?.parts.length ?? 0) - 1;
  return [OWN, ...init.lower.map((lower) => lower.rendition)]
    .filter((other) => other !== rendition)
    .map((other) => `#EXT-X-RENDITION-REPORT:URI="../${other}/${MEDIA_PLAYLIST}",LAST-MSN=${msn},LAST-PART=${part}`);
}

/** Discontinuities of segments that are listed, but were cut out before `first`. */
function discontinuitiesBefore(timeline: Timeline, first: TimelineSegment): number {
  return timeline.listed().filter(({ msn, discontinuity }) => msn < first.msn && discontinuity).length;
}

/** Index of the first segment whose end lies within `life` seconds of the playlist's end. */
function firstWithParts(listed: readonly TimelineSegment[], life: number): number {
  let after = 0;
  let index = listed.length;
  while (index > 0 && after <= life) {
    index -= 1;
    after += listed[index]?.duration ?? 0;
  }
  return index;
}

/** Segments wholly before the last `boundary` seconds. */
function countSkipped(listed: readonly TimelineSegment[], boundary: number): number {
  let after = 0;
  let index = listed.length;
  while (index > 0 && after < boundary) {
    index -= 1;
    after += listed[index]?.duration ?? 0;
  }
  return index;
}

/**
 * The thumbnails as WebVTT, each from its segment's beginning to the next one's, in seconds from the first shown picture:
 * the time of whoever plays the list from its beginning.
 */
export function renderThumbnails(timeline: Timeline): string {
  const cues: { from: number; picture: string }[] = [];
  let at = 0;
  for (const { name, thumbnail, duration } of timeline.shown()) {
    if (thumbnail) {
      const { width, height } = thumbnail;
      // A media fragment (W3C Media Fragments, 4.2.2): players expect one even where it is the whole picture.
      cues.push({ from: at, picture: `${OWN}/${thumbnailName(name)}#xywh=0,0,${width},${height}` });
    }
    at += duration;
  }
  const lines = cues.map(({ from, picture }, index) => {
    const until = cues[index + 1]?.from ?? at;
    return `${cueTime(index === 0 ? 0 : from)} --> ${cueTime(until)}\n${picture}\n`;
  });
  return ['WEBVTT\n', ...lines].join('\n');
}

/** 3723.5 → `01:02:03.500` (WebVTT, 4.1). */
function cueTime(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(ms % 1_000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}.${rest}`;
}
