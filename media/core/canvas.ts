import type { Frame } from 'node-av/lib';
import { check, createPicture, markProgramColour, planesOf } from './av.ts';

interface Sheet {
  frame: Frame;
  planes: readonly Buffer[];
  strides: readonly number[];
}

/**
 * A picture of the programme that JavaScript paints on: YUV 4:2:0, BT.709, limited range. Its planes are fetched from the
 * native side once and kept: V8 counts each fetched plane as memory of its own, and to fetch those of a 720p picture some
 * times a tick makes it collect garbage eight times a second. Owns its buffers.
 */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #sheets: Sheet[] = [];
  #sheet: Sheet;
  #closed = false;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#sheet = this.#add();
  }

  /** What is painted; after `makeWritable` it may be another one. */
  get frame(): Frame {
    return this.#sheet.frame;
  }

  /** Luma, blue and red difference. */
  get planes(): readonly Buffer[] {
    return this.#sheet.planes;
  }

  /** Bytes from line to line, of each plane. */
  get strides(): readonly number[] {
    return this.#sheet.strides;
  }

  /**
   * To be called before it is painted on. Whoever still holds the picture, an encoder, keeps it as it is: then the canvas
   * goes on as a copy, as `av_frame_make_writable` does, but in buffers that it has already.
   */
  makeWritable(): void {
    if (this.#sheet.frame.isWritable) return;
    const next = this.#free();
    check(next.frame.copy(this.#sheet.frame), 'copying a canvas');
    this.#sheet = next;
  }

  /** To be called before all of it is painted: as `makeWritable`, but what was painted is not brought along. */
  turn(): void {
    if (!this.#sheet.frame.isWritable) this.#sheet = this.#free();
  }

  /** Takes over the samples of a picture of the same size. Makes it writable. */
  copy(picture: Frame): void {
    this.#sheet = this.#free();
    check(this.#sheet.frame.copy(picture), 'copying a picture');
  }

  /** @param samples one value for each plane */
  fill(samples: readonly number[]): void {
    for (const [index, plane] of this.planes.entries()) plane.fill(samples[index] ?? 0);
  }

  #free(): Sheet {
    return this.#sheets.find(({ frame }) => frame.isWritable) ?? this.#add();
  }

  #add(): Sheet {
    const frame = createPicture(this.width, this.height);
    markProgramColour(frame);
    const sheet = { frame, planes: planesOf(frame), strides: frame.linesize };
    this.#sheets.push(sheet);
    return sheet;
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { frame } of this.#sheets) frame.free();
  }
}
