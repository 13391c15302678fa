import type { Frame } from 'node-av/lib';
import { Canvas } from '../core/canvas.ts';
import type { ProgramTransition } from '../core/program-link.ts';

export type Passage = Exclude<ProgramTransition, { type: 'cut' }>;

/** Luma and chroma of black, limited range. */
const DARK = [16, 128, 128] as const;

/** How far a passage is at its `step`th picture, counted from 1: none of its pictures is wholly the old or the new one. */
export function shareAt(step: number, frames: number): number {
  return Math.min(1, step / (frames + 1));
}

/** What lies between two pictures of its size. Owns the picture that it returns. */
export class PassagePainter {
  readonly #output: Canvas;
  readonly #other: Canvas;

  constructor(width: number, height: number) {
    this.#output = new Canvas(width, height);
    this.#other = new Canvas(width, height);
  }

  /**
   * Good until the next call.
   *
   * @param share 0: all `from`, 1: all `to`
   */
  paint(kind: Passage['type'], from: Frame, to: Frame, share: number): Frame {
    const output = this.#output;
    if (kind === 'dip') {
      output.copy(share < 0.5 ? from : to);
      darken(output, share < 0.5 ? share * 2 : 2 - share * 2);
    } else {
      output.copy(from);
      this.#other.copy(to);
      if (kind === 'mix') blend(output, this.#other, share);
      else wipe(output, this.#other, share);
    }
    return output.frame;
  }

  close(): void {
    this.#output.close();
    this.#other.close();
  }
}

/** A line of a plane: in `target`, and in `other` where there is one. */
type LineWork = (target: Buffer, other: Buffer, plane: number) => void;

function eachLine(target: Canvas, other: Canvas, work: LineWork): void {
  for (const [index, plane] of target.planes.entries()) {
    const from = other.planes[index];
    if (!from) continue;
    const shift = index === 0 ? 0 : 1;
    const columns = target.width >> shift;
    const [stride, otherStride] = [target.strides[index] ?? 0, other.strides[index] ?? 0];
    for (let row = 0; row < target.height >> shift; row += 1) {
      const [at, fromAt] = [row * stride, row * otherStride];
      work(plane.subarray(at, at + columns), from.subarray(fromAt, fromAt + columns), index);
    }
  }
}

function blend(target: Canvas, other: Canvas, share: number): void {
  const weight = Math.round(share * 256);
  eachLine(target, other, (line, incoming) => {
    for (let i = 0; i < line.length; i += 1) {
      const base = line[i] ?? 0;
      line[i] = base + ((((incoming[i] ?? 0) - base) * weight) >> 8);
    }
  });
}

function darken(target: Canvas, share: number): void {
  const weight = Math.round(share * 256);
  eachLine(target, target, (line, _, index) => {
    const dark = DARK[index] ?? 0;
    for (let i = 0; i < line.length; i += 1) {
      const base = line[i] ?? 0;
      line[i] = base + (((dark - base) * weight) >> 8);
    }
  });
}

/** From left to right, with a hard edge on even pixels. */
function wipe(target: Canvas, other: Canvas, share: number): void {
  const edge = 2 * Math.round((share * target.width) / 2);
  eachLine(target, other, (line, incoming, index) => {
    incoming.copy(line, 0, 0, edge >> (index === 0 ? 0 : 1));
  });
}
