import { SWS_BILINEAR } from 'node-av/constants';
import { type Frame, SoftwareScaleContext } from 'node-av/lib';
import { check, createPicture, markProgramColour } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';
import type { ProgramFormat } from '../core/program-link.ts';
import { H264Packetizer } from './h264-packetizer.ts';
import { MAX_PAYLOAD } from './return-sender.ts';
import { VideoEncoder } from './video-encoder.ts';

const WIDTH = 480;
/** Bits per second: a face is a face, and it fits beside the sound where hardly anything fits. */
const BITRATE = 300_000;
/** Key frames that somebody asked for come at most this often, in seconds. */
const REQUEST_INTERVAL_S = 1;

/** Sends one picture's RTP payloads. `mediaMs`: its time since the start of the programme. */
export type SmallSink = (payloads: Buffer[], mediaMs: number) => void;

/** The programme's picture once more, small, for those whose link or screen is. Exists only while somebody needs it. */
export class SmallReturn {
  readonly #scaler = new SoftwareScaleContext();
  readonly #picture: Frame;
  readonly #encoder: VideoEncoder;
  readonly #packetizer: H264Packetizer;
  readonly #frameRate: number;
  readonly #send: SmallSink;
  #keyFrameWanted = true;
  #keyFrameTick = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(format: ProgramFormat, send: SmallSink) {
    const width = Math.min(WIDTH, format.width);
    const height = 2 * Math.round((width * format.height) / format.width / 2);
    this.#frameRate = format.frameRate;
    this.#send = send;
    this.#encoder = new VideoEncoder({
      ...format,
      width,
      height,
      videoBitrate: Math.min(BITRATE, format.videoBitrate),
      preset: 'superfast',
    });
    const { extradata } = this.#encoder.track.parameters;
    if (!extradata) throw new MediaError('badFormat', 'the encoder named no parameter sets');
    this.#packetizer = new H264Packetizer(extradata, MAX_PAYLOAD);
    this.#picture = createPicture(width, height);
    markProgramColour(this.#picture);
    this.#scaler.allocContext();
    this.#scaler.setOption('sws_flags', SWS_BILINEAR);
  }

  /** Makes a key frame soon, at most one a second. */
  requestKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  /** Encodes the programme's picture of tick `tick`. */
  encode(programPicture: Frame, tick: number): void {
    if (this.#closed) return;
    check(this.#picture.makeWritable(), 'making the small picture writable');
    check(this.#scaler.scaleFrameSync(this.#picture, programPicture), 'scaling the small picture');
    const keyFrame = this.#keyFrameWanted && tick - this.#keyFrameTick >= REQUEST_INTERVAL_S * this.#frameRate;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#keyFrameTick = tick;
    }
    this.#encoder.encode(this.#picture, tick, keyFrame, ({ data, pts }) => {
      if (data) this.#send(this.#packetizer.packetize(data), (Number(pts) * 1000) / this.#frameRate);
    });
  }

  /** Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#encoder.close();
    this.#picture.free();
    this.#scaler.freeContext();
  }
}
