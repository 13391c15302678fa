import { SAMPLE_RATE } from '../core/av.ts';

/** Samples per channel remembered to continue from. */
const MEMORY = (SAMPLE_RATE * 40) / 1000;
/** Voices repeat themselves every 2.5–15 ms. */
const SHORTEST = SAMPLE_RATE / 400;
const LONGEST = (SAMPLE_RATE * 15) / 1000;
/** What is compared to find the repetition. */
const COMPARED = SAMPLE_RATE / 100;
/** Every fourth sample is enough to tell a period of speech; the best one is then refined. */
const STRIDE = 4;
/** Continued at full level for this long, then down to silence: a guess gets worse the longer it lasts. */
const STEADY = (SAMPLE_RATE * 40) / 1000;
const LONGEST_GAP = (SAMPLE_RATE * 100) / 1000;
/** The next real sound fades in over the guess. */
const JOINT = SAMPLE_RATE / 400;

/** Two channels of the same length. */
interface Block {
  left: Float32Array;
  right: Float32Array;
}

/**
 * Continues a sound over packets that never came, by repeating its last period (as ITU-T G.711 appendix I does): speech
 * and tones go on where there would be holes. For gaps of up to 100 ms; what is missing beyond stays silent.
 */
export class Concealment {
  readonly #left = new Float32Array(MEMORY);
  readonly #right = new Float32Array(MEMORY);
  #known = 0;

  /** Sound that was really received, in order. */
  remember({ left, right }: Block): void {
    for (const [memory, block] of [
      [this.#left, left],
      [this.#right, right],
    ] as const) {
      const taken = Math.min(block.length, MEMORY);
      memory.copyWithin(0, taken);
      memory.set(block.subarray(block.length - taken), MEMORY - taken);
    }
    this.#known = Math.min(MEMORY, this.#known + left.length);
  }

  /**
   * What fills `missing` samples before `next`; fades the beginning of `next` in over it. Null: nothing to continue from.
   */
  fill(missing: number, next: Block): Block | null {
    if (this.#known < MEMORY || missing <= 0) return null;
    const count = Math.min(missing, LONGEST_GAP);
    const joint = missing <= LONGEST_GAP ? Math.min(JOINT, next.left.length) : 0;
    const period = this.#period();
    const continued = (memory: Float32Array): Float32Array => {
      const out = new Float32Array(count + joint);
      for (let i = 0; i < out.length; i += 1) {
        const level = i < STEADY ? 1 : Math.max(0, 1 - (i - STEADY) / (LONGEST_GAP - STEADY));
        out[i] = level * (memory[MEMORY - period + (i % period)] ?? 0);
      }
      return out;
    };
    const left = continued(this.#left);
    const right = continued(this.#right);
    for (let i = 0; i < joint; i += 1) {
      const share = (i + 1) / (joint + 1);
      next.left[i] = share * (next.left[i] ?? 0) + (1 - share) * (left[count + i] ?? 0);
      next.right[i] = share * (next.right[i] ?? 0) + (1 - share) * (right[count + i] ?? 0);
    }
    return { left: left.subarray(0, count), right: right.subarray(0, count) };
  }

  /** The lag at which the end of the memory resembles itself most. */
  #period(): number {
    let best = SHORTEST;
    let likeness = Number.NEGATIVE_INFINITY;
    const compare = (lag: number, stride: number): void => {
      const found = this.#likeness(lag, stride);
      if (found <= likeness) return;
      likeness = found;
      best = lag;
    };
    for (let lag = SHORTEST; lag <= LONGEST; lag += STRIDE) compare(lag, STRIDE);
    const coarse = best;
    likeness = Number.NEGATIVE_INFINITY;
    for (let lag = Math.max(SHORTEST, coarse - STRIDE); lag <= Math.min(LONGEST, coarse + STRIDE); lag += 1) {
      compare(lag, 1);
    }
    return best;
  }

  /** Normalised correlation of the last samples with those `lag` before them. */
  #likeness(lag: number, stride: number): number {
    let product = 0;
    let energy = 1e-9;
    for (let i = MEMORY - COMPARED; i < MEMORY; i += stride) {
      const then = (this.#left[i - lag] ?? 0) + (this.#right[i - lag] ?? 0);
      product += then * ((this.#left[i] ?? 0) + (this.#right[i] ?? 0));
      energy += then * then;
    }
    return product / Math.sqrt(energy);
  }
}
