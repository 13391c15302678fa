import { AV_CODEC_ID_OPUS, AV_SAMPLE_FMT_FLTP, AVERROR_EAGAIN } from 'node-av/constants';
import { Codec, CodecContext } from 'node-av/lib';
import { CHANNELS, check, createFrame, createPacket, planesOf, SAMPLE_RATE, STEREO } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';
import type { RtpTrack } from '../core/program-link.ts';
import type { RtpPacket } from '../core/rtp.ts';
import { AudioTimeline } from './audio-timeline.ts';
import { Concealment } from './concealment.ts';
import type { PlayedTracks } from './played-media.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { TrackTiming } from './track-timing.ts';

/** The longest Opus packet: 120 ms (RFC 6716). */
const MAX_SAMPLES = (SAMPLE_RATE * 120) / 1000;

/** A longer silence is no loss, but a sender that paused: nothing is made up for it. */
const CONCEALED_MOST = SAMPLE_RATE / 2;

/** The sound of one feed: Opus over RTP (RFC 7587) in, samples by position out. Owns its decoder. */
export class AudioTrack {
  readonly timing = new TrackTiming(SAMPLE_RATE);
  readonly timeline = new AudioTimeline();
  /** Monotonic ms of the last decoded packet, null before the first. */
  lastSoundAt: number | null = null;
  readonly #now: () => number;
  readonly #played: PlayedTracks | null;
  readonly #reorder = new ReorderBuffer();
  readonly #concealment = new Concealment();
  /** Position behind the last decoded packet, null before the first. */
  #end: number | null = null;
  readonly #context = new CodecContext();
  readonly #packet = createPacket();
  readonly #frame = createFrame();
  #closed = false;

  /**
   * @param now monotonic ms
   * @param played gets each coded packet
   */
  constructor(track: RtpTrack, now: () => number, played: PlayedTracks | null = null) {
    if (track.codec !== 'opus' || track.clockRate !== SAMPLE_RATE) {
      throw new MediaError(
        'badFormat',
        `sound must be Opus at ${SAMPLE_RATE} Hz, got ${track.codec}/${track.clockRate}`,
      );
    }
    this.#now = now;
    this.#played = played;
    const decoder = Codec.findDecoder(AV_CODEC_ID_OPUS);
    if (!decoder) throw new MediaError('codecUnavailable', 'this FFmpeg has no Opus decoder');
    this.#context.allocContext3(decoder);
    this.#context.sampleRate = SAMPLE_RATE;
    this.#context.channelLayout = STEREO;
    this.#context.sampleFormat = AV_SAMPLE_FMT_FLTP;
    this.#context.threadCount = 1;
    check(this.#context.open2Sync(decoder, null), 'opening the Opus decoder');
  }

  push(packet: RtpPacket): void {
    if (this.#closed) return;
    for (const ordered of this.#reorder.push(packet, this.#now())) this.#decode(ordered.packet);
  }

  /** Called every tick: gives up on packets that do not come. */
  expire(): void {
    for (const ordered of this.#reorder.expire(this.#now())) this.#decode(ordered.packet);
  }

  #decode(packet: RtpPacket): void {
    if (packet.payload.length === 0) return;
    const position = this.timing.position(packet.timestamp);
    this.#packet.data = packet.payload;
    this.#packet.pts = BigInt(position);
    const sent = this.#context.sendPacketSync(this.#packet);
    this.#packet.unref();
    if (sent < 0 && sent !== AVERROR_EAGAIN) return;
    this.#played?.addSound({ position, data: packet.payload });
    let at = position;
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      const count = Math.min(this.#frame.nbSamples, MAX_SAMPLES);
      const [left, right] = planesOf(this.#frame);
      if (left && right && this.#frame.channelLayout.nbChannels === CHANNELS) {
        this.#write(at, { left: samplesOf(left, count), right: samplesOf(right, count) });
      }
      at += count;
      this.#frame.unref();
    }
    const now = this.#now();
    this.lastSoundAt = now;
    this.timing.observe(position, now);
  }

  #write(at: number, block: { left: Float32Array; right: Float32Array }): void {
    const missing = this.#end === null ? 0 : at - this.#end;
    if (this.#end !== null && missing > 0 && missing <= CONCEALED_MOST) {
      const guess = this.#concealment.fill(missing, block);
      if (guess) this.timeline.write(this.#end, guess.left, guess.right, guess.left.length);
    }
    this.timeline.write(at, block.left, block.right, block.left.length);
    this.#concealment.remember(block);
    this.#end = at + block.left.length;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#packet.free();
    this.#frame.free();
    this.#context.freeContext();
  }
}

function samplesOf(plane: Buffer, count: number): Float32Array {
  return new Float32Array(plane.buffer, plane.byteOffset, count);
}
