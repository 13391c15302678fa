import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

export const LONGEST_DELAY_MS = 500;
/** Frames kept, a power of two above half a second and a tick. */
const CAPACITY = 2 ** 15;
/** From one delay to another, 10 ms. */
const CROSSFADE = SAMPLE_RATE / 100;

/** Holds sound (interleaved) back, exactly to the sample; another delay is faded to. */
export class DelayLine {
  readonly #ring = new Float32Array(CAPACITY * CHANNELS);
  #position = 0;
  /** Samples, now and before it changed. */
  #delay = 0;
  #former = 0;
  #fade = CROSSFADE;

  /** @param delayMs 0–500 */
  set delayMs(delayMs: number) {
    const wanted = Math.round((Math.min(LONGEST_DELAY_MS, Math.max(0, delayMs)) * SAMPLE_RATE) / 1000);
    // What comes while a change is being faded waits for its end.
    if (wanted === this.#delay || this.#fade < CROSSFADE) return;
    this.#former = this.#delay;
    this.#delay = wanted;
    this.#fade = 0;
  }

  process(sound: Float32Array, samples: number): void {
    if (this.#delay === 0 && this.#fade === CROSSFADE) this.#remember(sound, samples);
    else this.#delayAll(sound, samples);
  }

  /** For a delay that may come. */
  #remember(sound: Float32Array, samples: number): void {
    const start = (this.#position & (CAPACITY - 1)) * CHANNELS;
    const first = Math.min(samples * CHANNELS, this.#ring.length - start);
    this.#ring.set(sound.subarray(0, first), start);
    this.#ring.set(sound.subarray(first, samples * CHANNELS), 0);
    this.#position += samples;
  }

  #delayAll(sound: Float32Array, samples: number): void {
    for (let i = 0; i < samples; i += 1) {
      const share = this.#fade < CROSSFADE ? this.#fade / CROSSFADE : 1;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const at = i * CHANNELS + channel;
        this.#ring[(this.#position & (CAPACITY - 1)) * CHANNELS + channel] = sound[at] ?? 0;
        const late = this.#at(this.#delay, channel);
        sound[at] = share === 1 ? late : late * share + this.#at(this.#former, channel) * (1 - share);
      }
      this.#position += 1;
      if (this.#fade < CROSSFADE) this.#fade += 1;
    }
  }

  #at(delay: number, channel: number): number {
    return this.#ring[((this.#position - delay) & (CAPACITY - 1)) * CHANNELS + channel] ?? 0;
  }
}
