import type { Frame } from 'node-av/lib';
import { type ClipIndex, readClipIndex } from '../core/asset-files.ts';
import { CHANNELS, createFrame, SAMPLE_RATE } from '../core/av.ts';
import type { HouseSource } from '../core/house-source.ts';
import type { ChannelProcessing, ProgramAsset, ProgramClipPosition } from '../core/program-link.ts';
import { ClipPictures } from './clip-pictures.ts';
import { ClipSamples } from './clip-samples.ts';

export interface ClipPlayerOptions {
  asset: ProgramAsset;
  /** Of the programme. */
  frameRate: number;
  /** The programme process begins anew: a clip that plays has gone on meanwhile. */
  resuming: boolean;
  /** Runs work in the pauses between ticks. */
  later(work: () => void): void;
  /** Wall clock, ms since the epoch. */
  wallClock(): number;
  onPosition(position: ProgramClipPosition): void;
  /** It cannot be played, or not on. */
  onFailure(error: unknown): void;
}

/** Pictures that are decoded ahead of their time. */
const AHEAD = 6;
/** Where sound begins or breaks off, it is brought in and out within so many samples: 5 ms. */
const RAMP = SAMPLE_RATE / 200;
/** Reports a second. */
const REPORTS = 4;

/**
 * Plays one clip by the programme's clock: while it is on air and plays, each tick has its own picture and its own sound,
 * counted from the tick at which it began, so that nothing is lost, repeated, or drifts apart. Off the air it waits at
 * its cue. Owns its files, decoder and pictures.
 */
export class ClipPlayer implements HouseSource {
  readonly opened: Promise<void>;
  readonly #options: ClipPlayerOptions;
  readonly #index: ClipIndex;
  readonly #pictures: ClipPictures;
  readonly #samples: ClipSamples | null;
  /** Decoded pictures by number. */
  readonly #decoded = new Map<number, Frame>();
  readonly #spare: Frame[] = [];
  #asset: ProgramAsset;
  /** The picture that stands, or the one at the anchor. */
  #number: number;
  /** Where the play began: a tick, and how many ticks of the programme the clip was in by then. */
  #anchor: { tick: number; number: number } | null = null;
  #playing: boolean;
  #ended = false;
  #isOnAir = false;
  /** The picture that stands was on air already: the next one follows it. */
  #seen = false;
  #tick = 0;
  #shown: Frame | null = null;
  #isDecoding = false;
  #failed = false;
  /** What the block before ended with: whether sound ran. */
  #sounding = false;
  #soundFrom = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #settled: () => void = () => undefined;
  #closed = false;

  /** @throws when its files are missing or damaged */
  constructor(options: ClipPlayerOptions) {
    this.#options = options;
    this.#asset = options.asset;
    this.#index = readClipIndex(options.asset.folder);
    this.#pictures = new ClipPictures(options.asset.folder, this.#index);
    this.#samples = this.#index.hasSound ? new ClipSamples(options.asset.folder) : null;
    const { playing, positionMs, at } = options.asset.playout;
    const gone = options.resuming && playing ? options.wallClock() - Date.parse(at) : 0;
    this.#playing = playing;
    this.#number = this.#numberAt(positionMs + Math.max(0, gone));
    this.opened = new Promise((resolve) => {
      this.#settled = resolve;
    });
    this.#decodeAhead();
  }

  get ready(): boolean {
    return this.#shown !== null || this.#decoded.has(this.#number);
  }

  get gain(): number {
    return this.#asset.gain;
  }

  get processing(): ChannelProcessing | undefined {
    return this.#asset.processing;
  }

  get ducks(): boolean {
    return this.#asset.duck && this.#samples !== null && this.#anchor !== null;
  }

  get ticksLeft(): number | null {
    if (this.#asset.loop) return null;
    const isToPlay = this.#playing && this.#isOnAir && !this.#ended;
    const from = this.#anchor ?? (isToPlay ? { tick: this.#tick + 1, number: this.#nextNumber } : null);
    if (!from) return null;
    const { frameRate } = this.#options;
    const all = Math.ceil(((this.#count - from.number) * frameRate) / this.#index.frameRate - 1e-6);
    return Math.max(0, all - (this.#tick - from.tick) - 1);
  }

  play(): void {
    this.#stand();
    this.#playing = true;
  }

  /** What should be: a command is followed once, by its number. */
  follow(asset: ProgramAsset): void {
    const before = this.#asset;
    this.#asset = asset;
    const { serial, playing, jump, positionMs } = asset.playout;
    if (asset.cueMs !== before.cueMs && !this.#isOnAir) this.#goTo(this.#numberAt(asset.cueMs));
    if (serial === before.playout.serial) {
      this.#decodeAhead();
      return;
    }
    this.#stand();
    this.#playing = playing;
    if (jump) this.#goTo(this.#numberAt(positionMs));
    if (playing && this.#number < this.#last) this.#ended = false;
    this.#reportedAt = Number.NEGATIVE_INFINITY;
    this.#decodeAhead();
  }

  step(tick: number, onAir: boolean): void {
    this.#tick = tick;
    if (this.#isOnAir && !onAir) this.#leaveAir();
    this.#isOnAir = onAir;
    if (onAir && this.#playing && !this.#anchor && !this.#ended) {
      this.#anchor = { tick, number: this.#nextNumber };
    }
    const number = this.#numberNow();
    if (this.#anchor && number >= this.#count) {
      if (this.#asset.loop) this.#anchor.number -= this.#count;
      else this.#end();
    }
    this.#decodeAhead();
    this.#report();
  }

  get pictures(): number {
    return this.#pictureNow();
  }

  picture(): Frame | null {
    const number = this.#pictureNow();
    if (!this.#decoded.has(number) && this.#isOnAir && !this.#failed) this.#catchUp(number);
    const frame = this.#decoded.get(number);
    if (frame) this.#shown = frame;
    if (this.#isOnAir && frame) this.#seen = true;
    this.#release(number);
    return this.#shown;
  }

  sound(out: Float32Array, samples: number): boolean {
    const isRunning = this.#anchor !== null && this.#isOnAir;
    if (!this.#samples || (!isRunning && !this.#sounding)) return false;
    const from = isRunning ? this.#sampleNow() : this.#soundFrom;
    this.#read(from, samples, out);
    if (!this.#sounding) ramp(out, samples, 'in');
    if (!isRunning) ramp(out, samples, 'out');
    this.#sounding = isRunning;
    this.#soundFrom = from + samples;
    return true;
  }

  get #count(): number {
    return this.#index.pictures.length;
  }

  get #last(): number {
    return this.#count - 1;
  }

  /** From a picture that was seen it goes on with the next. */
  get #nextNumber(): number {
    return this.#number + (this.#seen ? 1 : 0);
  }

  #numberAt(ms: number): number {
    const number = Math.floor((ms * this.#index.frameRate) / 1000 + 1e-6);
    return this.#asset.loop ? number % this.#count : Math.min(number, this.#last);
  }

  /** Counted on beyond the end. */
  #numberNow(): number {
    if (!this.#anchor) return this.#number;
    const ticks = this.#tick - this.#anchor.tick;
    return this.#anchor.number + Math.floor((ticks * this.#index.frameRate) / this.#options.frameRate + 1e-6);
  }

  #pictureNow(): number {
    const number = this.#numberNow();
    return this.#asset.loop ? number % this.#count : Math.min(number, this.#last);
  }

  #sampleNow(): number {
    const { tick, number } = this.#anchor ?? { tick: this.#tick, number: this.#number };
    const ticks = this.#tick - tick;
    const { frameRate } = this.#options;
    return Math.round((number * SAMPLE_RATE) / this.#index.frameRate) + Math.floor((ticks * SAMPLE_RATE) / frameRate);
  }

  /** Reads across the seam of a loop. */
  #read(from: number, samples: number, out: Float32Array): void {
    const total = Math.round((this.#count * SAMPLE_RATE) / this.#index.frameRate);
    const start = this.#asset.loop ? from % total : from;
    const first = this.#asset.loop ? Math.min(samples, total - start) : samples;
    this.#samples?.read(start, first, out);
    if (first < samples) this.#samples?.read(0, samples - first, out, first);
  }

  /** Stops where it is. */
  #stand(): void {
    this.#number = this.#pictureNow();
    this.#anchor = null;
  }

  #goTo(number: number): void {
    this.#number = number;
    this.#seen = false;
    this.#ended = false;
  }

  #end(): void {
    this.#anchor = null;
    this.#number = this.#last;
    this.#ended = true;
    this.#reportedAt = Number.NEGATIVE_INFINITY;
  }

  #leaveAir(): void {
    this.#anchor = null;
    this.#playing = false;
    this.#goTo(this.#numberAt(this.#asset.cueMs));
    this.#reportedAt = Number.NEGATIVE_INFINITY;
  }

  #report(): void {
    if (this.#tick - this.#reportedAt < this.#options.frameRate / REPORTS) return;
    const { frameRate } = this.#index;
    const isMoving = this.#anchor !== null;
    if (!isMoving && this.#reportedAt !== Number.NEGATIVE_INFINITY) return;
    this.#reportedAt = this.#tick;
    const position = this.#ended ? this.#count : this.#pictureNow();
    this.#options.onPosition({
      assetId: this.#asset.id,
      positionMs: Math.round((position * 1000) / frameRate),
      durationMs: Math.round((this.#count * 1000) / frameRate),
      playing: isMoving,
      ended: this.#ended,
      serial: this.#asset.playout.serial,
    });
  }

  /** The pictures that come next, in order. */
  *#wanted(): Generator<number> {
    const now = this.#numberNow();
    for (let number = now; number < now + AHEAD; number += 1) {
      if (number < this.#count) yield number;
      else if (this.#asset.loop) yield number % this.#count;
    }
  }

  /** Has one picture after the other decoded in the pauses between ticks. */
  #decodeAhead(): void {
    if (this.#isDecoding || this.#failed || this.#closed) return;
    const next = [...this.#wanted()].find((number) => !this.#decoded.has(number));
    if (next === undefined) return;
    this.#isDecoding = true;
    this.#options.later(() => {
      this.#isDecoding = false;
      if (this.#closed || this.#failed) return;
      // What is wanted may have changed since.
      const number = [...this.#wanted()].find((one) => !this.#decoded.has(one));
      if (number !== undefined) this.#decode(number);
      this.#decodeAhead();
    });
  }

  /** On a machine without pauses a picture is decoded at its tick: none is left out. */
  #catchUp(number: number): void {
    while (!this.#decoded.has(number) && !this.#failed) this.#decode(number);
  }

  /** One step towards `number`; what comes out is kept when it is wanted. */
  #decode(number: number): void {
    const frame = this.#spare.pop() ?? createFrame();
    try {
      if (this.#pictures.step(number, frame)) {
        this.#decoded.set(number, frame);
        this.#settled();
        return;
      }
    } catch (error) {
      this.#failed = true;
      this.#settled();
      this.#options.onFailure(error);
    }
    this.#spare.push(frame);
  }

  /** Pictures that have had their time are used again; the one that stands stays. */
  #release(number: number): void {
    const wanted = new Set([number, ...this.#wanted()]);
    for (const [known, frame] of this.#decoded) {
      if (wanted.has(known) || frame === this.#shown) continue;
      this.#decoded.delete(known);
      this.#spare.push(frame);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#settled();
    for (const frame of [...this.#decoded.values(), ...this.#spare]) frame.free();
    this.#decoded.clear();
    this.#pictures.close();
    this.#samples?.close();
  }
}

function ramp(out: Float32Array, samples: number, way: 'in' | 'out'): void {
  const count = Math.min(RAMP, samples);
  for (let i = 0; i < samples; i += 1) {
    const share = Math.min(1, i / count);
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      const at = i * CHANNELS + channel;
      out[at] = (out[at] ?? 0) * (way === 'in' ? share : 1 - share);
    }
  }
}
