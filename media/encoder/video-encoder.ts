import { availableParallelism } from 'node:os';
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  FF_ENCODER_LIBX264,
  FF_THREAD_SLICE,
} from 'node-av/constants';
import { Codec, CodecContext, CodecParameters, type Frame, type Packet, Rational } from 'node-av/lib';
import { check, createPacket } from '../core/av.ts';
import type { EncodedTrack } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';
import type { ProgramFormat } from '../core/program-link.ts';

/** Key frames come when asked for; x264's own are put this far apart, in frames, so that they never come. */
const NEVER = 100_000;
const MACROBLOCK = 16;

/** H.264 levels that television sizes need: name, macroblocks per second, macroblocks per frame (ITU-T H.264, table A-1). */
const LEVELS = [
  ['3.1', 108_000, 3_600],
  ['3.2', 216_000, 5_120],
  ['4.0', 245_760, 8_192],
  ['4.2', 522_240, 8_704],
  ['5.1', 983_040, 36_864],
] as const;

/** The lowest level, from 3.1 on, whose size and rate the format keeps to. */
export function levelFor(format: Pick<ProgramFormat, 'width' | 'height' | 'frameRate'>): string {
  const perFrame = Math.ceil(format.width / MACROBLOCK) * Math.ceil(format.height / MACROBLOCK);
  const level = LEVELS.find(([, rate, size]) => perFrame * format.frameRate <= rate && perFrame <= size);
  if (!level) throw new MediaError('badFormat', `no H.264 level for ${format.width}×${format.height}`);
  return level[0];
}

/**
 * Programme pictures → H.264 (main profile, no B-frames, one packet out for each picture in), in a thread of the pool, so
 * that the clock's thread stays free. Owns its encoder.
 */
export class VideoEncoder {
  readonly track: EncodedTrack;
  readonly #context = new CodecContext();
  readonly #packet = createPacket();
  #closed = false;

  constructor(format: ProgramFormat) {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) throw new MediaError('codecUnavailable', 'this FFmpeg has no libx264');
    const context = this.#context;
    context.allocContext3(codec);
    context.width = format.width;
    context.height = format.height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, format.frameRate);
    context.framerate = new Rational(format.frameRate, 1);
    context.sampleAspectRatio = new Rational(1, 1);
    context.colorSpace = AVCOL_SPC_BT709;
    context.colorPrimaries = AVCOL_PRI_BT709;
    context.colorTrc = AVCOL_TRC_BT709;
    context.colorRange = AVCOL_RANGE_MPEG;
    context.bitRate = BigInt(format.videoBitrate);
    context.rcMaxRate = BigInt(Math.round(format.videoBitrate * 1.2));
    // One second: small enough for low-latency players, large enough for a good key frame.
    context.rcBufferSize = format.videoBitrate;
    context.gopSize = NEVER;
    context.maxBFrames = 0;
    // Slices, not frames: two threads halve the time that one picture takes, and hold none back. More cost more than they
    // bring at this size, and the machine has other work.
    context.threadCount = Math.min(2, availableParallelism());
    context.threadType = FF_THREAD_SLICE;
    context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    for (const [name, value] of [
      ['preset', format.preset],
      ['tune', 'zerolatency'],
      ['profile', 'main'],
      ['level', levelFor(format)],
      ['forced-idr', '1'],
      ['sc_threshold', '0'],
    ] as const) {
      check(context.setOption(name, value), `x264 option ${name}=${value}`);
    }
    check(context.open2Sync(codec, null), 'opening x264');
    const parameters = new CodecParameters();
    parameters.alloc();
    check(parameters.fromContext(context), 'reading the parameters of x264');
    this.track = { kind: 'video', parameters, timeBase: { num: 1, den: format.frameRate } };
  }

  /** Encodes `frame` as picture number `tick` and lends each packet to `onPacket`. One at a time; `frame` stays as it is. */
  async encode(frame: Frame, tick: number, keyFrame: boolean, onPacket: (packet: Packet) => void): Promise<void> {
    frame.pts = BigInt(tick);
    frame.pictType = keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    check(await this.#context.sendFrame(frame), 'encoding a picture');
    this.#drain(onPacket);
  }

  #drain(onPacket: (packet: Packet) => void): void {
    for (;;) {
      const code = this.#context.receivePacketSync(this.#packet);
      if (code === AVERROR_EAGAIN) return;
      check(code, 'taking an encoded picture');
      this.#packet.duration = 1n;
      onPacket(this.#packet);
      this.#packet.unref();
    }
  }

  /** Not while it encodes. Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.track.parameters.free();
    this.#packet.free();
    this.#context.freeContext();
  }
}
