import { AV_PIX_FMT_YUV420P, SWS_AREA, SWS_BICUBIC } from 'node-av/constants';
import { avImageCopy2, type Frame, SoftwareScaleContext } from 'node-av/lib';
import { check, createPicture, markProgramColour } from '../core/av.ts';
import { Canvas } from '../core/canvas.ts';
import { Bt709Conversion } from './bt709-conversion.ts';

export interface Placement {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture that would miss an edge by so little, for its sides are even, is drawn out to it: no bar of a line or two. */
const ROUNDING = 2;

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
  if (target.width - width <= ROUNDING && target.height - height <= ROUNDING)
    return { x: 0, y: 0, width: target.width, height: target.height };
  const middle = (outer: number, inner: number): number => 2 * Math.floor((outer - inner) / 4);
  return { x: middle(target.width, width), y: middle(target.height, height), width, height };
}

/** Luma and chroma, limited range. */
const BLACK = [16, 128, 128];
/** From this factor on, pictures are made smaller by the mean of the pixels that become one: as sharp, and a fraction of the work. */
const AREA_FROM = 1.5;

/**
 * Brings pictures of any size and colour space to the programme's: scaled with their proportions kept, black beside.
 * Owns the picture it returns.
 */
export class PictureFit {
  readonly #width: number;
  readonly #height: number;
  readonly #conversion = new Bt709Conversion();
  #scaler: { context: SoftwareScaleContext; flags: number } | null = null;
  /** What a picture is scaled to, before its colours are converted and it is copied into the middle. */
  #scaled: Frame | null = null;
  /** The picture in its size, where it is to be copied from by lines. */
  #inner: Canvas | null = null;
  /** The whole picture with bars around `place`. */
  #output: { canvas: Canvas; place: Placement } | null = null;
  #fitted: Canvas | Frame | null = null;
  #closed = false;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** The picture in the wanted size; good until the next call. */
  fit(source: Frame): Frame {
    const place = placeInside(source, { width: this.#width, height: this.#height });
    const picture = this.#inColour(source, place);
    if (place.width === this.#width && place.height === this.#height) {
      this.#fitted = picture;
      return picture;
    }
    const output = this.#outputFor(place);
    output.makeWritable();
    copyInto(output, this.#onCanvas(picture), place);
    this.#fitted = output;
    return output.frame;
  }

  /** The picture of the last `fit`, to be copied from by lines. */
  get canvas(): Canvas | null {
    const fitted = this.#fitted;
    return fitted === null || fitted instanceof Canvas ? fitted : this.#onCanvas(fitted);
  }

  #inColour(source: Frame, place: Placement): Frame {
    const isConverted = Bt709Conversion.takes(source);
    const isSameSize = source.width === place.width && source.height === place.height;
    const scaled = isConverted && isSameSize ? source : this.#scale(source, place, isConverted);
    return isConverted ? this.#conversion.convert(scaled) : scaled;
  }

  #onCanvas(picture: Frame): Canvas {
    const { width, height } = picture;
    let inner = this.#inner;
    if (inner?.width !== width || inner.height !== height) {
      inner?.close();
      inner = new Canvas(width, height);
      this.#inner = inner;
    }
    inner.copy(picture);
    return inner;
  }

  #outputFor(place: Placement): Canvas {
    const { canvas, place: before } = this.#output ?? {};
    if (canvas && before?.width === place.width && before.height === place.height) return canvas;
    canvas?.close();
    const output = new Canvas(this.#width, this.#height);
    output.fill(BLACK);
    this.#output = { canvas: output, place };
    return output;
  }

  /** @param keepsColours the scaled picture has the colour space of `source`; else the programme's */
  #scale(source: Frame, { width, height }: Placement, keepsColours: boolean): Frame {
    let scaled = this.#scaled;
    if (scaled?.width !== width || scaled.height !== height) {
      scaled?.free();
      scaled = createPicture(width, height);
      this.#scaled = scaled;
    }
    check(scaled.makeWritable(), 'making the scaled picture writable');
    markProgramColour(scaled);
    if (keepsColours) {
      scaled.colorSpace = source.colorSpace;
      scaled.colorRange = source.colorRange;
    }
    const flags = source.width >= width * AREA_FROM ? SWS_AREA : SWS_BICUBIC;
    check(this.#scalerFor(flags).scaleFrameSync(scaled, source), 'scaling a picture');
    return scaled;
  }

  #scalerFor(flags: number): SoftwareScaleContext {
    if (this.#scaler?.flags === flags) return this.#scaler.context;
    this.#scaler?.context.freeContext();
    const context = new SoftwareScaleContext();
    context.allocContext();
    context.setOption('sws_flags', flags);
    this.#scaler = { context, flags };
    return context;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scaled?.free();
    this.#inner?.close();
    this.#output?.canvas.close();
    this.#conversion.close();
    this.#scaler?.context.freeContext();
  }
}

/** Copies `source` to its place in `target`, which must be writable. Odd places lie on the even ones before them. */
export function copyInto(target: Canvas, source: Canvas, { x, y, width, height }: Placement): void {
  const places = target.planes.map((plane, index) => {
    const shift = index === 0 ? 0 : 1;
    return plane.subarray((y >> shift) * (target.strides[index] ?? 0) + (x >> shift));
  });
  avImageCopy2(places, [...target.strides], [...source.planes], [...source.strides], AV_PIX_FMT_YUV420P, width, height);
}
