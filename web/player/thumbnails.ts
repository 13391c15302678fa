/**
 * Pictures for the timeline. media-chrome shows, while somebody points at it, the cue of a metadata track named
 * "thumbnails"; it is filled here, because a live broadcast's list grows.
 */

export type Cue = { from: number; until: number; text: string };

const LABEL = 'thumbnails';
/** How often the list is asked for while somebody points at the timeline, ms: it grows every ten seconds. */
const EVERY_MS = 10_000;

const CUE = /^(?:(\d+):)?(\d{2}):(\d{2}\.\d{3}) --> (?:(\d+):)?(\d{2}):(\d{2}\.\d{3})[^\n]*\n(\S+)$/gm;

/** The cues of a list of pictures (WebVTT), with addresses made whole. What is none is left out. */
export function readThumbnails(vtt: string, base: string): Cue[] {
  const seconds = (hours = '0', minutes = '0', rest = '0') =>
    Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return [...vtt.replaceAll('\r', '').matchAll(CUE)].map(([, h, m, s, endH, endM, endS, address = '']) => ({
    from: seconds(h, m, s),
    until: seconds(endH, endM, endS),
    text: new URL(address, base).href,
  }));
}

function fill(track: TextTrack, cues: readonly Cue[]): void {
  for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
  for (const { from, until, text } of cues) track.addCue(new VTTCue(from, until, text));
}

/**
 * Gives the video its pictures while `surface` is pointed at. Returns what stops it and empties the list.
 * @param src address of the multivariant playlist; the list of pictures is beside it
 */
export function showThumbnails(video: HTMLVideoElement, surface: HTMLElement, src: string): () => void {
  const address = new URL('thumbnails.vtt', new URL(src, location.href)).href;
  // Video elements have no way to take a track back: the one from before is used again.
  const before = [...video.textTracks].find(({ label }) => label === LABEL);
  const track = before ?? video.addTextTrack('metadata', LABEL);
  track.mode = 'hidden';
  const stop = new AbortController();
  let askedAt = Number.NEGATIVE_INFINITY;
  const onPointed = async (): Promise<void> => {
    const now = performance.now();
    if (now - askedAt < EVERY_MS) return;
    askedAt = now;
    try {
      const answer = await fetch(address, { signal: stop.signal });
      if (answer.ok) fill(track, readThumbnails(await answer.text(), address));
    } catch {
      // Out of reach, or the page goes: then there are none, and nothing is missing that matters.
    }
  };
  surface.addEventListener('pointermove', onPointed, { signal: stop.signal });
  return () => {
    stop.abort();
    fill(track, []);
  };
}
