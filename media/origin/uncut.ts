/** A finished broadcast with what was cut out of it, for its owner, who decides where to cut. The same names, and more. */
import type { PlaylistSource } from './playlist-source.ts';

/** @param rendition empty: the multivariant playlist. @returns null while it is not finished, or where there is no such */
export function uncutPlaylist(source: PlaylistSource, rendition: string): string | null {
  if (rendition !== '') return source.has(rendition) ? source.uncut(rendition) : null;
  // Captions stay out of the cutting room.
  const text = source.ended ? source.multivariant(true) : null;
  return text?.replaceAll(/^#EXT-X-MEDIA:.*\n/gm, '').replaceAll(/,SUBTITLES="[^"]*"/g, '') ?? null;
}
