import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, type Frame, Rational, type Stream } from 'node-av/lib';
import { check, createPacket } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';
import type { MakeOrder } from './messages.ts';

/** Pictures from key frame to key frame: going to any picture decodes at most so many. */
const GROUP = 12;
/** x264's constant rate factor: nothing of it is seen once the programme has coded it again. */
const QUALITY = '17';

/** Programme pictures → MP4 with H.264 that is cheap to decode and quick to enter. Owns its file and encoder. */
export class ClipWriter {
  readonly #encoder = new CodecContext();
  readonly #output = new FormatContext();
  readonly #stream: Stream;
  readonly #packet = createPacket();
  #finished = false;
  #closed = false;

  constructor(path: string, { width, height, frameRate }: MakeOrder['format']) {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new MediaError('codecUnavailable', 'this FFmpeg has no libx264');
    const encoder = this.#encoder;
    encoder.allocContext3(codec);
    encoder.width = width;
    encoder.height = height;
    encoder.pixelFormat = AV_PIX_FMT_YUV420P;
    encoder.timeBase = new Rational(1, frameRate);
    encoder.framerate = new Rational(frameRate, 1);
    encoder.colorSpace = AVCOL_SPC_BT709;
    encoder.colorPrimaries = AVCOL_PRI_BT709;
    encoder.colorTrc = AVCOL_TRC_BT709;
    encoder.colorRange = AVCOL_RANGE_MPEG;
    encoder.gopSize = GROUP;
    encoder.maxBFrames = 0;
    encoder.threadCount = 1;
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    for (const [name, value] of [
      ['preset', 'veryfast'],
      ['tune', 'fastdecode'],
      ['profile', 'main'],
      ['crf', QUALITY],
      ['x264-params', `keyint=${GROUP}:min-keyint=1:rc-lookahead=0:sync-lookahead=0:ref=1`],
    ] as const) {
      check(encoder.setOption(name, value), `x264 option ${name}=${value}`);
    }
    check(encoder.open2Sync(codec, null), 'opening x264');
    check(this.#output.allocOutputContext2(null, 'mp4', path), 'mp4 muxer');
    this.#stream = this.#output.newStream();
    check(this.#stream.codecpar.fromContext(encoder), 'parameters');
    this.#stream.timeBase = new Rational(1, frameRate);
    check(this.#output.openOutputSync(), 'opening the clip for writing');
    // Browsers can begin before they have all of it.
    const options = Dictionary.fromObject({ movflags: 'faststart' });
    check(this.#output.writeHeaderSync(options), 'mp4 header');
    options.free();
  }

  write(picture: Frame, number: number): void {
    picture.pts = BigInt(number);
    picture.pictType = AV_PICTURE_TYPE_NONE;
    this.#encode(picture);
  }

  /** Writes what the encoder still holds and closes the file. */
  finish(): void {
    this.#encode(null);
    check(this.#output.writeTrailerSync(), 'finishing the clip');
    this.#output.closeOutputSync();
    this.#finished = true;
  }

  #encode(picture: Frame | null): void {
    check(this.#encoder.sendFrameSync(picture), 'encoding a picture');
    for (;;) {
      const code = this.#encoder.receivePacketSync(this.#packet);
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
      check(code, 'taking an encoded picture');
      this.#packet.streamIndex = 0;
      this.#packet.duration = 1n;
      this.#packet.rescaleTs(this.#encoder.timeBase, this.#stream.timeBase);
      check(this.#output.writeFrameSync(this.#packet), 'writing a picture');
      this.#packet.unref();
    }
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#finished) this.#output.closeOutputSync();
    this.#output.freeContext();
    this.#packet.free();
    this.#encoder.freeContext();
  }
}
