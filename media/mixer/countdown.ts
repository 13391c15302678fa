import type { Frame } from 'node-av/lib';
import { createPicture, fillFromPlanar, markProgramColour } from '../core/av.ts';
import { Canvas } from '../core/canvas.ts';
import type { HouseSource } from '../core/house-source.ts';
import type { Artist } from './drawing-orders.ts';
import { layOver } from './overlay.ts';
import type { OverlayPlanes } from './planes.ts';
import type { Size } from './scene.ts';

/** What the countdown's drawing depends on. */
export interface CountdownTexts {
  title: string;
  /** `#rrggbb`. */
  accent: string;
  /** Wall clock, ms since the epoch. */
  until: number;
}

export interface CountdownOptions extends CountdownTexts {
  size: Size;
  artist: Artist;
  /** Wall clock, ms since the epoch. */
  wallClock(): number;
}

/** Seconds that are left, as figures: `1:02:03`, `12:34`, `0:05`; never less than `0:00`. */
export function figuresOf(seconds: number): string {
  const left = Math.max(0, seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor(left / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}

/**
 * The time that is left, in large figures. The ground is drawn once; each figure is drawn a second ahead of its time, by
 * the artist, and laid over when the second changes. A figure that is late leaves the one before standing.
 */
export class Countdown implements HouseSource {
  readonly gain = 0;
  readonly opened: Promise<void>;
  pictures = 0;
  readonly #options: CountdownOptions;
  readonly #drawn = new Map<number, OverlayPlanes | null>();
  #texts: CountdownTexts;
  #ground: Frame | null = null;
  readonly #canvas: Canvas;
  /** The seconds on the picture. */
  #shown: number | null = null;
  #closed = false;

  constructor(options: CountdownOptions) {
    this.#options = options;
    this.#texts = { title: options.title, accent: options.accent, until: options.until };
    this.#canvas = new Canvas(options.size.width, options.size.height);
    this.opened = Promise.all([this.#drawGround(), this.#order(this.#left)]).then(() => undefined);
  }

  /** Other words: the picture follows as soon as they are drawn. */
  set texts({ title, accent, until }: CountdownTexts) {
    const before = this.#texts;
    if (before.title === title && before.accent === accent && before.until === until) return;
    this.#texts = { title, accent, until };
    this.#drawn.clear();
    void this.#drawGround();
    this.step();
  }

  get ready(): boolean {
    return this.#shown !== null || (this.#ground !== null && Boolean(this.#drawn.get(this.#left)));
  }

  step(): void {
    const left = this.#left;
    for (const seconds of [left, left - 1]) if (seconds >= 0) void this.#order(seconds);
    for (const seconds of this.#drawn.keys()) if (seconds > left) this.#drawn.delete(seconds);
  }

  picture(): Frame | null {
    const left = this.#left;
    const figures = this.#drawn.get(left);
    if (this.#ground && figures && this.#shown !== left) {
      this.#canvas.copy(this.#ground);
      layOver(this.#canvas, figures, 1, 0);
      this.#shown = left;
      this.pictures += 1;
    }
    return this.#shown === null ? null : this.#canvas.frame;
  }

  sound(): boolean {
    return false;
  }

  /** A second counts until it is over: at the instant itself, and after it, there is none. */
  get #left(): number {
    return Math.max(0, Math.ceil((this.#texts.until - this.#options.wallClock()) / 1000));
  }

  async #order(seconds: number): Promise<void> {
    if (this.#drawn.has(seconds)) return;
    this.#drawn.set(seconds, null);
    const { artist, size } = this.#options;
    const texts = this.#texts;
    const planes = await artist.countdownFigures({ ...size, accent: texts.accent, figures: figuresOf(seconds) });
    if (!this.#closed && this.#texts === texts && this.#drawn.has(seconds)) this.#drawn.set(seconds, planes);
  }

  async #drawGround(): Promise<void> {
    const { artist, size } = this.#options;
    const texts = this.#texts;
    const picture = await artist.countdownGround({ ...size, accent: texts.accent, title: texts.title });
    if (this.#closed || this.#texts !== texts) return;
    const ground = createPicture(size.width, size.height);
    fillFromPlanar(ground, picture);
    markProgramColour(ground);
    this.#ground?.free();
    this.#ground = ground;
    // The figures are laid over the new ground at the next picture.
    this.#shown = this.#shown === null ? null : -1;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#ground?.free();
    this.#canvas.close();
    this.#drawn.clear();
  }
}
