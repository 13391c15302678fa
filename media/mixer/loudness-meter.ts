/** Loudness of a programme by ITU-R BS.1770-4 and EBU R 128 (EBU Tech 3341), stereo at 48 kHz. */
import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Silence, LUFS: nothing quieter is told. */
export const LOUDNESS_FLOOR = -70;
/** BS.1770-4, annex 1: the loudness of a mean square of 1. */
const OFFSET = -0.691;
/** Energies are kept for blocks of 10 ms: 40 make the momentary loudness, 300 the short-term. */
const BLOCK = SAMPLE_RATE / 100;
const MOMENTARY = 40;
const SHORT_TERM = 300;
/** Gating blocks (400 ms) overlap by three quarters: one begins each 100 ms. */
const GATING_STEP = 10;
/** The gated blocks are counted by loudness in bins of 0.1 LU from −70 to +10 LUFS: constant memory for any length. */
const BINS = 800;
const BINS_PER_LU = 10;
/** Blocks this far under the mean of all do not count for the integrated loudness, LU. */
const RELATIVE_GATE = -10;

/** K-weighting, coefficients for 48 kHz (BS.1770-4, tables 1 and 2): a shelf for the head, then a high-pass. */
const SHELF = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const HIGH_PASS = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };

function loudnessOf(energy: number): number {
  return energy > 0 ? Math.max(LOUDNESS_FLOOR, OFFSET + 10 * Math.log10(energy)) : LOUDNESS_FLOOR;
}

export class LoudnessMeter {
  /** Filter memory of each channel: two values of each stage. */
  readonly #memory = new Float64Array(CHANNELS * 4);
  readonly #energies = new Float64Array(SHORT_TERM);
  #blocks = 0;
  #inBlock = 0;
  #sum = 0;
  readonly #counts = new Float64Array(BINS);
  readonly #binEnergies = new Float64Array(BINS);
  /** Blocks when the integration began. */
  #since = 0;

  /** Takes interleaved sound. */
  push(sound: Float32Array, samples: number): void {
    for (let first = 0; first < samples; ) {
      const count = Math.min(samples - first, BLOCK - this.#inBlock);
      for (let channel = 0; channel < CHANNELS; channel += 1) this.#sum += this.#weigh(sound, first, count, channel);
      this.#inBlock += count;
      first += count;
      if (this.#inBlock === BLOCK) this.#endBlock();
    }
  }

  /** LUFS over the last 400 ms. */
  get momentary(): number {
    return loudnessOf(this.#mean(MOMENTARY));
  }

  /** LUFS over the last 3 s. */
  get shortTerm(): number {
    return loudnessOf(this.#mean(SHORT_TERM));
  }

  /** LUFS since the beginning or the last `reset`, gated; null while there is nothing to tell. */
  get integrated(): number | null {
    const all = this.#gatedMean(0);
    if (all === null) return null;
    const gate = loudnessOf(all) + RELATIVE_GATE;
    const mean = this.#gatedMean(Math.max(0, Math.ceil((gate - LOUDNESS_FLOOR) * BINS_PER_LU - 1e-9)));
    return mean === null ? null : loudnessOf(mean);
  }

  /** Begins the integrated loudness anew. */
  reset(): void {
    this.#counts.fill(0);
    this.#binEnergies.fill(0);
    this.#since = this.#blocks;
  }

  /** Sum of squares of one channel, K-weighted (transposed direct form II). */
  #weigh(sound: Float32Array, first: number, count: number, channel: number): number {
    const memory = this.#memory;
    const at = channel * 4;
    let [s1, s2, h1, h2] = [memory[at] ?? 0, memory[at + 1] ?? 0, memory[at + 2] ?? 0, memory[at + 3] ?? 0];
    let sum = 0;
    for (let i = first; i < first + count; i += 1) {
      const x = sound[i * CHANNELS + channel] ?? 0;
      const y = SHELF.b0 * x + s1;
      s1 = SHELF.b1 * x - SHELF.a1 * y + s2;
      s2 = SHELF.b2 * x - SHELF.a2 * y;
      const z = HIGH_PASS.b0 * y + h1;
      h1 = HIGH_PASS.b1 * y - HIGH_PASS.a1 * z + h2;
      h2 = HIGH_PASS.b2 * y - HIGH_PASS.a2 * z;
      sum += z * z;
    }
    // Numbers too small for the processor's fast path are silence.
    for (const [index, value] of [s1, s2, h1, h2].entries()) memory[at + index] = Math.abs(value) < 1e-20 ? 0 : value;
    return sum;
  }

  #endBlock(): void {
    this.#energies[this.#blocks % SHORT_TERM] = this.#sum / BLOCK;
    this.#blocks += 1;
    this.#inBlock = 0;
    this.#sum = 0;
    const passed = this.#blocks - this.#since;
    if (passed < MOMENTARY || passed % GATING_STEP !== 0) return;
    const energy = this.#mean(MOMENTARY);
    const bin = Math.floor((OFFSET + 10 * Math.log10(energy || Number.MIN_VALUE) - LOUDNESS_FLOOR) * BINS_PER_LU);
    if (bin < 0) return;
    const counted = Math.min(BINS - 1, bin);
    this.#counts[counted] = (this.#counts[counted] ?? 0) + 1;
    this.#binEnergies[counted] = (this.#binEnergies[counted] ?? 0) + energy;
  }

  /** Mean square of the last blocks, channels added. */
  #mean(blocks: number): number {
    let sum = 0;
    for (let i = 1; i <= Math.min(blocks, this.#blocks); i += 1)
      sum += this.#energies[(this.#blocks - i) % SHORT_TERM] ?? 0;
    return sum / blocks;
  }

  #gatedMean(fromBin: number): number | null {
    let [count, energy] = [0, 0];
    for (let bin = fromBin; bin < BINS; bin += 1) {
      count += this.#counts[bin] ?? 0;
      energy += this.#binEnergies[bin] ?? 0;
    }
    return count === 0 ? null : energy / count;
  }
}
