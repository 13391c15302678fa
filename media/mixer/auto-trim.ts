import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { LoudnessMeter } from './loudness-meter.ts';

/** It corrects as much at most, dB … */
const RANGE_DB = 6;
/** … so slowly that nobody hears it work, dB per second. */
const SPEED_DB = 0.8;
/** Blocks quieter than this, dBFS RMS, are not speech: they are not measured, and the trim stands. */
const SPEAKING = 10 ** (-50 / 20);
/** It has listened to so much speech before it moves, seconds: the window of the short-term loudness. */
const LISTENED_S = 3;
/** Differences up to this are left alone, LU. */
const CLOSE_ENOUGH = 0.5;

/** Brings one person slowly to the programme's loudness, from what they sound like without it. */
export class AutoTrim {
  enabled = false;
  /** LUFS. */
  target = -23;
  readonly #meter = new LoudnessMeter();
  #listened = 0;
  #db = 0;

  /** The correction now, dB. */
  get db(): number {
    return this.#db;
  }

  /** Measures a block and corrects it. */
  process(sound: Float32Array, samples: number): void {
    if (!this.enabled && this.#db === 0) return;
    const speaks = rms(sound, samples) > SPEAKING;
    if (speaks) this.#meter.push(sound, samples);
    const from = 10 ** (this.#db / 20);
    this.#move(samples / SAMPLE_RATE, speaks);
    const step = (10 ** (this.#db / 20) - from) / samples;
    if (from === 1 && step === 0) return;
    for (let i = 0; i < samples; i += 1) {
      const gain = from + step * (i + 1);
      for (let at = i * CHANNELS; at < (i + 1) * CHANNELS; at += 1) sound[at] = (sound[at] ?? 0) * gain;
    }
  }

  #move(seconds: number, speaks: boolean): void {
    let goal = 0;
    if (this.enabled) {
      if (!speaks) return;
      this.#listened += seconds;
      if (this.#listened < LISTENED_S) return;
      const missing = this.target - this.#meter.shortTerm;
      if (Math.abs(missing - this.#db) < CLOSE_ENOUGH) return;
      goal = Math.max(-RANGE_DB, Math.min(RANGE_DB, missing));
    }
    const most = SPEED_DB * seconds;
    this.#db += Math.max(-most, Math.min(most, goal - this.#db));
  }
}

function rms(sound: Float32Array, samples: number): number {
  let sum = 0;
  for (let at = 0; at < samples * CHANNELS; at += 1) sum += (sound[at] ?? 0) ** 2;
  return Math.sqrt(sum / (samples * CHANNELS));
}
