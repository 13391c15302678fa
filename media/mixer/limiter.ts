import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { TRUE_PEAK_SPAN, TruePeak } from './true-peak.ts';

/** True peaks stay at or below −1 dBTP; the annex's filter may miss some tenths of a decibel of what is very high. */
const CEILING = 10 ** (-1.3 / 20);
/** What is loud is seen this long before it is heard: the gain is down in time and nothing clicks. 5 ms. */
const LOOK_AHEAD = SAMPLE_RATE / 200;
/** What is heard comes so much later; the gain is low for all samples that make a peak between them. */
const DELAY = LOOK_AHEAD + TRUE_PEAK_SPAN;
/** The gain that a peak needs stands for so long. */
const HOLD = DELAY + 2;
/** The gain comes back by this share of what is missing per sample: 80 ms to two thirds. */
const RELEASE = 1 / (0.08 * SAMPLE_RATE);

/**
 * Keeps interleaved stereo below −1 dBTP, both channels by the same gain, and delays it by 5.25 ms. The gain needed is
 * held over the delay (a sliding minimum) and smoothed over the look-ahead (a moving mean): at every peak it is at least
 * as low as the peak asks.
 */
export class Limiter {
  readonly #delayed = new Float32Array(DELAY * CHANNELS);
  /** Indices and gains of the sliding minimum, lowest first; a ring. */
  readonly #lowAt = new Float64Array(HOLD + 1);
  readonly #lowGain = new Float32Array(HOLD + 1);
  #lowFirst = 0;
  #lowCount = 0;
  readonly #smoothed = new Float32Array(LOOK_AHEAD).fill(1);
  #sum = LOOK_AHEAD;
  #released = 1;
  #position = 0;
  readonly #peaks = [new TruePeak(CEILING), new TruePeak(CEILING)] as const;
  #lowest = 1;

  /** The lowest gain since it was last asked for, in dB, ≤ 0. */
  takeReduction(): number {
    const lowest = this.#lowest;
    this.#lowest = 1;
    return 20 * Math.log10(lowest);
  }

  /** Limits a block in place. */
  process(sound: Float32Array, samples: number): void {
    for (let i = 0; i < samples; i += 1) {
      const at = i * CHANNELS;
      const left = sound[at] ?? 0;
      const right = sound[at + 1] ?? 0;
      const peak = Math.max(this.#peaks[0].next(left), this.#peaks[1].next(right));
      const gain = this.#smooth(this.#needed(peak > CEILING ? CEILING / peak : 1));
      if (gain < this.#lowest) this.#lowest = gain;
      const slot = (this.#position % DELAY) * CHANNELS;
      sound[at] = (this.#delayed[slot] ?? 0) * gain;
      sound[at + 1] = (this.#delayed[slot + 1] ?? 0) * gain;
      this.#delayed[slot] = left;
      this.#delayed[slot + 1] = right;
      this.#position += 1;
    }
  }

  /** The lowest gain that anything held needs, this sample included. */
  #needed(gain: number): number {
    const size = HOLD + 1;
    const last = () => (this.#lowFirst + this.#lowCount - 1) % size;
    while (this.#lowCount > 0 && (this.#lowGain[last()] ?? 0) >= gain) this.#lowCount -= 1;
    if (this.#lowCount > 0 && (this.#lowAt[this.#lowFirst] ?? 0) <= this.#position - HOLD) {
      this.#lowFirst = (this.#lowFirst + 1) % size;
      this.#lowCount -= 1;
    }
    this.#lowCount += 1;
    this.#lowAt[last()] = this.#position;
    this.#lowGain[last()] = gain;
    return this.#lowGain[this.#lowFirst] ?? gain;
  }

  #smooth(wanted: number): number {
    const recovering = this.#released + (1 - this.#released) * RELEASE;
    this.#released = Math.min(wanted, recovering);
    const slot = this.#position % LOOK_AHEAD;
    this.#sum += this.#released - (this.#smoothed[slot] ?? 1);
    this.#smoothed[slot] = this.#released;
    return Math.min(1, this.#sum / LOOK_AHEAD);
  }
}
