import type { Frame } from 'node-av/lib';
import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { Canvas } from '../core/canvas.ts';
import type { HouseSource } from '../core/house-source.ts';
import { type Rgb, toYuv } from './colour.ts';
import type { Size } from './scene.ts';

/** Alignment level, dBFS of a sine's peak, and its pitch (EBU R 68, EBU Tech 3304). */
const TONE = { amplitude: 10 ** (-18 / 20), hz: 1_000 };
/** The bars of EBU Tech 3304 and SMPTE RP 219 at 75 %: white to blue. */
const BARS: readonly Rgb[] = [
  [1, 1, 1],
  [1, 1, 0],
  [0, 1, 1],
  [0, 1, 0],
  [1, 0, 1],
  [1, 0, 0],
  [0, 0, 1],
].map(([r, g, b]) => [(r ?? 0) * 191.25, (g ?? 0) * 191.25, (b ?? 0) * 191.25] as const);
/** Shares of the height: bars, then the lane of what moves, then black and white with a ramp between. */
const LANE = { top: 0.7, bottom: 0.78 };
/** Ticks that the moving box takes from one side to the other; prime, so that it does not beat with anything. */
const CROSSING = 101;
const BLACK = 16;
const WHITE = 235;
/** Of the box that moves, as a share of the width. */
const BOX = 0.04;

/** Colour bars, a box that moves with every tick, a grey ramp, and the alignment tone. */
export class TestPattern implements HouseSource {
  readonly ready = true;
  readonly opened = Promise.resolve();
  readonly gain = 1;
  readonly #canvas: Canvas;
  readonly #lane: { top: number; bottom: number; box: number };
  #tick = 0;
  #painted = -1;
  #sample = 0;
  #closed = false;

  constructor({ width, height }: Size) {
    const even = (share: number, whole: number): number => 2 * Math.round((share * whole) / 2);
    this.#lane = { top: even(LANE.top, height), bottom: even(LANE.bottom, height), box: even(BOX, width) };
    this.#canvas = new Canvas(width, height);
    this.#drawStill();
  }

  get pictures(): number {
    return this.#tick;
  }

  step(tick: number): void {
    this.#tick = tick;
  }

  picture(): Frame {
    if (this.#painted !== this.#tick) this.#moveBox();
    this.#painted = this.#tick;
    return this.#canvas.frame;
  }

  sound(out: Float32Array, samples: number): boolean {
    for (let i = 0; i < samples; i += 1) {
      const value = TONE.amplitude * Math.sin((2 * Math.PI * TONE.hz * this.#sample) / SAMPLE_RATE);
      out.fill(value, i * CHANNELS, (i + 1) * CHANNELS);
      // A second holds whole periods: the phase never loses precision.
      this.#sample = (this.#sample + 1) % SAMPLE_RATE;
    }
    return true;
  }

  #drawStill(): void {
    const { width, height, planes, strides } = this.#canvas;
    for (const [index, plane] of planes.entries()) {
      const shift = index === 0 ? 0 : 1;
      const stride = strides[index] ?? 0;
      const columns = width >> shift;
      for (let row = 0; row < height >> shift; row += 1) {
        const y = row << shift;
        for (let column = 0; column < columns; column += 1) {
          const share = column / columns;
          plane[row * stride + column] =
            y < this.#lane.top ? (barAt(share)[index] ?? 0) : y < this.#lane.bottom ? dark(index) : foot(share, index);
        }
      }
    }
  }

  #moveBox(): void {
    const canvas = this.#canvas;
    canvas.makeWritable();
    const { width } = canvas;
    const { top, bottom, box } = this.#lane;
    const [luma] = canvas.planes;
    const [stride = 0] = canvas.strides;
    const left = Math.round(((this.#tick % CROSSING) / (CROSSING - 1)) * (width - box));
    for (let row = top; row < bottom; row += 1) {
      luma?.fill(BLACK, row * stride, row * stride + width);
      luma?.fill(WHITE, row * stride + left, row * stride + left + box);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#canvas.close();
  }
}

function barAt(share: number): readonly [number, number, number] {
  return toYuv(BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? [0, 0, 0]);
}

function dark(index: number): number {
  return index === 0 ? BLACK : 128;
}

/** A quarter black, a half that goes from black to white, a quarter white. */
function foot(share: number, index: number): number {
  const ramp = Math.min(1, Math.max(0, share * 2 - 0.5));
  return index === 0 ? Math.round(BLACK + ramp * (WHITE - BLACK)) : 128;
}
