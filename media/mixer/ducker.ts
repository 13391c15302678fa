import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** How far what is ducked goes down. */
const DEPTH_DB = 15;
/** Down before the first syllable is over, up slowly enough not to pump. Seconds for the whole depth. */
const DOWN_S = 0.05;
const UP_S = 0.3;
const DOWN = 10 ** (-DEPTH_DB / 20 / (DOWN_S * SAMPLE_RATE));
const UP = 10 ** (DEPTH_DB / 20 / (UP_S * SAMPLE_RATE));
const LOW = 10 ** (-DEPTH_DB / 20);

/** Lowers sound by 15 dB while something more important is heard over it: 50 ms down, 300 ms up, straight in dB. */
export class Ducker {
  /** Whether it is to be low; may be set at any time. */
  active = false;
  #gain = 1;
  #curve = new Float32Array(0);
  #still = true;

  /** Is at once where it goes: nothing of what it lowers was heard before. */
  settle(): void {
    this.#gain = this.active ? LOW : 1;
  }

  /** Goes on by so many samples: once for each block, before `apply`. */
  step(samples: number): void {
    const goal = this.active ? LOW : 1;
    this.#still = this.#gain === goal;
    if (this.#still) return;
    if (this.#curve.length < samples) this.#curve = new Float32Array(samples);
    for (let i = 0; i < samples; i += 1) {
      this.#gain = this.active ? Math.max(LOW, this.#gain * DOWN) : Math.min(1, this.#gain * UP);
      this.#curve[i] = this.#gain;
    }
  }

  /** Lowers a block (interleaved) of as many samples as `step` went on by; any number of blocks for one step. */
  apply(sound: Float32Array, samples: number): void {
    if (this.#still && this.#gain === 1) return;
    for (let i = 0; i < samples; i += 1) {
      const gain = this.#still ? this.#gain : (this.#curve[i] ?? this.#gain);
      for (let at = i * CHANNELS; at < (i + 1) * CHANNELS; at += 1) sound[at] = (sound[at] ?? 0) * gain;
    }
  }
}
