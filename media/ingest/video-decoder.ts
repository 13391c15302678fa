import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_VP8,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_UNSPECIFIED,
  AVERROR_EAGAIN,
} from 'node-av/constants';
import { Codec, CodecContext, type Frame } from 'node-av/lib';
import { check, createPacket } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';
import type { AccessUnit } from './access-unit.ts';

/**
 * Software decoder of one feed's picture: one picture in, one picture out, in a thread of the pool, so that the clock's
 * thread stays free. Owns its codec; `close()` frees it, at once or when the running picture is done.
 */
export class VideoDecoder {
  readonly #context = new CodecContext();
  readonly #packet = createPacket();
  #busy = false;
  #closed = false;

  constructor(codec: 'vp8' | 'h264') {
    const decoder = Codec.findDecoder(codec === 'vp8' ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    if (!decoder) throw new MediaError('codecUnavailable', `this FFmpeg has no ${codec} decoder`);
    this.#context.allocContext3(decoder);
    this.#context.threadCount = 1;
    this.#context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    check(this.#context.open2Sync(decoder, null), `opening the ${codec} decoder`);
  }

  /**
   * Decodes `unit` into `frame`, with `pts` set to `position`. One at a time. False when no sound picture came out of it,
   * or it was closed meanwhile.
   */
  async decode(unit: AccessUnit, position: number, frame: Frame): Promise<boolean> {
    if (this.#closed) return false;
    this.#packet.data = unit.data;
    this.#packet.pts = BigInt(position);
    this.#busy = true;
    // FFmpeg decodes here; what follows only hands over.
    const sent = await this.#context.sendPacket(this.#packet);
    this.#busy = false;
    if (this.#closed) {
      this.#free();
      return false;
    }
    this.#packet.unref();
    if (sent < 0 && sent !== AVERROR_EAGAIN) return false;
    if (this.#context.receiveFrameSync(frame) < 0) return false;
    if (frame.decodeErrorFlags !== 0 || frame.width < 1 || frame.height < 1) {
      frame.unref();
      return false;
    }
    // Browsers make their pictures in BT.601 and mostly do not say so.
    if (frame.colorSpace === AVCOL_SPC_UNSPECIFIED) frame.colorSpace = AVCOL_SPC_SMPTE170M;
    return true;
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#busy) this.#free();
  }

  #free(): void {
    this.#packet.free();
    this.#context.freeContext();
  }
}
