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
import { copyOf, type EncodedTrack, type LadderSink } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';
import type { LowerRendition, ProgramFormat } from '../core/program-link.ts';
import type { ProgramOutput, RenditionInit } from '../core/program-output.ts';
import { createMp4Writer, type Mp4Writer } from './mp4-writer.ts';
import { SOUND } from './names.ts';
import { PartCutter } from './part-cutter.ts';

/** How much later than its picture, in frames, sound may come before a part goes out without it. */
const SOUND_PATIENCE_FRAMES = 3;
/** AAC packets kept while no picture has come yet: about 4 s, of both kinds. */
const MAX_EARLY_SOUND = 400;
/** Room above the encoder's target in the announced peak bitrate: rate control, key frames, boxes. */
const PEAK_FACTOR = 1.5;
const AVERAGE_FACTOR = 1.05;

export interface FragmenterOptions {
  format: Pick<
    ProgramFormat,
    | 'width'
    | 'height'
    | 'frameRate'
    | 'videoBitrate'
    | 'audioBitrate'
    | 'leanAudioBitrate'
    | 'segmentSeconds'
    | 'partSeconds'
    | 'lower'
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

/** Sound that comes before its part, and whose it is. */
interface HeldSound {
  packet: Packet;
  writers: readonly Mp4Writer[];
}

export function createFragmenter(options: FragmenterOptions): LadderSink {
  let run: FragmentRun | null = null;
  return {
    open(tracks, startedAt) {
      if (run) throw new MediaError('badFormat', 'the fragmenter is open already');
      run = new FragmentRun(options, tracks, startedAt);
    },
    writePicture(packets) {
      run?.writePicture(packets);
    },
    writeSound(packet) {
      run?.writeSound(packet);
    },
    writeLeanSound(packet) {
      run?.writeLeanSound(packet);
    },
    close() {
      run?.close();
      run = null;
    },
  };
}

class FragmentRun {
  private readonly options: FragmenterOptions;
  /** One a rendition with a picture, the programme's own first. */
  private readonly writers: readonly Mp4Writer[];
  /** That of sound alone, as a list that may be empty. */
  private readonly leanWriters: readonly Mp4Writer[];
  private readonly epoch = randomUUID();
  private readonly startedAt: number;
  private readonly cutter: PartCutter;
  /** Seconds per unit. */
  private readonly videoUnit: number;
  private readonly audioUnit: number;
  private readonly frameUnits: number;
  private part: PartInProgress | null = null;
  private ended: EndedPart | null = null;
  /** The newest picture in every rendition, written once the next one tells how long it lasts. */
  private lastPicture: readonly Packet[] | null = null;
  /** What belongs after the part that is still waiting for sound. */
  private heldPictures: { packets: readonly Packet[]; units: bigint }[] = [];
  private heldAudio: HeldSound[] = [];
  /** Seconds: where the sound that has come so far ends. */
  private audioEnd = Number.NEGATIVE_INFINITY;
  private audioFrame = 0;
  /** Where the first picture begins, seconds. Null until then. */
  private firstSeconds: number | null = null;

  constructor(
    options: FragmenterOptions,
    { videos, audio, lean }: Parameters<LadderSink['open']>[0],
    startedAt: number,
  ) {
    const { format } = options;
    this.options = options;
    this.startedAt = startedAt;
    const lower = format.lower ?? [];
    const [own, ...others] = videos;
    if (!own || others.length !== lower.length) {
      throw new MediaError('badFormat', `${videos.length} tracks for ${1 + lower.length} renditions`);
    }
    this.videoUnit = own.timeBase.num / own.timeBase.den;
    this.audioUnit = audio.timeBase.num / audio.timeBase.den;
    this.frameUnits = 1 / format.frameRate / this.videoUnit;
    const partFrames = Math.max(1, Math.round(format.partSeconds * format.frameRate));
    this.cutter = new PartCutter({
      partUnits: partFrames * this.frameUnits,
      segmentUnits: format.segmentSeconds / this.videoUnit,
      halfFrameUnits: this.frameUnits / 2,
    });
    const writers: Mp4Writer[] = [];
    const rates = (rate: number) => ({
      bandwidth: Math.ceil(rate * PEAK_FACTOR),
      averageBandwidth: Math.ceil(rate * AVERAGE_FACTOR),
    });
    const rendition = (video: EncodedTrack, { width, height, videoBitrate }: Omit<LowerRendition, 'name'>) => {
      const writer = createMp4Writer({ video, audio });
      writers.push(writer);
      return {
        data: writer.init,
        codecs: [codecOf(video), codecOf(audio)].join(','),
        width,
        height,
        ...rates(videoBitrate + format.audioBitrate),
      } satisfies RenditionInit;
    };
    const { frameRate } = format;
    const ownInit = rendition(own, format);
    const lowerInits = others.flatMap((track, index) => {
      const step = lower[index];
      return step ? [{ name: step.name, ...rendition(track, step) }] : [];
    });
    this.writers = writers;
    this.leanWriters = lean ? [createMp4Writer({ audio: lean })] : [];
    for (const { init } of lean ? this.leanWriters : []) {
      const codecs = lean ? codecOf(lean) : '';
      lowerInits.push({ name: SOUND, data: init, codecs, width: 0, height: 0, ...rates(format.leanAudioBitrate ?? 0) });
    }
    options.emit({ type: 'init', epoch: this.epoch, startedAt, frameRate, ...ownInit, lower: lowerInits });
    const { codecs } = ownInit;
    options.log.info(
      { epoch: this.epoch, codecs, lower: lower.map(({ name }) => name), partFrames },
      'fragmenter open',
    );
  }

  close(): void {
    const last = this.lastPicture?.[0];
    if (this.part && last) {
      const end = Number(last.pts) + this.frameUnits;
      this.flushLastPicture(end);
      this.endPart(end);
    }
    if (this.ended) this.emitEnded();
    for (const { packets } of this.heldPictures) freeAll(packets);
    freeAll(this.heldAudio.map(({ packet }) => packet));
    this.heldPictures = [];
    this.heldAudio = [];
    freeAll(this.lastPicture ?? []);
    this.lastPicture = null;
    for (const writer of [...this.writers, ...this.leanWriters]) writer.close();
  }

  writePicture(packets: readonly Packet[]): void {
    const [packet] = packets;
    if (!packet || packets.length !== this.writers.length) {
      throw new MediaError('badFormat', `${packets.length} packets for ${this.writers.length} renditions`);
    }
    const pts = Number(packet.pts);
    const cut = this.cutter.next(pts, packet.isKeyframe);
    if (cut.type === 'none' && !this.part) return;
    if (cut.type === 'segment' && !packet.isKeyframe) {
      this.options.log.error({ epoch: this.epoch, pts }, 'no key frame where a segment must begin');
    }
    this.flushLastPicture(pts);
    if (cut.type !== 'none') {
      this.endPart(cut.at);
      if (this.firstSeconds === null) this.beginAt(cut.at * this.videoUnit);
      this.part = { start: cut.at, independent: packet.isKeyframe, startsSegment: cut.type === 'segment' };
    }
    this.lastPicture = packets.map(copyOf);
    const { ended } = this;
    if (ended && pts - ended.end >= SOUND_PATIENCE_FRAMES * this.frameUnits) this.emitEnded();
    else this.emitIfSounded();
  }

  writeSound(packet: Packet): void {
    if (!this.takeSound(packet, this.writers)) return;
    this.audioFrame = Number(packet.duration) * this.audioUnit;
    this.audioEnd = this.startOf(packet) + this.audioFrame;
    this.emitIfSounded();
  }

  writeLeanSound(packet: Packet): void {
    this.takeSound(packet, this.leanWriters);
  }

  /** @returns whether its time has come */
  private takeSound(packet: Packet, writers: readonly Mp4Writer[]): boolean {
    const start = this.startOf(packet);
    if (this.firstSeconds === null) {
      this.heldAudio.push({ packet: copyOf(packet), writers });
      if (this.heldAudio.length > MAX_EARLY_SOUND) this.heldAudio.shift()?.packet.free();
      return false;
    }
    // The encoder's priming, or sound of a time that nobody will see.
    if (start < this.firstSeconds) return false;
    if (this.ended && start >= this.ended.end * this.videoUnit) {
      this.heldAudio.push({ packet: copyOf(packet), writers });
    } else {
      addSound(packet, writers);
    }
    return true;
  }

  /** The first picture is there: the sound that came before it is sorted. */
  private beginAt(seconds: number): void {
    this.firstSeconds = seconds;
    for (const { packet, writers } of this.heldAudio.splice(0)) {
      if (writers === this.writers) this.writeSound(packet);
      else this.writeLeanSound(packet);
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
  private flushLastPicture(pts: number): void {
    const packets = this.lastPicture;
    const [packet] = packets ?? [];
    if (!packets || !packet) return;
    this.lastPicture = null;
    const units = BigInt(Math.round(pts - Number(packet.pts)));
    if (this.ended) {
      this.heldPictures.push({ packets, units });
      return;
    }
    this.addPicture(packets, units);
    freeAll(packets);
  }

  private addPicture(packets: readonly Packet[], units: bigint): void {
    for (const [index, packet] of packets.entries()) this.writers[index]?.write('video', packet, units);
  }

  private emitIfSounded(): void {
    if (this.ended && this.audioEnd + this.audioFrame >= this.ended.end * this.videoUnit) this.emitEnded();
  }

  private emitEnded(): void {
    const { ended } = this;
    if (!ended) return;
    this.ended = null;
    const [data = new Uint8Array(), ...lower] = [...this.writers, ...this.leanWriters].map((writer) => writer.cut());
    this.options.emit({
      type: 'part',
      epoch: this.epoch,
      data,
      lower,
      duration: round((ended.end - ended.start) * this.videoUnit),
      independent: ended.independent,
      startsSegment: ended.startsSegment,
      programDateTime: Math.round(this.startedAt + ended.start * this.videoUnit * 1000),
    });
    for (const { packets, units } of this.heldPictures.splice(0)) {
      this.addPicture(packets, units);
      freeAll(packets);
    }
    for (const { packet, writers } of this.heldAudio.splice(0)) {
      addSound(packet, writers);
      packet.free();
    }
  }
}

function addSound(packet: Packet, writers: readonly Mp4Writer[]): void {
  for (const writer of writers) writer.write('audio', packet, packet.duration);
}

function freeAll(packets: readonly Packet[]): void {
  for (const packet of packets) packet.free();
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
