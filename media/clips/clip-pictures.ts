import { closeSync, openSync, readSync } from 'node:fs';
import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_CODEC_ID_H264,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
} from 'node-av/constants';
import { Codec, CodecContext, type Frame } from 'node-av/lib';
import { assetFiles, type ClipIndex } from '../core/asset-files.ts';
import { check, createPacket } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';

/** The pictures of a clip by their number. Owns its file and its decoder. */
export class ClipPictures {
  readonly #index: ClipIndex;
  readonly #file: number;
  readonly #context = new CodecContext();
  readonly #packet = createPacket();
  /** The picture that the decoder would give next. */
  #next = 0;
  #closed = false;

  constructor(folder: string, index: ClipIndex) {
    const decoder = Codec.findDecoder(AV_CODEC_ID_H264);
    if (!decoder) throw new MediaError('codecUnavailable', 'this FFmpeg has no H.264 decoder');
    this.#index = index;
    this.#file = openSync(assetFiles(folder).video, 'r');
    this.#context.allocContext3(decoder);
    this.#context.threadCount = 1;
    this.#context.extraData = Buffer.from(index.extradata, 'base64');
    this.#context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    check(this.#context.open2Sync(decoder, null), 'opening the decoder of a clip');
  }

  /**
   * How many pictures have to be decoded to get to `number`: 1 for the one that follows, up to a group of pictures for
   * any other.
   */
  distance(number: number): number {
    const key = this.#keyBefore(number);
    return number >= this.#next && this.#next > key ? number - this.#next + 1 : number - key + 1;
  }

  /** Decodes one picture on the way to `number`, into `frame`. @returns whether it is that one */
  step(number: number, frame: Frame): boolean {
    const key = this.#keyBefore(number);
    if (number < this.#next || this.#next < key) {
      this.#context.flushBuffers();
      this.#next = key;
    }
    const [offset, size] = this.#index.pictures[this.#next] ?? [0, 0];
    const bytes = Buffer.allocUnsafe(size);
    if (readSync(this.#file, bytes, 0, size, offset) !== size) {
      throw new MediaError('badFormat', `picture ${this.#next} of a clip is cut off`);
    }
    this.#packet.data = bytes;
    this.#packet.pts = BigInt(this.#next);
    const sent = this.#context.sendPacketSync(this.#packet);
    this.#packet.unref();
    check(sent, 'decoding a clip');
    frame.unref();
    check(this.#context.receiveFrameSync(frame), 'taking a picture of a clip');
    frame.colorSpace = AVCOL_SPC_BT709;
    frame.colorPrimaries = AVCOL_PRI_BT709;
    frame.colorTrc = AVCOL_TRC_BT709;
    frame.colorRange = AVCOL_RANGE_MPEG;
    this.#next += 1;
    return this.#next === number + 1;
  }

  #keyBefore(number: number): number {
    for (let at = number; at > 0; at -= 1) if (this.#index.pictures[at]?.[2] === 1) return at;
    return 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#packet.free();
    this.#context.freeContext();
    closeSync(this.#file);
  }
}
