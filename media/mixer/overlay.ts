import type { Frame } from 'node-av/lib';
import { planesOf } from '../core/av.ts';
import type { Art } from './lower-third-art.ts';

/** One plane of an overlay: samples with their alpha already multiplied in, and that alpha. */
interface Plane {
  width: number;
  height: number;
  samples: Uint8Array;
  alpha: Uint8Array;
  /** Runs of samples that are not wholly transparent: row, first column, length, 1 where wholly opaque. */
  runs: Int32Array;
}

/**
 * A drawing ready to be laid over pictures in YUV 4:2:0 (BT.709, limited range). Solid runs are copied, only edges are
 * blended, so that a standing lower third costs a few tenths of a millisecond a tick.
 */
export class Overlay {
  readonly #x: number;
  readonly #y: number;
  readonly #planes: readonly [Plane, Plane, Plane];

  constructor(art: Art) {
    this.#x = art.x;
    this.#y = art.y;
    this.#planes = toPlanes(art);
  }

  /**
   * Lays the drawing over `frame`, whose buffers must be writable.
   *
   * @param opacity 0–1
   * @param drop how many rows lower than its place it stands, even
   */
  blend(frame: Frame, opacity = 1, drop = 0): void {
    const data = planesOf(frame);
    const strides = frame.linesize;
    for (const [index, plane] of this.#planes.entries()) {
      const shift = index === 0 ? 0 : 1;
      const target = data[index];
      const stride = strides[index];
      if (!target || !stride) continue;
      const rows = frame.height >> shift;
      blendPlane(plane, target, stride, this.#x >> shift, (this.#y + drop) >> shift, rows, opacity);
    }
  }
}

function blendPlane(
  plane: Plane,
  target: Buffer,
  stride: number,
  x: number,
  y: number,
  rows: number,
  opacity: number,
): void {
  const { runs, samples, alpha, width } = plane;
  const share = Math.round(opacity * 256);
  for (let i = 0; i < runs.length; i += 4) {
    const row = runs[i] ?? 0;
    if (y + row >= rows) return;
    const from = row * width + (runs[i + 1] ?? 0);
    const length = runs[i + 2] ?? 0;
    const to = (y + row) * stride + x + (runs[i + 1] ?? 0);
    if (share === 256 && runs[i + 3] === 1) {
      target.set(samples.subarray(from, from + length), to);
      continue;
    }
    for (let k = 0; k < length; k += 1) {
      const keep = 255 - (((alpha[from + k] ?? 0) * share) >> 8);
      target[to + k] = (((samples[from + k] ?? 0) * share) >> 8) + ((target[to + k] ?? 0) * keep + 127) / 255;
    }
  }
}

function toPlanes(art: Art): [Plane, Plane, Plane] {
  const { width, height, rgba } = art;
  const luma = emptyPlane(width, height);
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const blue = emptyPlane(halfWidth, halfHeight);
  const red = emptyPlane(halfWidth, halfHeight);
  for (let i = 0; i < width * height; i += 1) {
    const r = rgba[4 * i] ?? 0;
    const g = rgba[4 * i + 1] ?? 0;
    const b = rgba[4 * i + 2] ?? 0;
    const a = rgba[4 * i + 3] ?? 0;
    luma.samples[i] = Math.round(0.1826 * r + 0.6142 * g + 0.062 * b + (16 * a) / 255);
    luma.alpha[i] = a;
  }
  for (let y = 0; y < halfHeight; y += 1) {
    for (let x = 0; x < halfWidth; x += 1) {
      const at = (2 * y * width + 2 * x) * 4;
      const sum = (channel: number): number =>
        ((rgba[at + channel] ?? 0) +
          (rgba[at + 4 + channel] ?? 0) +
          (rgba[at + width * 4 + channel] ?? 0) +
          (rgba[at + width * 4 + 4 + channel] ?? 0)) /
        4;
      const [r, g, b, a] = [sum(0), sum(1), sum(2), sum(3)];
      const i = y * halfWidth + x;
      blue.samples[i] = Math.round(-0.1006 * r - 0.3386 * g + 0.4392 * b + (128 * a) / 255);
      red.samples[i] = Math.round(0.4392 * r - 0.3989 * g - 0.0403 * b + (128 * a) / 255);
      blue.alpha[i] = red.alpha[i] = Math.round(a);
    }
  }
  for (const plane of [luma, blue, red]) plane.runs = findRuns(plane);
  return [luma, blue, red];
}

function emptyPlane(width: number, height: number): Plane {
  const size = width * height;
  return { width, height, samples: new Uint8Array(size), alpha: new Uint8Array(size), runs: new Int32Array(0) };
}

function findRuns({ width, height, alpha }: Plane): Int32Array {
  const runs: number[] = [];
  for (let row = 0; row < height; row += 1) {
    let start = 0;
    for (let column = 1; column <= width; column += 1) {
      const kind = coverage(alpha[row * width + start] ?? 0);
      if (column < width && coverage(alpha[row * width + column] ?? 0) === kind) continue;
      if (kind !== 0) runs.push(row, start, column - start, kind === 255 ? 1 : 0);
      start = column;
    }
  }
  return Int32Array.from(runs);
}

/** 0: transparent, 255: opaque, 1: between. */
function coverage(alpha: number): 0 | 1 | 255 {
  if (alpha === 0) return 0;
  return alpha === 255 ? 255 : 1;
}
