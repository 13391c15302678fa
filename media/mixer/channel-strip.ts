import type { ChannelProcessing } from '../core/program-link.ts';
import { AutoTrim } from './auto-trim.ts';
import { DelayLine } from './delay-line.ts';
import { Compressor, Gate } from './dynamics.ts';
import { type Level, LevelMeter } from './level-meter.ts';

const UNTOUCHED: ChannelProcessing = { delayMs: 0, gate: 'off', compressor: 'off', trim: false };

/** One channel of the desk from its source to its fader: delay, gate, compressor, automatic trim, meter. */
export class ChannelStrip {
  readonly #delay = new DelayLine();
  readonly #gate = new Gate();
  readonly #compressor = new Compressor();
  readonly #trim = new AutoTrim();
  readonly #meter = new LevelMeter();

  /** @param target loudness that the automatic trim goes for, LUFS */
  set(processing: ChannelProcessing | undefined, target: number): void {
    const { delayMs, gate, compressor, trim } = processing ?? UNTOUCHED;
    this.#delay.delayMs = delayMs;
    this.#gate.preset = gate;
    this.#compressor.preset = compressor;
    this.#trim.enabled = trim;
    this.#trim.target = target;
  }

  /** Works on one block (interleaved) in place. */
  process(sound: Float32Array, samples: number): void {
    this.#delay.process(sound, samples);
    this.#gate.process(sound, samples);
    this.#compressor.process(sound, samples);
    this.#trim.process(sound, samples);
    this.#meter.push(sound, samples);
  }

  /** As it reaches the fader. */
  get level(): Level {
    return this.#meter.level;
  }

  /** What the automatic trim does now, dB. */
  get trimDb(): number {
    return Math.round(this.#trim.db * 10) / 10;
  }
}
