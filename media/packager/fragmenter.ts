/**
 * Encoded packets → the programme's output for the origin: one init section, then parts. Runs in the programme process.
 *
 * A part goes out as soon as the next one's first picture and its own sound are there: one frame after its last. Sound
 * belongs to the part in whose time it begins; the AAC encoder is late by nature, so the last AAC frame of a part may
 * come with the next one instead of holding this one up. So picture and sound of a segment start together to within one
 * AAC frame. The encoder's priming (sound before the first picture) is left out.
 */
import { randomUUID } from 'node:crypto';
import type { Packet } from 'node-av/lib';
import type { Logger } from 'pino';
import type { EncodedTrack, PacketSink } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';
import type { ProgramFormat, ProgramOutput } from '../core/program-link.ts';
import { createMp4Writer, type Mp4Writer } from './mp4-writer.ts';
import { PartCutter } from './part-cutter.ts';

/** How much later than its picture, in frames, sound may come before a part goes out without it. */
const SOUND_PATIENCE_FRAMES = 3;
/** AAC packets kept while no picture has come yet: about 4 s. */
const MAX_EARLY_SOUND = 200;
/** Room above the encoder's target in the announced peak bitrate: rate control, key frames, boxes. */
const PEAK_FACTOR = 1.5;
const AVERAGE_FACTOR = 1.05;

export interface FragmenterOptions {
  format: Pick<
    ProgramFormat,
    'width' | 'height' | 'frameRate' | 'videoBitrate' | 'audioBitrate' | 'segmentSeconds' | 'partSeconds'
  >;
  /** Takes each message. The bytes are handed over. */
  emit(output: ProgramOutput): void;
  log: Logger;
}

/** A part that has begun. Timestamps in the video's units. */
interface PartInProgress {
  start: number;
  independent: boolean;
  startsSegment: boolean;
}

/** A part whose end is known, waiting for the last of its sound. */
interface EndedPart extends PartInProgress {
  end: number;
}

export function createFragmenter(options: FragmenterOptions): PacketSink {
  let run: FragmentRun | null = null;
  return {
    open(tracks, startedAt) {
      if (run) throw new MediaError('badFormat', 'the fragmenter is open already');
      run = new FragmentRun(options, tracks, startedAt);
    },
    write(kind, packet) {
      run?.write(kind, packet);
    },
    close() {
      run?.close();
      run = null;
    },
  };
}

class FragmentRun {
  private readonly options: FragmenterOptions;
  private readonly writer: Mp4Writer;
  private readonly epoch = randomUUID();
  private readonly startedAt: number;
  private readonly cutter: PartCutter;
  /** Seconds per unit. */
  private readonly videoUnit: number;
  private readonly audioUnit: number;
  private readonly frameUnits: number;
  private part: PartInProgress | null = null;
  private ended: EndedPart | null = null;
  /** Written once the next picture tells how long it lasts. */
  private lastVideo: Packet | null = null;
  /** Packets that belong after the part that is still waiting for sound. */
  private heldVideo: { packet: Packet; units: bigint }[] = [];
  private heldAudio: Packet[] = [];
  /** Seconds: where the sound that has come so far ends. */
  private audioEnd = Number.NEGATIVE_INFINITY;
  private audioFrame = 0;
  /** Where the first picture begins, seconds. Null until then. */
  private firstSeconds: number | null = null;

  constructor(options: FragmenterOptions, tracks: { video: EncodedTrack; audio: EncodedTrack }, startedAt: number) {
    const { format } = options;
    this.options = options;
    this.startedAt = startedAt;
    this.videoUnit = tracks.video.timeBase.num / tracks.video.timeBase.den;
    this.audioUnit = tracks.audio.timeBase.num / tracks.audio.timeBase.den;
    this.frameUnits = 1 / format.frameRate / this.videoUnit;
    const partFrames = Math.max(1, Math.round(format.partSeconds * format.frameRate));
    this.cutter = new PartCutter({
      partUnits: partFrames * this.frameUnits,
      segmentUnits: format.segmentSeconds / this.videoUnit,
      halfFrameUnits: this.frameUnits / 2,
    });
    const codecs = [codecOf(tracks.video), codecOf(tracks.audio)].join(',');
    this.writer = createMp4Writer(tracks);
    const rate = format.videoBitrate + format.audioBitrate;
    options.emit({
      type: 'init',
      epoch: this.epoch,
      data: this.writer.init,
      codecs,
      width: format.width,
      height: format.height,
      frameRate: format.frameRate,
      bandwidth: Math.ceil(rate * PEAK_FACTOR),
      averageBandwidth: Math.ceil(rate * AVERAGE_FACTOR),
    });
    options.log.info({ epoch: this.epoch, codecs, partFrames }, 'fragmenter open');
  }

  write(kind: 'video' | 'audio', packet: Packet): void {
    if (kind === 'video') this.writeVideo(packet);
    else this.writeAudio(packet);
  }

  close(): void {
    if (this.part && this.lastVideo) {
      const end = Number(this.lastVideo.pts) + this.frameUnits;
      this.flushLastVideo(end);
      this.endPart(end);
    }
    if (this.ended) this.emitEnded();
    for (const { packet } of this.heldVideo) packet.free();
    for (const packet of this.heldAudio) packet.free();
    this.heldVideo = [];
    this.heldAudio = [];
    this.lastVideo?.free();
    this.lastVideo = null;
    this.writer.close();
  }

  private writeVideo(packet: Packet): void {
    const pts = Number(packet.pts);
    const cut = this.cutter.next(pts, packet.isKeyframe);
    if (cut.type === 'none' && !this.part) return;
    if (cut.type === 'segment' && !packet.isKeyframe) {
      this.options.log.error({ epoch: this.epoch, pts }, 'no key frame where a segment must begin');
    }
    this.flushLastVideo(pts);
    if (cut.type !== 'none') {
      this.endPart(cut.at);
      if (this.firstSeconds === null) this.beginAt(cut.at * this.videoUnit);
      this.part = { start: cut.at, independent: packet.isKeyframe, startsSegment: cut.type === 'segment' };
    }
    this.lastVideo = copyOf(packet);
    const { ended } = this;
    if (ended && pts - ended.end >= SOUND_PATIENCE_FRAMES * this.frameUnits) this.emitEnded();
    else this.emitIfSounded();
  }

  private writeAudio(packet: Packet): void {
    const start = this.startOf(packet);
    if (this.firstSeconds === null) {
      this.heldAudio.push(copyOf(packet));
      if (this.heldAudio.length > MAX_EARLY_SOUND) this.heldAudio.shift()?.free();
      return;
    }
    // The encoder's priming, or sound of a time that nobody will see.
    if (start < this.firstSeconds) return;
    this.audioFrame = Number(packet.duration) * this.audioUnit;
    this.audioEnd = start + this.audioFrame;
    if (this.ended && start >= this.ended.end * this.videoUnit) this.heldAudio.push(copyOf(packet));
    else this.writer.write('audio', packet, packet.duration);
    this.emitIfSounded();
  }

  /** The first picture is there: the sound that came before it is sorted. */
  private beginAt(seconds: number): void {
    this.firstSeconds = seconds;
    for (const packet of this.heldAudio.splice(0)) {
      this.writeAudio(packet);
      packet.free();
    }
  }

  /** Seconds. */
  private startOf(audio: Packet): number {
    return Number(audio.pts) * this.audioUnit;
  }

  /** The running part ends at `end`; it goes out when its sound is complete. */
  private endPart(end: number): void {
    if (!this.part) return;
    if (this.ended) this.emitEnded();
    this.ended = { ...this.part, end };
    this.part = null;
  }

  /** The picture before `pts` now has its duration. */
  private flushLastVideo(pts: number): void {
    const packet = this.lastVideo;
    if (!packet) return;
    this.lastVideo = null;
    const units = BigInt(Math.round(pts - Number(packet.pts)));
    if (this.ended) {
      this.heldVideo.push({ packet, units });
      return;
    }
    this.writer.write('video', packet, units);
    packet.free();
  }

  private emitIfSounded(): void {
    if (this.ended && this.audioEnd + this.audioFrame >= this.ended.end * this.videoUnit) this.emitEnded();
  }

  private emitEnded(): void {
    const { ended } = this;
    if (!ended) return;
    this.ended = null;
    this.options.emit({
      type: 'part',
      epoch: this.epoch,
      data: this.writer.cut(),
      duration: round((ended.end - ended.start) * this.videoUnit),
      independent: ended.independent,
      startsSegment: ended.startsSegment,
      programDateTime: Math.round(this.startedAt + ended.start * this.videoUnit * 1000),
    });
    for (const { packet, units } of this.heldVideo.splice(0)) {
      this.writer.write('video', packet, units);
      packet.free();
    }
    for (const packet of this.heldAudio.splice(0)) {
      this.writer.write('audio', packet, packet.duration);
      packet.free();
    }
  }
}

function copyOf(packet: Packet): Packet {
  const copy = packet.clone();
  if (!copy) throw new MediaError('ffmpeg', 'packet not cloned');
  return copy;
}

function codecOf(track: EncodedTrack): string {
  const codec = track.parameters.getCodecString();
  if (!codec) throw new MediaError('badFormat', `no codec string for the ${track.kind} track`);
  return codec;
}

/** Microseconds are enough for a playlist; binary dust would end up in it. */
function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
