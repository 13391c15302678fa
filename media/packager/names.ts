/** Names of files and addresses inside one broadcast's folder. All are relative, none ever has a second meaning. */

/**
 * The programme's own rendition. Each has a folder of addresses for its playlist, segments, parts and init sections; the
 * names in it are the same in all.
 */
export const OWN = 'main';
/** The rendition of sound alone. */
export const SOUND = 'sound';

/** `s12-k3f9x2.m4s`, 4 → `s12-k3f9x2.4.m4s`. */
export function partName(segmentName: string, index: number): string {
  return segmentName.replace(/\.m4s$/, `.${index}.m4s`);
}

/** `s12-k3f9x2.m4s` → `t12-k3f9x2.jpg`. */
export function thumbnailName(segmentName: string): string {
  return segmentName.replace(/^s/, 't').replace(/\.m4s$/, '.jpg');
}

/**
 * Thumbnails up to that segment in one picture: `s125-k3f9x2.m4s`, 0x1ffffff → `b125-k3f9x2-1ffffff.jpg`. `mask`: a bit for
 * each cell that is filled.
 */
export function storyboardName(segmentName: string, mask: number): string {
  return segmentName.replace(/^s/, 'b').replace(/\.m4s$/, `-${mask.toString(16)}.jpg`);
}

/** Where a language's captions are: `fr` → `captions-fr`. */
export function captionRendition(language: string): string {
  return `captions-${language}`;
}

/** The language of a rendition that is captions; null for pictures. */
export function captionLanguage(rendition: string): string | null {
  return /^captions-([A-Za-z0-9-]+)$/.exec(rendition)?.[1] ?? null;
}

/** All captions of a language in one file. */
export const WHOLE_CAPTIONS = 'all.vtt';

/** `s12-k3f9x2.m4s` → `s12-k3f9x2.vtt`. */
export function captionsName(segmentName: string): string {
  return segmentName.replace(/\.m4s$/, '.vtt');
}

export type MediaName =
  | { type: 'init'; name: string }
  | { type: 'thumbnail'; name: string; msn: number }
  | { type: 'segment'; name: string; msn: number }
  /** `name` is the parent segment's. */
  | { type: 'part'; name: string; msn: number; index: number };

/** Number of the segment that a name of segments, parts, captions or single thumbnails is of; NaN: of none. */
export function msnOf(name: string): number {
  return Number(/^[st](\d{1,9})-/.exec(name)?.[1]);
}

/** Reads a requested name; null for anything that this module did not make. */
export function parseMediaName(name: string): MediaName | null {
  if (/^i\d{1,9}-[a-z0-9]+\.mp4$/.test(name)) return { type: 'init', name };
  const thumbnail = /^t(\d{1,9})-[a-z0-9]+\.jpg$/.exec(name);
  if (thumbnail) return { type: 'thumbnail', name, msn: Number(thumbnail[1]) };
  const match = /^(s(\d{1,9})-[a-z0-9]+)(?:\.(\d{1,4}))?\.m4s$/.exec(name);
  if (!match?.[1] || !match[2]) return null;
  const segment = { name: `${match[1]}.m4s`, msn: Number(match[2]) };
  return match[3] === undefined
    ? { type: 'segment', ...segment }
    : { type: 'part', ...segment, index: Number(match[3]) };
}
