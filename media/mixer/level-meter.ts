import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Silence, and anything quieter, dBFS. */
export const LEVEL_FLOOR = -90;
const CHUNK = SAMPLE_RATE / 100;
const CHUNKS = 10;

/** dBFS, at least −90, to a tenth: a full-scale square wave has an RMS of 0, a full-scale sine of −3. */
export interface Level {
  rms: number;
  /** The largest sample; 0 is full scale. */
  peak: number;
}

/** RMS and peak of interleaved sound over the last 100 ms. */
export class LevelMeter {
  readonly #sums = new Float64Array(CHUNKS);
  readonly #peaks = new Float64Array(CHUNKS);
  #chunk = 0;
  #inChunk = 0;

  push(sound: Float32Array, samples: number): void {
    for (let i = 0; i < samples; i += 1) {
      const left = sound[i * CHANNELS] ?? 0;
      const right = sound[i * CHANNELS + 1] ?? 0;
      this.#sums[this.#chunk] = (this.#sums[this.#chunk] ?? 0) + left * left + right * right;
      this.#peaks[this.#chunk] = Math.max(this.#peaks[this.#chunk] ?? 0, Math.abs(left), Math.abs(right));
      this.#inChunk += 1;
      if (this.#inChunk < CHUNK) continue;
      this.#inChunk = 0;
      this.#chunk = (this.#chunk + 1) % CHUNKS;
      this.#sums[this.#chunk] = 0;
      this.#peaks[this.#chunk] = 0;
    }
  }

  get level(): Level {
    const sum = this.#sums.reduce((total, part) => total + part, 0);
    const meanSquare = sum / (CHANNELS * (CHUNK * (CHUNKS - 1) + this.#inChunk));
    return { rms: decibels(Math.sqrt(meanSquare)), peak: decibels(Math.max(...this.#peaks)) };
  }
}

function decibels(amplitude: number): number {
  return Math.max(LEVEL_FLOOR, Math.round(200 * Math.log10(amplitude || Number.MIN_VALUE)) / 10);
}
