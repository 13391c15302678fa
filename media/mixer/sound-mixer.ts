import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';
import { Limiter } from './limiter.ts';

/** A source's sound comes and goes within 20 ms: quick enough for a cut, slow enough not to click. */
const FADE_SAMPLES = SAMPLE_RATE / 50;

/** Adds up the sources' sound, each at its own gain, with short fades where a gain changes. Interleaved, 48 kHz. */
export class SoundMixer {
  readonly #gains = new Map<string, number>();
  readonly #limiter = new Limiter();

  /** Empties the block that `add` mixes into. */
  begin(out: Float32Array, samples: number): void {
    out.fill(0, 0, samples * CHANNELS);
  }

  /** Adds one source. `gain` is where its level goes now, from wherever it was. */
  add(id: string, sound: Float32Array, samples: number, gain: number, out: Float32Array): void {
    const from = this.#gains.get(id) ?? 0;
    if (gain === 0) this.#gains.delete(id);
    else this.#gains.set(id, gain);
    if (from === 0 && gain === 0) return;
    const fade = from === gain ? 0 : Math.min(FADE_SAMPLES, samples);
    const step = fade === 0 ? 0 : (gain - from) / fade;
    for (let i = 0; i < samples; i += 1) {
      const level = i < fade ? from + step * i : gain;
      const at = i * CHANNELS;
      out[at] = (out[at] ?? 0) + (sound[at] ?? 0) * level;
      out[at + 1] = (out[at + 1] ?? 0) + (sound[at + 1] ?? 0) * level;
    }
  }

  /** The most that the limiter took away since this was last asked for, dB, ≤ 0. */
  takeReduction(): number {
    return this.#limiter.takeReduction();
  }

  /** Keeps the sum below the ceiling; it comes 5 ms later for it. */
  finish(out: Float32Array, samples: number): void {
    this.#limiter.process(out, samples);
  }
}
