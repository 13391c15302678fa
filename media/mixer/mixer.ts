import type { Frame } from 'node-av/lib';
import { CHANNELS, check, createPicture, markProgramColour, SAMPLE_RATE } from '../core/av.ts';
import type { ProgramDesired, ProgramQuestion, ProgramSource } from '../core/program-link.ts';
import { samplesBefore } from '../core/sample-count.ts';
import type { Artist } from './drawing-orders.ts';
import { LEVEL_FLOOR, LevelMeter } from './level-meter.ts';
import { LowerThird, type LowerThirdView } from './lower-third.ts';
import { layOver } from './overlay.ts';
import { PictureFit } from './picture-fit.ts';
import type { OverlayPlanes } from './planes.ts';
import { decideView, type View } from './scene.ts';
import { Slates } from './slates.ts';
import { SoundMixer } from './sound-mixer.ts';

/** A source of picture and sound, read tick by tick. */
export interface MixerFeed {
  readonly state: 'absent' | 'live' | 'stalled';
  /** Goes on to the tick at `tickAt` (monotonic ms) and fills `sound` (interleaved stereo, 48 kHz). */
  advance(tickAt: number, sound: Float32Array, samples: number): boolean;
  /** The picture of that tick, the feed's own. */
  readonly picture: Frame | null;
  /** Grows with each new picture. */
  readonly pictures: number;
}

export interface MixerOptions {
  width: number;
  height: number;
  frameRate: number;
  desired: ProgramDesired;
  /** The feeds by contributor; whoever made them adds and closes them. */
  feeds: ReadonlyMap<string, MixerFeed>;
  artist: Artist;
}

/** The picture of one tick. The frame is the mixer's, good until the next tick. */
export interface MixedPicture {
  frame: Frame;
  source: ProgramSource;
  questionId: string | null;
}

/** The sound of one tick: interleaved stereo, 48 kHz. The buffer is the mixer's, good until the next tick. */
export interface MixedSound {
  sound: Float32Array;
  samples: number;
}

/** How far the lower third rises while it comes in, as a share of the picture's height. */
const RISE = 0.03;

/** Scene + sources + clock → programme pictures and sound. Owns the pictures that it makes, not the feeds. */
export class Mixer {
  readonly #options: MixerOptions;
  readonly #slates: Slates;
  readonly #fit: PictureFit;
  readonly #composed: Frame;
  readonly #lowerThird: LowerThird;
  readonly #sounds = new SoundMixer();
  readonly #block: Float32Array;
  readonly #mixed: Float32Array;
  readonly #meter = new LevelMeter();
  readonly #meters = new Map<string, LevelMeter>();
  readonly #overlays = new Map<string, { words: string; planes: OverlayPlanes }>();
  #desired: ProgramDesired;
  /** Which picture of which feed the fitted picture shows. */
  #fitted: { contributorId: string; pictures: number; frame: Frame } | null = null;
  #shownQuestion: string | null = null;
  #closed = false;

  constructor(options: MixerOptions) {
    this.#options = options;
    const { width, height, frameRate } = options;
    this.#slates = new Slates({ width, height }, options.artist);
    this.#fit = new PictureFit(width, height);
    this.#composed = createPicture(width, height);
    markProgramColour(this.#composed);
    this.#lowerThird = new LowerThird(frameRate);
    const longest = (Math.ceil(SAMPLE_RATE / frameRate) + 1) * CHANNELS;
    this.#block = new Float32Array(longest);
    this.#mixed = new Float32Array(longest);
    this.#desired = options.desired;
  }

  /** Draws what the first picture may show, to be awaited before the first tick; the other slates follow by themselves. */
  prepare(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#draw(resolve).catch(reject);
    return promise;
  }

  /** Takes effect at the next tick, its words as soon as they are drawn. */
  set desired(desired: ProgramDesired) {
    this.#desired = desired;
    void this.#draw();
  }

  /**
   * Brings all feeds to tick `tick`, due at `tickAt` (monotonic ms), and mixes its sound. Called for every tick, for
   * those whose picture is left out as well.
   */
  mixSound(tick: number, tickAt: number): MixedSound {
    const { feeds, frameRate } = this.#options;
    const samples = samplesBefore(tick + 1, frameRate) - samplesBefore(tick, frameRate);
    const { program } = this.#desired;
    this.#sounds.begin(this.#mixed, samples);
    for (const [id, feed] of feeds) {
      feed.advance(tickAt, this.#block, samples);
      let meter = this.#meters.get(id);
      if (!meter) {
        meter = new LevelMeter();
        this.#meters.set(id, meter);
      }
      meter.push(this.#block, samples);
      const gain = program.type === 'feed' && program.contributorId === id ? 1 : 0;
      this.#sounds.add(id, this.#block, samples, gain, this.#mixed);
    }
    for (const id of this.#meters.keys()) if (!feeds.has(id)) this.#meters.delete(id);
    this.#sounds.finish(this.#mixed, samples);
    this.#meter.push(this.#mixed, samples);
    return { sound: this.#mixed, samples };
  }

  /** Makes the picture of the tick that the feeds were brought to. */
  mixPicture(): MixedPicture {
    const base = this.#base(decideView(this.#desired, (id) => this.#viewOf(id)));
    const { question } = this.#desired;
    const wanted = question && this.#overlays.has(question.id) ? question.id : null;
    const view = this.#lowerThird.step(wanted);
    this.#shownQuestion = view?.questionId ?? null;
    const frame = view ? this.#compose(base, view) : base;
    return { frame, source: this.#desired.program, questionId: this.#shownQuestion };
  }

  /** dBFS RMS over the last 100 ms. */
  get levels(): { program: number; feeds: Record<string, number> } {
    const feeds: Record<string, number> = {};
    for (const id of this.#options.feeds.keys()) feeds[id] = this.#meters.get(id)?.level ?? LEVEL_FLOOR;
    return { program: this.#meter.level, feeds };
  }

  #viewOf(id: string): { state: MixerFeed['state']; hasPicture: boolean } | undefined {
    const feed = this.#options.feeds.get(id);
    // While its tracks are exchanged a feed has no picture of its own: the fitted one stands.
    return feed && { state: feed.state, hasPicture: feed.picture !== null || this.#fitted?.contributorId === id };
  }

  #base(view: View): Frame {
    switch (view.type) {
      case 'broadcastSlate':
        return this.#slates.broadcast();
      case 'contributorSlate':
        return this.#slates.contributor(view.contributor);
      case 'feed':
        return this.#fitFeed(view.contributorId) ?? this.#slates.broadcast();
      default:
        return view satisfies never;
    }
  }

  #fitFeed(contributorId: string): Frame | null {
    const feed = this.#options.feeds.get(contributorId);
    const fitted = this.#fitted?.contributorId === contributorId ? this.#fitted : null;
    if (!feed?.picture || fitted?.pictures === feed.pictures) return fitted?.frame ?? null;
    this.#fitted = { contributorId, pictures: feed.pictures, frame: this.#fit.fit(feed.picture) };
    return this.#fitted.frame;
  }

  #compose(base: Frame, view: LowerThirdView): Frame {
    const overlay = this.#overlays.get(view.questionId)?.planes;
    if (!overlay) return base;
    check(this.#composed.makeWritable(), 'making the composed picture writable');
    check(this.#composed.copy(base), 'copying the programme picture');
    const drop = 2 * Math.round((view.lowered * RISE * this.#options.height) / 2);
    layOver(this.#composed, overlay, view.opacity, drop);
    return this.#composed;
  }

  async #draw(onFirst?: () => void): Promise<void> {
    const { question, program } = this.#desired;
    if (question) await this.#drawQuestion(question);
    await this.#slates.update(this.#desired, program.type === 'feed' ? program.contributorId : null, onFirst);
  }

  async #drawQuestion(question: ProgramQuestion): Promise<void> {
    const { width, height, artist } = this.#options;
    const { accent } = this.#desired;
    const words = JSON.stringify([question, accent]);
    if (this.#overlays.get(question.id)?.words === words) return;
    const planes = await artist.lowerThird({ width, height, accent, question });
    if (this.#closed || this.#desired.question?.id !== question.id) return;
    this.#overlays.set(question.id, { words, planes });
    // Only the one that goes out and the one that comes in are needed.
    for (const id of this.#overlays.keys()) {
      if (id !== question.id && id !== this.#shownQuestion) this.#overlays.delete(id);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#slates.close();
    this.#fit.close();
    this.#composed.free();
  }
}
