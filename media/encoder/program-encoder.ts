import type { Frame, Packet } from 'node-av/lib';
import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { copyOf, type LadderSink, type PacketSink } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';
import type { ProgramFormat } from '../core/program-link.ts';
import { WorkLine } from '../core/work-line.ts';
import { AudioEncoder } from './audio-encoder.ts';
import { LowerEncoder } from './lower-encoder.ts';
import { VideoEncoder } from './video-encoder.ts';

/** Key frames that somebody asked for come at most this often, in seconds. */
const REQUEST_INTERVAL_S = 1;
/** Bits per second of the return's Opus. */
const OPUS_BITRATE = 96_000;
/** The same of a mix-minus: speech, mostly. */
const MIX_MINUS_BITRATE = 64_000;

/** Takes what single contributors hear, as Opus. */
export interface MixMinusSink {
  /** @param mediaMs time of the packet since the start of the programme */
  writeMixMinus(contributorId: string, packet: Packet, mediaMs: number): void;
}

/** Where the return goes. */
export interface MonitorSink extends PacketSink, MixMinusSink {
  /** Somebody hears the programme as it is: without one its Opus is not made. */
  readonly isHeard: boolean;
}

export interface ProgramEncoderOptions {
  format: ProgramFormat;
  /** Gets H.264 in every size, and AAC. */
  stream: LadderSink;
  /** Gets the same H.264, and Opus. */
  monitor: MonitorSink;
}

/** So many pieces of work, a picture and a sound each tick, may wait: 240 ms at 25 a second. More: the machine does not keep up. */
const MAX_WAITING = 12;

/**
 * Programme pictures and sound → packets for the stream and for the return. Pictures are encoded beside the clock's
 * thread, one after the other, and the stream's sound follows in its place between them; the return's sound, which people
 * talk by, waits for nothing. Owns the encoders, closes the sinks.
 */
export class ProgramEncoder {
  readonly #format: ProgramFormat;
  readonly #stream: LadderSink;
  readonly #monitor: MonitorSink;
  readonly #video: VideoEncoder;
  /** From the largest to the smallest. */
  readonly #lower: readonly LowerEncoder[];
  readonly #aac: AudioEncoder;
  /** For those who get sound alone. */
  readonly #lean: AudioEncoder | null;
  readonly #opus: AudioEncoder;
  /** `since`: samples of the programme before its first one. */
  readonly #mixMinus = new Map<string, { encoder: AudioEncoder; since: number }>();
  readonly #line = new WorkLine();
  #samples = 0;
  #keyFrameWanted = false;
  #keyFrameTick = Number.NEGATIVE_INFINITY;
  #segmentTick = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: ProgramEncoderOptions) {
    const { format } = options;
    this.#format = format;
    this.#stream = options.stream;
    this.#monitor = options.monitor;
    this.#video = new VideoEncoder(format);
    this.#lower = (format.lower ?? []).map((rendition) => new LowerEncoder(format, rendition));
    this.#aac = new AudioEncoder('aac', format.audioBitrate);
    this.#lean = format.leanAudioBitrate ? new AudioEncoder('aac', format.leanAudioBitrate) : null;
    this.#opus = new AudioEncoder('opus', OPUS_BITRATE);
  }

  /**
   * Opens the sinks. To be called once, before the first picture.
   *
   * @param startedAt wall clock of the first picture, ms since the epoch
   */
  open(startedAt: number): void {
    const videos = [this.#video, ...this.#lower].map(({ track }) => track);
    this.#stream.open({ videos, audio: this.#aac.track, lean: this.#lean?.track }, startedAt);
    this.#monitor.open({ video: this.#video.track, audio: this.#opus.track }, startedAt);
  }

  /** Makes a key frame soon, at most one a second besides those of the segments. */
  requestKeyFrame(): void {
    this.#keyFrameWanted = true;
  }

  /**
   * Whether a part or a segment begins at this tick. It then needs a picture even where the tick was missed: a part
   * lasts no longer than was promised (RFC 8216bis, 4.4.4.9), and the next one begins where this one ends.
   */
  beginsPart(tick: number): boolean {
    const { frameRate, partSeconds, segmentSeconds } = this.#format;
    const sinceSegment = tick - this.#segmentTick;
    const partTicks = Math.max(1, Math.round(partSeconds * frameRate));
    return sinceSegment >= Math.round(segmentSeconds * frameRate) || sinceSegment % partTicks === 0;
  }

  /**
   * Encodes the picture of tick `tick`, which stays the caller's. Where ticks were left out, the picture before lasts
   * until this one.
   *
   * @returns whether a segment begins with it
   */
  encodePicture(frame: Frame, tick: number): boolean {
    const { frameRate, segmentSeconds } = this.#format;
    // Counted from the last one that really began a segment, as the packager counts.
    const startsSegment = tick - this.#segmentTick >= Math.round(segmentSeconds * frameRate);
    const mayAnswer = tick - this.#keyFrameTick >= REQUEST_INTERVAL_S * frameRate;
    const keyFrame = startsSegment || (this.#keyFrameWanted && mayAnswer);
    if (startsSegment) this.#segmentTick = tick;
    if (keyFrame) {
      this.#keyFrameWanted = false;
      this.#keyFrameTick = tick;
    }
    const own = frame.clone();
    if (!own) throw new MediaError('ffmpeg', 'picture not cloned');
    this.#line.push(() => this.#encode(own, tick, keyFrame));
    return startsSegment;
  }

  /** The machine does not keep up: better leave a picture out. */
  get isBehind(): boolean {
    return this.#line.length > MAX_WAITING;
  }

  /** Resolves once everything that came so far is encoded and handed on. */
  get encoded(): Promise<void> {
    return this.#line.done;
  }

  /** Frees `frame`. */
  async #encode(frame: Frame, tick: number, keyFrame: boolean): Promise<void> {
    const packets: Packet[] = [];
    await this.#video.encode(frame, tick, keyFrame, (packet) => {
      // Whoever talks with the programme waits for no smaller picture.
      this.#monitor.write('video', packet);
      packets.push(copyOf(packet));
    });
    let larger = frame;
    for (const lower of this.#lower) {
      await lower.encode(larger, tick, keyFrame, (packet) => packets.push(copyOf(packet)));
      larger = lower.picture;
    }
    frame.free();
    this.#stream.writePicture(packets);
    for (const packet of packets) packet.free();
  }

  /**
   * Encodes the sound of one tick. Sound comes without gaps, for ticks without a picture too.
   *
   * @param mixMinus what each listening contributor hears; one who was not there before gets an encoder of their own
   */
  encodeSound(sound: Float32Array, samples: number, mixMinus: ReadonlyMap<string, Float32Array>): void {
    if (this.#monitor.isHeard) this.#opus.encode(sound, samples, (packet) => this.#monitor.write('audio', packet));
    else this.#opus.skip(samples);
    const own = sound.slice(0, samples * CHANNELS);
    this.#line.push(() => {
      this.#lean?.encode(own, samples, (packet) => this.#stream.writeLeanSound?.(packet));
      this.#aac.encode(own, samples, (packet) => this.#stream.writeSound(packet));
    });
    for (const [id, { encoder }] of this.#mixMinus) {
      if (mixMinus.has(id)) continue;
      encoder.close();
      this.#mixMinus.delete(id);
    }
    for (const [id, heard] of mixMinus) {
      const { encoder, since } = this.#mixMinus.get(id) ?? this.#listen(id);
      encoder.encode(heard, samples, (packet) => {
        const mediaMs = ((since + Number(packet.pts)) * 1000) / SAMPLE_RATE;
        this.#monitor.writeMixMinus(id, packet, mediaMs);
      });
    }
    this.#samples += samples;
  }

  #listen(id: string): { encoder: AudioEncoder; since: number } {
    const listener = { encoder: new AudioEncoder('opus', MIX_MINUS_BITRATE), since: this.#samples };
    this.#mixMinus.set(id, listener);
    return listener;
  }

  /** Resolves once what came before is handed on and everything is freed. Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return this.#line.done;
    this.#closed = true;
    this.#line.push(() => this.#free());
    return this.#line.done;
  }

  #free(): void {
    try {
      // What AAC had not given away yet: the sound lasts as long as the picture.
      this.#lean?.finish((packet) => this.#stream.writeLeanSound?.(packet));
      this.#aac.finish((packet) => this.#stream.writeSound(packet));
    } finally {
      this.#close();
    }
  }

  #close(): void {
    this.#stream.close();
    this.#monitor.close();
    this.#video.close();
    for (const lower of this.#lower) lower.close();
    this.#aac.close();
    this.#lean?.close();
    this.#opus.close();
    for (const { encoder } of this.#mixMinus.values()) encoder.close();
    this.#mixMinus.clear();
  }
}
