import { createCanvas, ImageData } from '@napi-rs/canvas';
import { AV_PIX_FMT_RGBA, AV_PIX_FMT_YUV420P, SWS_BILINEAR } from 'node-av/constants';
import { type Frame, SoftwareScaleContext } from 'node-av/lib';
import type { Logger } from 'pino';
import { check, planesOf } from '../core/av.ts';

/** Seconds from one to the next. */
const INTERVAL_S = 10;
const WIDTH = 320;
/** 0–100. */
const QUALITY = 72;

export interface ThumbnailerOptions {
  /** The programme's size. */
  width: number;
  height: number;
  frameRate: number;
  /** Takes each one. `at`: time of its picture, as it was given. */
  emit(thumbnail: { at: number; jpeg: Uint8Array; width: number; height: number }): void;
  log: Logger;
}

/** Small JPEGs of the programme now and then, for the timeline and for links. Scaled in the tick, encoded beside it. */
export class Thumbnailer {
  readonly #options: ThumbnailerOptions;
  readonly #scaler = new SoftwareScaleContext();
  readonly #height: number;
  #takenAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: ThumbnailerOptions) {
    this.#options = options;
    const { width, height } = options;
    this.#height = Math.round((WIDTH * height) / width);
    this.#scaler.getContext(width, height, AV_PIX_FMT_YUV420P, WIDTH, this.#height, AV_PIX_FMT_RGBA, SWS_BILINEAR);
  }

  /** Offers the picture of tick `tick`. */
  offer(frame: Frame, tick: number, at: number): void {
    if (this.#closed || tick - this.#takenAt < INTERVAL_S * this.#options.frameRate) return;
    this.#takenAt = tick;
    const rgba = Buffer.alloc(WIDTH * this.#height * 4);
    const { linesize, height } = frame;
    check(this.#scaler.scaleSync(planesOf(frame), linesize, 0, height, [rgba], [WIDTH * 4]), 'scaling a thumbnail');
    void this.#encode(rgba, at);
  }

  async #encode(rgba: Buffer, at: number): Promise<void> {
    const { emit, log } = this.#options;
    try {
      const canvas = createCanvas(WIDTH, this.#height);
      canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(rgba), WIDTH, this.#height), 0, 0);
      const jpeg = await canvas.encode('jpeg', QUALITY);
      if (!this.#closed) emit({ at, jpeg, width: WIDTH, height: this.#height });
    } catch (err) {
      log.error({ err }, 'no thumbnail');
    }
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scaler.freeContext();
  }
}
