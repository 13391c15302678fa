/** True peak by ITU-R BS.1770-4, annex 2: the sound four times oversampled. */
const TAPS = 12;

/** The annex's polyphase filter; phases 2 and 3 are 1 and 0 backwards. */
const FIRST = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
  -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
];
const SECOND = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
  -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];
const PHASES = [FIRST, SECOND, SECOND.toReversed(), FIRST.toReversed()].map((taps) => Float64Array.from(taps));
/** No phase makes more than this of samples up to 1. */
const MOST_GAIN = Math.max(...PHASES.map((taps) => taps.reduce((sum, tap) => sum + Math.abs(tap), 0)));

/** Samples after which everything between two of them has been seen. */
export const TRUE_PEAK_SPAN = TAPS;

/** Watches one channel sample by sample. Free of work while everything is far under the level that matters. */
export class TruePeak {
  /** Twice the last samples, so that twelve in order always stand together. */
  readonly #last = new Float64Array(2 * TAPS);
  #at = 0;
  readonly #harmless: number;
  /** Samples until all of the last ones are harmless again. */
  #loud = 0;

  /** @param matters lower peaks need not be told exactly, linear */
  constructor(matters: number) {
    this.#harmless = matters / MOST_GAIN;
  }

  /** Takes a sample; the largest magnitude that is now known, of it and between the ones before. */
  next(sample: number): number {
    const magnitude = Math.abs(sample);
    this.#at = this.#at === 0 ? TAPS - 1 : this.#at - 1;
    this.#last[this.#at] = sample;
    this.#last[this.#at + TAPS] = sample;
    if (magnitude > this.#harmless) this.#loud = TAPS;
    else if (this.#loud > 0) this.#loud -= 1;
    if (this.#loud === 0) return magnitude;
    let peak = magnitude;
    for (const taps of PHASES) {
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap += 1) sum += (taps[tap] ?? 0) * (this.#last[this.#at + tap] ?? 0);
      peak = Math.max(peak, Math.abs(sum));
    }
    return peak;
  }
}
