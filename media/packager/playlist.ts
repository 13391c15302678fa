/** Timeline → playlist text (RFC 8216bis). Pure. */
import { dateRanges, placeBefore } from './date-ranges.ts';
import { captionLanguage, captionRendition, captionsName, OWN, partName, thumbnailName } from './names.ts';
import { longestPart } from './part-length.ts';
import type { Sheet } from './storyboard.ts';
import type { Timeline } from './timeline.ts';
import { isSoundAlone, placeOf, type RenditionInfo } from './timeline-event.ts';
import type { TimelineSegment } from './timeline-segment.ts';
import { cueTime } from './webvtt.ts';

/** Name of the media playlist inside the rendition's folder. */
export const MEDIA_PLAYLIST = 'live.m3u8';

/** What a playlist leaves out that its reader has: nothing, old segments, or old segments and date ranges. */
export type Delta = false | 'segments' | 'all';

/** Parts stay listed until their segment's end is more than this many target durations before the playlist's end. */
const PART_LIFE = 3;
/** A client that holds a playlist younger than this many target durations may ask for the difference only. */
const SKIP_AFTER = 6;
/** PART-HOLD-BACK in part durations: 3 is the least; the rest is room for a network's jitter at short parts. */
const PART_HOLD_BACK = 5;
const HOLD_BACK = 3;
/** GROUP-ID of the captions. */
const CAPTIONS = 'captions';

/** Decimal seconds, at most 5 places, no trailing zeros: binary dust stays out of the text. */
function seconds(value: number): string {
  return String(Number(value.toFixed(5)));
}

/** The multivariant playlist, or null while nothing can be played. `uncut`: also where nothing is left after the cuts. */
export function renderMultivariant(timeline: Timeline, uncut = false): string | null {
  const init = timeline.latestInit;
  if (!init || !(uncut || isStarted(timeline))) return null;
  const { languages } = timeline.captions;
  const variant = (rendition: string, info: RenditionInfo): string[] => {
    const attributes = [
      `BANDWIDTH=${info.bandwidth}`,
      `AVERAGE-BANDWIDTH=${info.averageBandwidth}`,
      `CODECS="${info.codecs}"`,
      ...(info.width > 0 ? [`RESOLUTION=${info.width}x${info.height}`, `FRAME-RATE=${init.frameRate.toFixed(3)}`] : []),
      ...(languages.length > 0 ? [`SUBTITLES="${CAPTIONS}"`] : []),
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, `${rendition}/${MEDIA_PLAYLIST}`];
  };
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...languages.map(captionMedia),
    ...variant(OWN, init),
    ...init.lower.flatMap((lower) => variant(lower.rendition, lower)),
    '',
  ].join('\n');
}

/** For those who cannot hear: chosen by a player whose viewer asked for captions in that language, and by no other. */
function captionMedia(language: string): string {
  const attributes = [
    'TYPE=SUBTITLES',
    `GROUP-ID="${CAPTIONS}"`,
    `NAME="${nameOf(language)}"`,
    `LANGUAGE="${language}"`,
    'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO',
    'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog"',
    `URI="${captionRendition(language)}/${MEDIA_PLAYLIST}"`,
  ];
  return `#EXT-X-MEDIA:${attributes.join(',')}`;
}

/** What a language calls itself, e.g. `français`; its tag where nobody knows. */
function nameOf(language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
}

/** Players refuse a playlist without one complete segment. */
export function isStarted(timeline: Timeline): boolean {
  return timeline.ended ? timeline.shown().length > 0 : timeline.lastCompleteMsn >= timeline.firstMsn;
}

/**
 * The media playlist of a rendition. `delta`: what is old is replaced by one SKIP where there are segments to skip. Where the
 * rendition was not made (another ladder, before a restart), its segments are gaps. Captions are listed in whole segments:
 * words come to our own pages by themselves, and a request for every fifth of a second would double what each viewer asks.
 * @param all default: what viewers get
 * @returns null while nothing can be played.
 */
export function renderMedia(
  timeline: Timeline,
  rendition: string,
  delta: Delta,
  all: readonly TimelineSegment[] = timeline.shown(),
): string | null {
  const [first] = all;
  if (!first || timeline.lastCompleteMsn < timeline.firstMsn) return null;
  const { segmentSeconds: target, partSeconds } = timeline.config;
  const live = !timeline.ended;
  const isWords = captionLanguage(rendition) !== null;
  const listed = isWords ? all.filter(({ complete }) => complete) : all;
  const skipped = delta !== false && live ? countSkipped(listed, SKIP_AFTER * target) : 0;
  // 10: deltas may skip date ranges.
  const lines = ['#EXTM3U', '#EXT-X-VERSION:10', `#EXT-X-TARGETDURATION:${target}`];
  if (live) {
    lines.push(
      // The same in all renditions.
      `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(PART_HOLD_BACK * partSeconds)}` +
        `,HOLD-BACK=${seconds(HOLD_BACK * target)},CAN-SKIP-UNTIL=${seconds(SKIP_AFTER * target)},CAN-SKIP-DATERANGES=YES`,
    );
    if (!isWords) lines.push(`#EXT-X-PART-INF:PART-TARGET=${seconds(longestPart(partSeconds))}`);
  } else {
    lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  }
  lines.push(
    `#EXT-X-MEDIA-SEQUENCE:${first.msn}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${timeline.discontinuitySequence + discontinuitiesBefore(timeline, first)}`,
  );
  const known = skipped > 0 && delta === 'all' ? placeBefore(all, SKIP_AFTER * target) : null;
  if (skipped > 0) {
    const removed = known && `,RECENTLY-REMOVED-DATERANGES="${timeline.chapters.removedSince(known).join('\t')}"`;
    lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}${removed ?? ''}`);
  }
  lines.push(...dateRanges(timeline, listed, known));
  const partsFrom = live && !isWords ? firstWithParts(listed, PART_LIFE * target) : listed.length;
  for (let index = skipped; index < listed.length; index++) {
    const segment = listed[index];
    if (!segment) continue;
    if (segment.compact && index < partsFrom) lines.push(oldText(segment, listed[index - 1], rendition));
    else
      pushSegment(lines, segment, listed[index - 1], rendition, index >= partsFrom ? longestPart(partSeconds) : null);
  }
  if (live) {
    const hinted = partName(timeline.nameOf(timeline.nextMsn), timeline.open?.parts.length ?? 0);
    if (timeline.isMade(rendition)) lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${hinted}"`);
    lines.push(...reports(timeline, rendition));
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
  const isWords = captionLanguage(rendition) !== null;
  const place = placeOf(rendition, segment.init);
  const isMissing = !isWords && place < 0;
  // Where the picture is lost, the words are still there.
  const isGap = !isWords && (segment.gap || isMissing || (segment.complete && segment.lengths[place] === 0));
  // What was between was cut out: timestamps jump.
  const jumps = before !== undefined && before.msn !== segment.msn - 1;
  // These three come before the segment's first part: they hold for its parts as well.
  if (segment.discontinuity || jumps) lines.push('#EXT-X-DISCONTINUITY');
  if ((before?.init.name !== segment.init.name || jumps) && !isMissing && !isWords)
    lines.push(`#EXT-X-MAP:URI="${segment.init.name}"`);
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTime).toISOString()}`);
  if (partTarget !== null) {
    // Also where they are missing: whoever plays this rendition asks for the next part by counting these.
    const isAnyIndependent = isSoundAlone(rendition, segment.init);
    segment.parts.forEach((part, index) => {
      const name = partName(segment.name, index);
      const independent = isAnyIndependent || part.independent ? ',INDEPENDENT=YES' : '';
      // The last part of an encoder that was stopped may be a single picture, whose sound never came.
      const gap = isGap || part.places[place]?.length === 0 ? ',GAP=YES' : '';
      // Longer only by missed ticks before a late key frame: no part may exceed its target, and EXTINF tells the truth.
      const duration = Math.min(part.duration, partTarget);
      lines.push(`#EXT-X-PART:DURATION=${seconds(duration)},URI="${name}"${independent}${gap}`);
    });
  }
  if (!segment.complete) return;
  if (isGap) lines.push('#EXT-X-GAP');
  lines.push(`#EXTINF:${seconds(segment.duration)},`, isWords ? captionsName(segment.name) : segment.name);
}

/** How far the other renditions are: as far as this one, because a part comes in all of them at once. */
function reports(timeline: Timeline, rendition: string): string[] {
  const { open, latestInit: init, lastCompleteMsn, captions } = timeline;
  if (!init) return [];
  const msn = open?.msn ?? lastCompleteMsn;
  const part = (timeline.segment(msn)?.parts.length ?? 0) - 1;
  const report = (other: string, last: string) => `#EXT-X-RENDITION-REPORT:URI="../${other}/${MEDIA_PLAYLIST}",${last}`;
  const pictures = [OWN, ...init.lower.map((lower) => lower.rendition)].filter((other) => other !== rendition);
  const words = captions.languages.map(captionRendition).filter((other) => other !== rendition);
  return [
    ...pictures.map((other) => report(other, `LAST-MSN=${msn},LAST-PART=${part}`)),
    ...words.map((other) => report(other, `LAST-MSN=${lastCompleteMsn}`)),
  ];
}

/** Discontinuities of segments that are listed, but were cut out before `first`. While it is live there are none. */
function discontinuitiesBefore(timeline: Timeline, first: TimelineSegment): number {
  let count = 0;
  for (let msn = timeline.firstMsn; msn < first.msn; msn++) {
    if (timeline.segment(msn)?.discontinuity) count += 1;
  }
  return count;
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
export function renderThumbnails(timeline: Timeline, sheets: readonly Sheet[] = []): string {
  const cues: { from: number; picture: string }[] = [];
  const tiled = new Map(sheets.flatMap(({ name, tiles }) => [...tiles].map(([msn, tile]) => [msn, { name, tile }])));
  let at = 0;
  for (const { msn, name, thumbnail, duration } of timeline.shown()) {
    if (thumbnail) {
      const single = { name: thumbnailName(name), tile: { x: 0, y: 0, ...thumbnail } };
      const { name: picture, tile } = tiled.get(msn) ?? single;
      // A media fragment (W3C Media Fragments, 4.2.2): players expect one even where it is the whole picture.
      cues.push({ from: at, picture: `${OWN}/${picture}#xywh=${tile.x},${tile.y},${tile.width},${tile.height}` });
    }
    at += duration;
  }
  const lines = cues.map(({ from, picture }, index) => {
    const until = cues[index + 1]?.from ?? at;
    return `${cueTime(index === 0 ? 0 : from)} --> ${cueTime(until)}\n${picture}\n`;
  });
  return ['WEBVTT\n', ...lines].join('\n');
}
