/** Which bytes are behind a requested name, wherever they lie. */
import { captionLanguage, msnOf, OWN, parseMediaName, thumbnailName } from './names.ts';
import type { FoundMedia, RenditionFiles } from './rendition-files.ts';
import type { Timeline } from './timeline.ts';
import { placeOf } from './timeline-event.ts';
import { findCaptions } from './webvtt.ts';

export interface MediaWanted {
  rendition: string;
  name: string;
  /** Also what was cut out of a finished broadcast. */
  uncut: boolean;
}

/** @returns null when no such thing was ever promised, it is long gone, or nobody is to see it any more */
export function findMedia(
  timeline: Timeline,
  renditions: ReadonlyMap<string, RenditionFiles>,
  { rendition, name: requested, uncut }: MediaWanted,
): FoundMedia | null {
  if (!uncut && timeline.isCutOut(msnOf(requested))) return null;
  const language = captionLanguage(rendition);
  if (language !== null) {
    return timeline.captions.languages.includes(language) ? findCaptions(timeline, language, requested) : null;
  }
  const name = parseMediaName(requested);
  const files = renditions.get(rendition);
  if (!name || !files) return null;
  if (name.type === 'init') {
    const init = timeline.init(name.name);
    if (!init || placeOf(rendition, init) < 0) return null;
    const bytes = files.recent.init(name.name);
    if (bytes) return { type: 'bytes', chunks: [bytes], length: bytes.length };
    return { type: 'file', path: files.path(name.name), start: 0, length: Number.POSITIVE_INFINITY };
  }
  if (name.type === 'thumbnail') {
    const segment = timeline.segment(name.msn);
    if (rendition !== OWN || !segment?.thumbnail || thumbnailName(segment.name) !== name.name) return null;
    return { type: 'file', path: files.path(name.name), start: 0, length: segment.thumbnail.length };
  }
  if (timeline.nameOf(name.msn) !== name.name) return null;
  const segment = timeline.segment(name.msn);
  if (name.type === 'part' && !segment?.complete && name.msn === timeline.nextMsn) {
    if (name.index === (segment?.parts.length ?? 0)) {
      return !timeline.ended && timeline.isMade(rendition) ? { type: 'hinted' } : null;
    }
  }
  if (!segment || segment.gap || (name.type === 'segment' && !segment.complete)) return null;
  if (name.type === 'part' && segment.compact) return null;
  const place = placeOf(rendition, segment.init);
  const whole = { offset: 0, length: segment.lengths[place] ?? 0 };
  const part = name.type === 'part' ? segment.parts[name.index]?.places[place] : place < 0 ? undefined : whole;
  if (!part) return null;
  const { recent } = files;
  const chunks = name.type === 'part' ? recent.part(name.msn, name.index) : recent.segment(name.msn);
  if (chunks) return { type: 'bytes', chunks, length: part.length };
  return { type: 'file', path: files.path(segment.name), start: part.offset, length: part.length };
}
