import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import type { HouseSource, HouseSourceRef } from '../core/house-source.ts';
import type { ProgramContributor, ProgramDesired, ProgramHears, ProgramLoudness } from '../core/program-link.ts';
import { ChannelStrip } from './channel-strip.ts';
import { Ducker } from './ducker.ts';
import { type Level, LevelMeter } from './level-meter.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import type { MixerFeed } from './mixer-feed.ts';
import { SoundMixer } from './sound-mixer.ts';

/** The sound of one tick: interleaved stereo, 48 kHz. The buffers are the stage's, good until the next tick. */
export interface MixedSound {
  sound: Float32Array;
  /** What each listener hears: the same without their own, or what was routed to them. By contributor. */
  mixMinus: ReadonlyMap<string, Float32Array>;
  samples: number;
}

/** What is to be heard in one tick. */
export interface SoundScene {
  /** Monotonic ms. */
  tickAt: number;
  samples: number;
  desired: Pick<ProgramDesired, 'contributors' | 'ducked'>;
  feeds: ReadonlyMap<string, MixerFeed>;
  house: Iterable<{ id: string; ref: HouseSourceRef; source: HouseSource }>;
  /** How much of what is shown has this person heard in it, 0–1. */
  shareOfPerson(contributor: ProgramContributor): number;
  shareOfHouse(ref: HouseSourceRef): number;
}

/** A person's channel, and what lowers it while a clip is heard. */
interface Channel {
  strip: ChannelStrip;
  ducker: Ducker;
  /** Heard in the tick before. */
  isHeard: boolean;
}

/** What one contributor hears. */
interface MixMinus {
  sounds: SoundMixer;
  mixed: Float32Array;
  ducker: Ducker;
  hears: ProgramHears;
}

const THE_PROGRAM: ProgramHears = { program: true, others: [] };

/**
 * The sound half of the mixer: the people's channels, the clips and the like, the programme's sum and one for each who
 * listens, never with themselves in it. People go down by 15 dB under a clip that is meant to be heard over them, and what somebody hears goes down
 * while they are talked to.
 */
export class SoundStage {
  readonly #target: number;
  readonly #sounds = new SoundMixer();
  readonly #listeners = new Map<string, MixMinus>();
  readonly #channels = new Map<string, Channel>();
  /** Of clips, each by its asset. */
  readonly #clips = new Map<string, ChannelStrip>();
  readonly #block: Float32Array;
  readonly #mixed: Float32Array;
  readonly #meter = new LevelMeter();
  readonly #loudness = new LoudnessMeter();

  /**
   * @param frameRate ticks a second
   * @param target loudness that the programme goes for, LUFS
   */
  constructor(frameRate: number, target: number) {
    const longest = (Math.ceil(SAMPLE_RATE / frameRate) + 1) * CHANNELS;
    this.#target = target;
    this.#block = new Float32Array(longest);
    this.#mixed = new Float32Array(longest);
  }

  /** The contributors who listen, each to their own mix-minus, from the next tick on. */
  set listeners(ids: readonly string[]) {
    for (const id of this.#listeners.keys()) if (!ids.includes(id)) this.#listeners.delete(id);
    for (const id of ids) {
      if (this.#listeners.has(id)) continue;
      const mixed = new Float32Array(this.#mixed.length);
      this.#listeners.set(id, { sounds: new SoundMixer(), mixed, ducker: new Ducker(), hears: THE_PROGRAM });
    }
  }

  /** Begins the integrated loudness anew. */
  resetLoudness(): void {
    this.#loudness.reset();
  }

  /** Brings all feeds to a tick and mixes its sound. */
  mix(scene: SoundScene): MixedSound {
    const { samples, desired } = scene;
    this.#sounds.begin(this.#mixed, samples);
    for (const [id, listener] of this.#listeners) {
      listener.hears = desired.contributors.find((one) => one.id === id)?.hears ?? THE_PROGRAM;
      listener.sounds.begin(listener.mixed, samples);
    }
    const isOverPeople = this.#addHouse(scene);
    this.#addPeople(scene, isOverPeople);
    this.#sounds.finish(this.#mixed, samples);
    this.#meter.push(this.#mixed, samples);
    this.#loudness.push(this.#mixed, samples);
    const mixMinus = new Map<string, Float32Array>();
    for (const [listener, { sounds, mixed, ducker }] of this.#listeners) {
      ducker.active = desired.ducked?.includes(listener) ?? false;
      ducker.step(samples);
      ducker.apply(mixed, samples);
      sounds.finish(mixed, samples);
      mixMinus.set(listener, mixed);
    }
    return { sound: this.#mixed, mixMinus, samples };
  }

  /** @returns whether something plays that people go down under */
  #addHouse({ house, samples, shareOfHouse }: SoundScene): boolean {
    const clips = new Set<string>();
    let isOverPeople = false;
    for (const { id, ref, source } of house) {
      if (!source.sound(this.#block, samples)) this.#block.fill(0, 0, samples * CHANNELS);
      const share = shareOfHouse(ref);
      if (ref.type === 'clip') {
        clips.add(ref.assetId);
        const strip = this.#clipStrip(ref.assetId);
        strip.set(source.processing, this.#target);
        strip.process(this.#block, samples);
        if (share > 0 && source.gain > 0 && source.ducks) isOverPeople = true;
      }
      this.#add(id, null, source.gain * share, 0, samples);
    }
    for (const id of this.#clips.keys()) if (!clips.has(id)) this.#clips.delete(id);
    return isOverPeople;
  }

  #addPeople({ feeds, desired, tickAt, samples, shareOfPerson }: SoundScene, isOverPeople: boolean): void {
    for (const [id, feed] of feeds) {
      feed.advance(tickAt, this.#block, samples);
      const contributor = desired.contributors.find((one) => one.id === id);
      const channel = this.#channel(id);
      channel.strip.set(contributor?.processing, this.#target);
      channel.strip.process(this.#block, samples);
      const fader = contributor?.gain ?? 0;
      const gain = contributor ? fader * shareOfPerson(contributor) : 0;
      // Who is heard off the air by somebody is not under the clip.
      channel.ducker.active = isOverPeople && gain > 0;
      // Who comes on air after the clip begins at their full level: nothing of them was heard low.
      if (!channel.isHeard) channel.ducker.settle();
      channel.ducker.step(samples);
      channel.ducker.apply(this.#block, samples);
      channel.isHeard = gain > 0;
      this.#add(id, id, gain, fader, samples);
    }
    for (const id of this.#channels.keys()) if (!feeds.has(id)) this.#channels.delete(id);
  }

  /**
   * Adds the block to the programme, and to what everybody but `own` hears.
   *
   * @param own whose sound it is
   * @param gain in the programme
   * @param fader where it stands: as loud is it to whom it is routed, on air or not
   */
  #add(id: string, own: string | null, gain: number, fader: number, samples: number): void {
    this.#sounds.add(id, this.#block, samples, gain, this.#mixed);
    for (const [listener, { sounds, mixed, hears }] of this.#listeners) {
      if (listener === own) continue;
      const routed = own !== null && hears.others.includes(own) ? fader : 0;
      sounds.add(id, this.#block, samples, Math.max(routed, hears.program ? gain : 0), mixed);
    }
  }

  #channel(id: string): Channel {
    const known = this.#channels.get(id);
    if (known) return known;
    const made = { strip: new ChannelStrip(), ducker: new Ducker(), isHeard: false };
    this.#channels.set(id, made);
    return made;
  }

  #clipStrip(assetId: string): ChannelStrip {
    const known = this.#clips.get(assetId);
    if (known) return known;
    const made = new ChannelStrip();
    this.#clips.set(assetId, made);
    return made;
  }

  /** The programme as it goes out, each channel and each clip on a bus as it reaches its fader, over the last 100 ms. */
  get levels(): { program: Level; feeds: Record<string, Level>; clips: Record<string, Level> } {
    const feeds = Object.fromEntries([...this.#channels].map(([id, { strip }]) => [id, strip.level]));
    const clips = Object.fromEntries([...this.#clips].map(([id, strip]) => [id, strip.level]));
    return { program: this.#meter.level, feeds, clips };
  }

  /** How loud the programme is. `reductionDb`: the most that the limiter took away since this was last asked for. */
  takeLoudness(): ProgramLoudness {
    const { momentary, shortTerm, integrated } = this.#loudness;
    const strips = [...[...this.#channels].map(([id, { strip }]) => [id, strip] as const), ...this.#clips];
    return {
      momentary: tenth(momentary),
      shortTerm: tenth(shortTerm),
      integrated: integrated === null ? null : tenth(integrated),
      target: this.#target,
      reductionDb: tenth(this.#sounds.takeReduction()),
      trims: Object.fromEntries(strips.map(([id, strip]) => [id, strip.trimDb])),
    };
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
