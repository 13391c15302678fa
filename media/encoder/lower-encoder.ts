import { SWS_BILINEAR } from 'node-av/constants';
import { type Frame, type Packet, SoftwareScaleContext } from 'node-av/lib';
import { check, createPicture, markProgramColour } from '../core/av.ts';
import type { EncodedTrack } from '../core/encoded.ts';
import type { LowerRendition, ProgramFormat } from '../core/program-link.ts';
import { VideoEncoder } from './video-encoder.ts';

/** The programme's picture once more, smaller. Owns its scaler and its encoder. */
export class LowerEncoder {
  /** The scaled picture: the next smaller rendition is made of it, which costs less than of the whole one. */
  readonly picture: Frame;
  readonly #scaler = new SoftwareScaleContext();
  readonly #encoder: VideoEncoder;

  constructor(format: ProgramFormat, { width, height, videoBitrate }: LowerRendition) {
    // Small pictures are cheap; what they are for is a link or a screen that shows no difference.
    this.#encoder = new VideoEncoder({ ...format, width, height, videoBitrate, preset: 'superfast' });
    this.picture = createPicture(width, height);
    markProgramColour(this.picture);
    this.#scaler.allocContext();
    this.#scaler.setOption('sws_flags', SWS_BILINEAR);
  }

  get track(): EncodedTrack {
    return this.#encoder.track;
  }

  /** Encodes `larger` as picture number `tick` and lends each packet to `onPacket`. One at a time. */
  async encode(larger: Frame, tick: number, keyFrame: boolean, onPacket: (packet: Packet) => void): Promise<void> {
    check(this.picture.makeWritable(), 'making the smaller picture writable');
    check(await this.#scaler.scaleFrame(this.picture, larger), 'scaling the picture');
    await this.#encoder.encode(this.picture, tick, keyFrame, onPacket);
  }

  /** Not while it encodes. */
  close(): void {
    this.#encoder.close();
    this.picture.free();
    this.#scaler.freeContext();
  }
}
