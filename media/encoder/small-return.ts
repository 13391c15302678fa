import type { Frame } from 'node-av/lib';
import { MediaError } from '../core/errors.ts';
import type { ProgramFormat } from '../core/program-link.ts';
import { WorkLine } from '../core/work-line.ts';
import { H264Packetizer } from './h264-packetizer.ts';
import { LowerEncoder } from './lower-encoder.ts';
import { MAX_PAYLOAD } from './return-sender.ts';

const WIDTH = 480;
/** Bits per second: a face is a face, and it fits beside the sound where hardly anything fits. */
const BITRATE = 300_000;
/** So many pictures may wait for the encoder; more are left out. */
const MAX_WAITING = 2;
/** Key frames that somebody asked for come at most this often, in seconds. */
const REQUEST_INTERVAL_S = 1;

/** Sends one picture's RTP payloads. `mediaMs`: its time since the start of the programme. */
export type SmallSink = (payloads: Buffer[], mediaMs: number) => void;

/** The programme's picture once more, small, for those whose link or screen is. Exists only while somebody needs it. */
export class SmallReturn {
  readonly #line = new WorkLine();
  readonly #encoder: LowerEncoder;
  readonly #packetizer: H264Packetizer;
  readonly #frameRate: number;
  readonly #send: SmallSink;
  #keyFrameWanted = true;
  #keyFrameTick = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(format: ProgramFormat, send: SmallSink) {
    const width = Math.min(WIDTH, format.width);
    const height = 2 * Math.round((width * format.height) / format.width / 2);
    const videoBitrate = Math.min(BITRATE, format.videoBitrate);
    this.#frameRate = format.frameRate;
    this.#send = send;
    this.#encoder = new LowerEncoder(format, { name: 'return', width, height, videoBitrate });
    const { extradata } = this.#encoder.track.parameters;
    if (!extradata) throw new MediaError('badFormat', 'the encoder named no parameter sets');
    this.#packetizer = new H264Packetizer(extradata, MAX_PAYLOAD);
  }

  /** Makes a key frame soon, at most one a second. */
  requestKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  /** Encodes the programme's picture of tick `tick`, beside the clock's thread. */
  encode(programPicture: Frame, tick: number): void {
    if (this.#closed || this.#line.length >= MAX_WAITING) return;
    const picture = programPicture.clone();
    if (!picture) throw new MediaError('ffmpeg', 'picture not cloned');
    const keyFrame = this.#keyFrameWanted && tick - this.#keyFrameTick >= REQUEST_INTERVAL_S * this.#frameRate;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#keyFrameTick = tick;
    }
    this.#line.push(async () => {
      await this.#encoder.encode(picture, tick, keyFrame, ({ data, pts }) => {
        if (data && !this.#closed) this.#send(this.#packetizer.packetize(data), (Number(pts) * 1000) / this.#frameRate);
      });
      picture.free();
    });
  }

  /** Resolves once everything that came so far is encoded and sent. */
  get encoded(): Promise<void> {
    return this.#line.done;
  }

  /** Nothing is sent any more; what it owns is freed when the running picture is done. Safe twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#line.push(() => this.#encoder.close());
  }
}
