import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Silence, and anything quieter, dBFS. */
export const LEVEL_FLOOR = -90;
const CHUNK = SAMPLE_RATE / 100;
const CHUNKS = 10;

/** RMS level of interleaved sound over the last 100 ms. */
export class LevelMeter {
  readonly #sums = new Float64Array(CHUNKS);
  #chunk = 0;
  #inChunk = 0;

  push(sound: Float32Array, samples: number): void {
    for (let i = 0; i < samples; i += 1) {
      const left = sound[i * CHANNELS] ?? 0;
      const right = sound[i * CHANNELS + 1] ?? 0;
      this.#sums[this.#chunk] = (this.#sums[this.#chunk] ?? 0) + left * left + right * right;
      this.#inChunk += 1;
      if (this.#inChunk < CHUNK) continue;
      this.#inChunk = 0;
      this.#chunk = (this.#chunk + 1) % CHUNKS;
      this.#sums[this.#chunk] = 0;
    }
  }

  /** dBFS; a full-scale square wave has 0, a full-scale sine −3. */
  get level(): number {
    let sum = 0;
    for (const part of this.#sums) sum += part;
    const meanSquare = sum / (CHANNELS * (CHUNK * (CHUNKS - 1) + this.#inChunk));
    return Math.max(LEVEL_FLOOR, 10 * Math.log10(meanSquare || Number.MIN_VALUE));
  }
}
