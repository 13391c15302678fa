/** Captions → WebVTT (W3C WebVTT, RFC 8216bis 3.1.4). Pure. */
import { captionsName, WHOLE_CAPTIONS } from './names.ts';
import type { Timeline } from './timeline.ts';
import type { TimelineCaption } from './timeline-event.ts';
import type { TimelineSegment } from './timeline-segment.ts';

interface Bytes {
  type: 'bytes';
  chunks: readonly Uint8Array[];
  length: number;
}

/**
 * Cue times are media times, those of the `tfdt` that the pictures beside them have, in every segment: a caption that
 * reaches into several reads the same in each, so players know it again, and those that ignore the map are right too.
 */
const HEADER = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n';

/** The text behind a name of a captions rendition; null for what was never there. */
export function findCaptions(timeline: Timeline, language: string, name: string): Bytes | null {
  if (name === WHOLE_CAPTIONS) return bytesOf(renderCaptions(timeline, language));
  const segment = timeline.segment(Number(/^s(\d{1,9})-/.exec(name)?.[1]));
  if (!segment?.complete || captionsName(segment.name) !== name) return null;
  const { rev } = timeline.captions;
  const known = rendered.get(segment)?.get(language);
  if (known?.rev === rev) return known.bytes;
  const bytes = bytesOf(renderCaptionSegment(timeline, language, segment));
  rendered.set(segment, (rendered.get(segment) ?? new Map()).set(language, { rev, bytes }));
  return bytes;
}

/** Everybody who watches asks for the same ones: once made, by language. */
const rendered = new WeakMap<TimelineSegment, Map<string, { rev: number; bytes: Bytes }>>();

function bytesOf(text: string): Bytes {
  const bytes = Buffer.from(text);
  return { type: 'bytes', chunks: [bytes], length: bytes.length };
}

/** What stands on the screen during a segment, which may be nothing. */
function renderCaptionSegment(timeline: Timeline, language: string, segment: TimelineSegment): string {
  const { programDateTime: from, duration, init } = segment;
  const { startedAt } = init;
  if (startedAt === undefined) return HEADER;
  const cues = timeline.captions.between(language, from, from + duration * 1_000).map((caption) => {
    // What began before the pictures did has no earlier media time.
    const start = Math.max(0, caption.start - startedAt);
    return cue(caption, start / 1_000, (caption.end - startedAt) / 1_000);
  });
  return [HEADER, ...cues].join('\n');
}

/**
 * Everything that was said, in seconds from the first listed picture: the time of whoever plays the list, or a file made
 * of it, from its beginning.
 */
function renderCaptions(timeline: Timeline, language: string): string {
  const lines = ['WEBVTT\n'];
  const listed = timeline.shown();
  const starts: number[] = [];
  let at = 0;
  for (const { duration } of listed) {
    starts.push(at);
    at += duration;
  }
  let index = 0;
  for (const caption of timeline.captions.between(language, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)) {
    // In the order of their beginnings: what is behind this one is behind the next ones too.
    while (index < listed.length && endOf(listed[index]) <= caption.start) index += 1;
    const first = listed[index];
    if (!first) break;
    const from = (starts[index] ?? 0) + Math.max(0, caption.start - first.programDateTime) / 1_000;
    const until = from + (caption.end - Math.max(caption.start, first.programDateTime)) / 1_000;
    if (until > from) lines.push(cue(caption, from, Math.min(until, at)));
  }
  return lines.join('\n');
}

function endOf(segment: TimelineSegment | undefined): number {
  return segment ? segment.programDateTime + segment.duration * 1_000 : Number.POSITIVE_INFINITY;
}

function cue({ id, text }: TimelineCaption, from: number, until: number): string {
  return `${id}\n${cueTime(from)} --> ${cueTime(until)}\n${escapeText(text)}\n`;
}

/** Cue text is markup (WebVTT, 4.2.2); a blank line would end the cue. */
function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s*\n\s*/g, '\n');
}

/** 3723.5 → `01:02:03.500` (WebVTT, 4.1). */
export function cueTime(seconds: number): string {
  const ms = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = String(ms % 1_000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}.${rest}`;
}
