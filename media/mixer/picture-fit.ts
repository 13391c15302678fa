import { SWS_BICUBIC } from 'node-av/constants';
import { type Frame, SoftwareScaleContext } from 'node-av/lib';
import { check, createPicture, markProgramColour, planesOf } from '../core/av.ts';

export interface Placement {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The largest place for a picture of `source` size inside `target` that keeps its proportions; even numbers. */
export function placeInside(
  source: { width: number; height: number },
  target: { width: number; height: number },
): Placement {
  const scale = Math.min(target.width / source.width, target.height / source.height);
  const side = (length: number, limit: number): number =>
    Math.min(limit, Math.max(2, 2 * Math.round((length * scale) / 2)));
  const width = side(source.width, target.width);
  const height = side(source.height, target.height);
  const middle = (outer: number, inner: number): number => 2 * Math.floor((outer - inner) / 4);
  return { x: middle(target.width, width), y: middle(target.height, height), width, height };
}

/**
 * Brings pictures of any size and colour space to the programme's: scaled with their proportions kept, black beside.
 * Owns the picture it returns.
 */
export class PictureFit {
  readonly #scaler = new SoftwareScaleContext();
  readonly #output: Frame;
  /** Where a picture of other proportions is scaled to before it is copied into the middle. */
  #inner: Frame | null = null;
  #barsDrawn = false;
  #closed = false;

  constructor(width: number, height: number) {
    this.#output = createPicture(width, height);
    markProgramColour(this.#output);
    this.#scaler.allocContext();
    this.#scaler.setOption('sws_flags', SWS_BICUBIC);
  }

  /** The programme-size picture; good until the next call. */
  fit(source: Frame): Frame {
    const output = this.#output;
    check(output.makeWritable(), 'making the programme picture writable');
    const place = placeInside(source, output);
    if (place.width === output.width && place.height === output.height) {
      this.#barsDrawn = false;
      check(this.#scaler.scaleFrameSync(output, source), 'scaling a picture');
      return output;
    }
    if (this.#inner?.width !== place.width || this.#inner.height !== place.height) {
      this.#inner?.free();
      this.#inner = createPicture(place.width, place.height);
      markProgramColour(this.#inner);
      this.#barsDrawn = false;
    }
    if (!this.#barsDrawn) fillBlack(output);
    this.#barsDrawn = true;
    check(this.#scaler.scaleFrameSync(this.#inner, source), 'scaling a picture');
    copyInto(output, this.#inner, place);
    return output;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#inner?.free();
    this.#output.free();
    this.#scaler.freeContext();
  }
}

function fillBlack(frame: Frame): void {
  for (const [index, plane] of planesOf(frame).entries()) plane.fill(index === 0 ? 16 : 128);
}

/** Copies `source` to its place in `target`, whose buffers must be writable. */
export function copyInto(target: Frame, source: Frame, place: Placement): void {
  const targetPlanes = planesOf(target);
  const targetStrides = target.linesize;
  const sourceStrides = source.linesize;
  for (const [index, from] of planesOf(source).entries()) {
    const shift = index === 0 ? 0 : 1;
    const to = targetPlanes[index];
    const toStride = targetStrides[index];
    const fromStride = sourceStrides[index];
    if (!to || !toStride || !fromStride) continue;
    const width = place.width >> shift;
    const left = place.x >> shift;
    const top = place.y >> shift;
    for (let row = 0; row < place.height >> shift; row += 1) {
      from.copy(to, (top + row) * toStride + left, row * fromStride, row * fromStride + width);
    }
  }
}
