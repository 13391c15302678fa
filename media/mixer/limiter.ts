import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

/** Sample peaks stay at or below −1 dBFS. */
const CEILING = 10 ** (-1 / 20);
/** What is loud is seen this long before it is heard: the gain is down in time and nothing clicks. 5 ms. */
const LOOK_AHEAD = SAMPLE_RATE / 200;
/** The gain comes back by this share of what is missing per sample: 80 ms to two thirds. */
const RELEASE = 1 / (0.08 * SAMPLE_RATE);

/**
 * Keeps interleaved stereo below the ceiling, both channels by the same gain, and delays it by 5 ms. The gain needed is
 * held over the look-ahead (a sliding minimum) and smoothed over as long (a moving mean): at every peak it is at least
 * as low as the peak asks.
 */
export class Limiter {
  readonly #delayed = new Float32Array(LOOK_AHEAD * CHANNELS);
  /** Indices and gains of the sliding minimum, lowest first; a ring. */
  readonly #lowAt = new Float64Array(LOOK_AHEAD + 1);
  readonly #lowGain = new Float32Array(LOOK_AHEAD + 1);
  #lowFirst = 0;
  #lowCount = 0;
  readonly #smoothed = new Float32Array(LOOK_AHEAD).fill(1);
  #sum = LOOK_AHEAD;
  #released = 1;
  #position = 0;

  /** Limits a block in place. */
  process(sound: Float32Array, samples: number): void {
    for (let i = 0; i < samples; i += 1) {
      const at = i * CHANNELS;
      const left = sound[at] ?? 0;
      const right = sound[at + 1] ?? 0;
      const peak = Math.max(Math.abs(left), Math.abs(right));
      const gain = this.#smooth(this.#lowest(peak > CEILING ? CEILING / peak : 1));
      const slot = (this.#position % LOOK_AHEAD) * CHANNELS;
      sound[at] = (this.#delayed[slot] ?? 0) * gain;
      sound[at + 1] = (this.#delayed[slot + 1] ?? 0) * gain;
      this.#delayed[slot] = left;
      this.#delayed[slot + 1] = right;
      this.#position += 1;
    }
  }

  /** The lowest gain that anything within the look-ahead needs, this sample included. */
  #lowest(gain: number): number {
    const size = LOOK_AHEAD + 1;
    const last = () => (this.#lowFirst + this.#lowCount - 1) % size;
    while (this.#lowCount > 0 && (this.#lowGain[last()] ?? 0) >= gain) this.#lowCount -= 1;
    if (this.#lowCount > 0 && (this.#lowAt[this.#lowFirst] ?? 0) <= this.#position - LOOK_AHEAD) {
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
