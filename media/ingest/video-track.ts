import type { Frame } from 'node-av/lib';
import { createFrame } from '../core/av.ts';
import type { RtpTrack } from '../core/program-link.ts';
import type { RtpPacket } from '../core/rtp.ts';
import type { AccessUnit, Depacketizer } from './access-unit.ts';
import { H264Depacketizer } from './h264.ts';
import { KeyFrameGate } from './key-frame-gate.ts';
import type { PlayedTracks } from './played-media.ts';
import { type OrderedPacket, ReorderBuffer } from './reorder-buffer.ts';
import { TemporalFilter } from './temporal-filter.ts';
import { type TimeDomain, TrackTiming } from './track-timing.ts';
import { VideoDecoder } from './video-decoder.ts';
import { Vp8Depacketizer } from './vp8.ts';

/** Decoded pictures that may wait for their time to be shown. More would starve the decoder of buffers. */
const MAX_PICTURES = 16;
/** Coded pictures that may wait for the decoder. */
const MAX_UNITS = 90;

export interface VideoTrackOptions {
  track: RtpTrack;
  /** Monotonic ms. */
  now(): number;
  onKeyFrameWanted(): void;
  /** Gets each coded picture that was decoded, or could have been. */
  played?: PlayedTracks | null;
}

export interface TimedPicture {
  readonly frame: Frame;
  /** RTP time, unwrapped: another one means another picture. */
  readonly position: number;
}

/** The picture of one feed: RTP in, decoded pictures by capture time out. Owns its decoder and its pictures. */
export class VideoTrack {
  readonly timing: TrackTiming;
  /** Monotonic ms of the last decoded picture, null before the first. */
  lastPictureAt: number | null = null;
  readonly #options: VideoTrackOptions;
  readonly #reorder = new ReorderBuffer();
  readonly #depacketizer: Depacketizer;
  readonly #gate = new KeyFrameGate();
  readonly #filter = new TemporalFilter();
  readonly #decoder: VideoDecoder;
  /** Of the last decoded picture, in pixels. */
  #size = { width: 0, height: 0 };
  readonly #spare: Frame[] = [];
  #queue: TimedPicture[] = [];
  readonly #units: AccessUnit[] = [];
  #decoding: Promise<void> | null = null;
  #closed = false;

  constructor(options: VideoTrackOptions) {
    this.#options = options;
    this.timing = new TrackTiming(options.track.clockRate);
    const codec = options.track.codec === 'h264' ? 'h264' : 'vp8';
    this.#depacketizer = codec === 'h264' ? new H264Depacketizer() : new Vp8Depacketizer();
    this.#decoder = new VideoDecoder(codec);
  }

  /** Whether every picture is decoded, or those of the base layer where the sender has layers; all come to `played`. */
  set full(full: boolean) {
    this.#filter.full = full;
  }

  /** Packets that never came, so far. */
  get lostPackets(): number {
    return this.#reorder.lost;
  }

  push(packet: RtpPacket): void {
    if (!this.#closed) this.#process(this.#reorder.push(packet, this.#options.now()));
  }

  /** Called every tick: gives up on packets that do not come. */
  expire(): void {
    this.#process(this.#reorder.expire(this.#options.now()));
  }

  #process(ordered: OrderedPacket[]): void {
    for (const each of ordered) {
      const { units, broken } = this.#depacketizer.push(each);
      if (broken) this.#gate.shut();
      for (const unit of units) this.#enqueue(unit);
      // Not for each packet while shut: a key frame that is still coming in needs no second one.
      if ((broken || units.length > 0) && this.#gate.shouldAsk(this.#options.now())) this.#options.onKeyFrameWanted();
    }
  }

  #enqueue(unit: AccessUnit): void {
    if (!this.#gate.admits(unit)) return;
    if (this.#units.length >= MAX_UNITS) {
      this.#gate.shut();
      return;
    }
    this.#units.push(unit);
    this.#decoding ??= this.#decodeAll();
  }

  /** Resolves once everything that has come so far is decoded. */
  get decoded(): Promise<void> {
    return this.#decoding ?? Promise.resolve();
  }

  async #decodeAll(): Promise<void> {
    for (let unit = this.#units.shift(); unit && !this.#closed; unit = this.#units.shift()) await this.#decode(unit);
    this.#decoding = null;
  }

  async #decode(unit: AccessUnit): Promise<void> {
    const position = this.timing.position(unit.timestamp);
    if (!this.#filter.admits(unit)) {
      this.#observe(unit, position);
      return;
    }
    const frame = this.#spare.pop() ?? createFrame();
    const isDecoded = await this.#decoder.decode(unit, position, frame);
    if (this.#closed) {
      frame.free();
      return;
    }
    if (!isDecoded) {
      this.#spare.push(frame);
      this.#gate.shut();
      return;
    }
    this.lastPictureAt = this.#options.now();
    this.#size = { width: frame.width, height: frame.height };
    this.#observe(unit, position);
    this.#queue.push({ frame, position });
    if (this.#queue.length > MAX_PICTURES) this.#release(this.#queue.shift());
  }

  #observe({ data, key }: AccessUnit, position: number): void {
    this.timing.observe(position, this.#options.now());
    this.#options.played?.addPicture({ position, data, key, ...this.#size });
  }

  /**
   * The newest picture captured by `captureMs`, or the oldest there is. It stays this track's and is good until the next
   * call; null before the first picture.
   */
  pictureAt(captureMs: number, domain: TimeDomain): TimedPicture | null {
    for (let next = this.#queue[1]; next; next = this.#queue[1]) {
      if (this.timing.captureAt(next.position, domain) > captureMs) break;
      this.#release(this.#queue.shift());
    }
    return this.#queue[0] ?? null;
  }

  #release(picture: TimedPicture | undefined): void {
    if (!picture) return;
    picture.frame.unref();
    this.#spare.push(picture.frame);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const picture of this.#queue) this.#release(picture);
    this.#queue = [];
    for (const frame of this.#spare) frame.free();
    this.#decoder.close();
  }
}
