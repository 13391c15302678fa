import type { Canvas } from '../core/canvas.ts';
import type { Artist, TickerStrip } from './drawing-orders.ts';
import { even } from './lower-third-art.ts';
import { Presence } from './presence.ts';

/** Shares of the picture's width that the text moves in a second. */
const SPEED = 0.08;

interface TickerWords {
  text: string;
  accent: string;
}

/**
 * A line of text that runs along the lower edge, over and over. Drawn once as one long strip; each picture shows the
 * next window of it, so many whole pixels further, the same number at every tick. Right-to-left text runs to the right.
 */
export class TickerLayer {
  readonly #size: { width: number; height: number };
  readonly #artist: Artist;
  readonly #presence: Presence;
  /** Pixels per tick; even, for the chroma. */
  readonly #step: number;
  #wanted: string | null = null;
  #strips = new Map<string, TickerStrip | null>();
  #travelled = 0;
  #closed = false;

  constructor(options: { width: number; height: number; frameRate: number; artist: Artist }) {
    this.#size = { width: options.width, height: options.height };
    this.#artist = options.artist;
    this.#presence = new Presence(options.frameRate);
    this.#step = Math.max(2, even((options.width * SPEED) / options.frameRate));
  }

  want(words: TickerWords | null): void {
    const key = words && words.text.trim() !== '' ? JSON.stringify(words) : null;
    this.#wanted = key;
    if (!words || key === null || this.#strips.has(key)) return;
    this.#strips.set(key, null);
    void this.#artist.ticker({ ...this.#size, ...words }).then((strip) => {
      if (!this.#closed && this.#strips.has(key)) this.#strips.set(key, strip);
    });
  }

  /** Goes on by one tick. */
  step(): void {
    const before = this.#presence.shown;
    this.#presence.step(this.#wanted !== null && this.#strips.get(this.#wanted) ? this.#wanted : null);
    const { shown } = this.#presence;
    this.#travelled = shown === before ? this.#travelled + this.#step : 0;
    for (const key of this.#strips.keys()) if (key !== this.#wanted && key !== shown) this.#strips.delete(key);
  }

  get shown(): string | null {
    return this.#presence.shown;
  }

  /** 0: gone, 1: in its place. */
  get presence(): number {
    return 1 - (this.#presence.view?.away ?? 1);
  }

  /** Draws the window of now into `canvas`, which is writable. */
  paint(canvas: Canvas): void {
    const { view } = this.#presence;
    const strip = view && this.#strips.get(view.id);
    if (!view || !strip) return;
    const top = even(canvas.height - strip.height * (1 - view.away));
    for (const [index, samples] of strip.planes.entries()) {
      const shift = index === 0 ? 0 : 1;
      const target = canvas.planes[index];
      const stride = canvas.strides[index];
      if (!target || !stride) continue;
      const length = strip.width >> shift;
      const width = canvas.width >> shift;
      const travelled = this.#travelled >> shift;
      const rows = Math.min(strip.height, canvas.height - top) >> shift;
      for (let row = 0; row < rows; row += 1) {
        const to = ((top >> shift) + row) * stride;
        const line = samples.subarray(row * length, (row + 1) * length);
        runLine(target.subarray(to, to + width), line, strip.rightToLeft ? -travelled : travelled);
      }
    }
  }

  close(): void {
    this.#closed = true;
    this.#strips.clear();
  }
}

/**
 * Fills `target` from `line`, which goes round and round. It enters at the side where it begins to be read from: what is
 * before its beginning is ground, as its first sample is.
 */
function runLine(target: Uint8Array, line: Uint8Array, travelled: number): void {
  const { length } = line;
  const width = target.length;
  const isLeftward = travelled >= 0;
  const entered = Math.min(width, Math.abs(travelled));
  const ground = width - entered;
  target.fill(line[0] ?? 0, isLeftward ? 0 : entered, isLeftward ? ground : width);
  // The sample of the line that stands at the first place that it has reached.
  let from = isLeftward ? Math.max(0, travelled - width) % length : mod(travelled, length);
  let to = isLeftward ? ground : 0;
  const end = isLeftward ? width : entered;
  while (to < end) {
    const count = Math.min(end - to, length - from);
    target.set(line.subarray(from, from + count), to);
    to += count;
    from = 0;
  }
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
