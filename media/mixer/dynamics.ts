import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Silence for the detectors, dB. */
const FLOOR_DB = -120;

/** Decibels of a mean square. */
function decibels(meanSquare: number): number {
  return meanSquare > 1e-12 ? 10 * Math.log10(meanSquare) : FLOOR_DB;
}

/** The share of what is missing that a one-pole filter adds per step, for two thirds after `seconds`. */
function step(seconds: number, stepsPerSecond: number): number {
  return 1 - Math.exp(-1 / (seconds * stepsPerSecond));
}

/** Gains are decided this often, in samples (1 ms), and are straight lines in between. */
const BLOCK = SAMPLE_RATE / 1000;
const BLOCKS_PER_S = SAMPLE_RATE / BLOCK;
/** Two thirds of a step in level are seen after 5 ms. */
const DETECTOR = step(0.005, BLOCKS_PER_S);

/** Sound goes through with a gain that follows its own level, both channels by the same. */
class Dynamics {
  /** Mean square, smoothed. */
  #level = 0;
  #gain = 1;
  readonly #gainFor: (levelDb: number) => number;

  /** @param gainFor the gain, linear, at a level in dBFS RMS; called once a millisecond */
  constructor(gainFor: (levelDb: number) => number) {
    this.#gainFor = gainFor;
  }

  process(sound: Float32Array, samples: number): void {
    for (let first = 0; first < samples; first += BLOCK) {
      const last = Math.min(samples, first + BLOCK);
      let sum = 0;
      for (let at = first * CHANNELS; at < last * CHANNELS; at += 1) sum += (sound[at] ?? 0) ** 2;
      this.#level += (sum / ((last - first) * CHANNELS) - this.#level) * DETECTOR;
      const from = this.#gain;
      this.#gain = this.#gainFor(decibels(this.#level));
      if (from === 1 && this.#gain === 1) continue;
      const slope = (this.#gain - from) / (last - first);
      for (let i = first; i < last; i += 1) {
        const gain = from + slope * (i - first + 1);
        for (let at = i * CHANNELS; at < (i + 1) * CHANNELS; at += 1) sound[at] = (sound[at] ?? 0) * gain;
      }
    }
  }
}

export type GatePreset = 'off' | 'soft' | 'hard';

/** Thresholds in dBFS RMS. It closes a little lower than it opens, so that it does not flutter. */
const GATES = {
  /** An expander: a quiet room goes down by 12 dB. */
  soft: { openDb: -46, closeDb: -50, closedDb: -12, releaseS: 0.25 },
  /** A noisy room goes down by 40 dB. */
  hard: { openDb: -40, closeDb: -44, closedDb: -40, releaseS: 0.12 },
};
const GATE_ATTACK = step(0.003, BLOCKS_PER_S);
/** It stays open between words, in blocks: 200 ms. */
const GATE_HOLD = 0.2 * BLOCKS_PER_S;

/** Lowers what lies under a threshold: the room while nobody speaks in it. */
export class Gate {
  preset: GatePreset = 'off';
  #open = true;
  #hold = 0;
  #gainDb = 0;
  readonly #dynamics = new Dynamics((level) => this.#gainFor(level));

  process(sound: Float32Array, samples: number): void {
    this.#dynamics.process(sound, samples);
  }

  #gainFor(levelDb: number): number {
    const settings = this.preset === 'off' ? null : GATES[this.preset];
    if (!settings || levelDb > settings.openDb) {
      this.#open = true;
      this.#hold = GATE_HOLD;
    } else if (levelDb > settings.closeDb && this.#open) this.#hold = GATE_HOLD;
    else if (this.#hold > 0) this.#hold -= 1;
    else this.#open = false;
    const goal = this.#open || !settings ? 0 : settings.closedDb;
    const speed = goal >= this.#gainDb ? GATE_ATTACK : step(settings?.releaseS ?? 1, BLOCKS_PER_S);
    this.#gainDb += (goal - this.#gainDb) * speed;
    if (Math.abs(goal - this.#gainDb) < 0.01) this.#gainDb = goal;
    return this.#gainDb === 0 ? 1 : 10 ** (this.#gainDb / 20);
  }
}

export type CompressorPreset = 'off' | 'voice' | 'strong';

/** Threshold in dBFS RMS, knee and make-up gain in dB. The make-up leaves ordinary speech (−20 dBFS RMS) where it was. */
const COMPRESSORS = {
  voice: { thresholdDb: -26, ratio: 2.5, kneeDb: 8, attackS: 0.008, releaseS: 0.18, makeUpDb: 3.5 },
  strong: { thresholdDb: -30, ratio: 5, kneeDb: 6, attackS: 0.004, releaseS: 0.14, makeUpDb: 8 },
};

/** Brings loud and quiet moments of a voice closer together. */
export class Compressor {
  preset: CompressorPreset = 'off';
  /** Of the compression alone, ≤ 0. */
  #reductionDb = 0;
  #makeUpDb = 0;
  readonly #dynamics = new Dynamics((level) => this.#gainFor(level));

  process(sound: Float32Array, samples: number): void {
    this.#dynamics.process(sound, samples);
  }

  #gainFor(levelDb: number): number {
    const settings = this.preset === 'off' ? null : COMPRESSORS[this.preset];
    const goal = settings ? reduction(levelDb, settings) : 0;
    const seconds = goal < this.#reductionDb ? (settings?.attackS ?? 0.05) : (settings?.releaseS ?? 0.05);
    this.#reductionDb += (goal - this.#reductionDb) * step(seconds, BLOCKS_PER_S);
    // Another preset comes within a tenth of a second.
    this.#makeUpDb += ((settings?.makeUpDb ?? 0) - this.#makeUpDb) * step(0.05, BLOCKS_PER_S);
    const gainDb = this.#reductionDb + this.#makeUpDb;
    return Math.abs(gainDb) < 0.005 && !settings ? 1 : 10 ** (gainDb / 20);
  }
}

/** The static curve: nothing under the knee, `1 / ratio` over it, a parabola within. */
function reduction(levelDb: number, { thresholdDb, ratio, kneeDb }: (typeof COMPRESSORS)['voice']): number {
  const over = levelDb - thresholdDb;
  const slope = 1 / ratio - 1;
  if (over <= -kneeDb / 2) return 0;
  if (over >= kneeDb / 2) return slope * over;
  return (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb);
}
