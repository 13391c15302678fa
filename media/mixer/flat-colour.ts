import type { Frame } from 'node-av/lib';
import { createPicture, markProgramColour, planesOf } from '../core/av.ts';
import type { HouseSource } from '../core/house-source.ts';
import { parseColour, toYuv } from './colour.ts';
import type { Size } from './scene.ts';

/** One colour, everywhere, for ever. */
export class FlatColour implements HouseSource {
  readonly ready = true;
  readonly opened = Promise.resolve();
  readonly gain = 0;
  readonly pictures = 0;
  readonly #frame: Frame;
  #closed = false;

  /** @param colour `#rrggbb` */
  constructor({ width, height }: Size, colour: string) {
    this.#frame = createPicture(width, height);
    markProgramColour(this.#frame);
    const samples = toYuv(parseColour(colour));
    for (const [index, plane] of planesOf(this.#frame).entries()) plane.fill(samples[index] ?? 0);
  }

  step(): void {}

  picture(): Frame {
    return this.#frame;
  }

  sound(): boolean {
    return false;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#frame.free();
  }
}
