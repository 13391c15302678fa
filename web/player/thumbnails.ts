/** Pictures for the timeline: single ones or tiles of larger ones, as a list beside the playlist says (WebVTT). */

export interface Thumbnail {
  /** Seconds from the first listed picture. */
  from: number;
  until: number;
  address: string;
  /** Where it is in the picture at that address, pixels; null: all of it. */
  tile: { x: number; y: number; width: number; height: number } | null;
}

/** How often the list is asked for while somebody looks at the timeline, ms: it grows every ten seconds. */
const EVERY_MS = 10_000;

const CUE = /^(?:(\d+):)?(\d{2}):(\d{2}\.\d{3}) --> (?:(\d+):)?(\d{2}):(\d{2}\.\d{3})[^\n]*\n(\S+)$/gm;
/** W3C Media Fragments, 4.2.2. */
const TILE = /#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/;

/** The cues of a list, with addresses made whole. What is none is left out. */
export function readThumbnails(vtt: string, base: string): Thumbnail[] {
  const seconds = (hours = '0', minutes = '0', rest = '0') =>
    Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  return [...vtt.replaceAll('\r', '').matchAll(CUE)].map(([, h, m, s, endH, endM, endS, picture = '']) => {
    const [x, y, width, height] = (TILE.exec(picture) ?? []).slice(1).map(Number);
    const tile = x === undefined || y === undefined || !width || !height ? null : { x, y, width, height };
    return {
      from: seconds(h, m, s),
      until: seconds(endH, endM, endS),
      address: new URL(picture.replace(/#.*$/, ''), base).href,
      tile,
    };
  });
}

/** The pictures of one broadcast. */
export class Thumbnails {
  readonly #address: string;
  readonly #stop = new AbortController();
  #list: readonly Thumbnail[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param src address of the multivariant playlist; the list of pictures is beside it */
  constructor(src: string) {
    this.#address = new URL('thumbnails.vtt', new URL(src, location.href)).href;
  }

  /** Somebody looks. Asks for the list where it may have grown. */
  async refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#askedAt < EVERY_MS) return;
    this.#askedAt = now;
    try {
      const answer = await fetch(this.#address, { signal: this.#stop.signal });
      if (answer.ok) this.#list = readThumbnails(await answer.text(), this.#address);
    } catch {
      // Out of reach, or the page goes: then there are none, and nothing is missing that matters.
    }
  }

  /** @param seconds from the first listed picture */
  at(seconds: number): Thumbnail | null {
    return this.#list.findLast(({ from, until }) => from <= seconds && seconds < until) ?? null;
  }

  /** Safe twice. */
  close(): void {
    this.#stop.abort();
  }
}
