/** A soft tune, played on a plucked string, that closes into a loop without a seam. */
import type { Tune } from './places.ts';

/** Peak of a single note; chords of ringing notes stay under 0.35. */
const LOUDNESS = 0.11;
/** Seconds in which a note falls to a third. */
const DECAY = 0.55;
const PARTIALS = [1, 0.35, 0.12] as const;

/** One channel of `seconds`, whose end passes into its beginning: what still rings there rings on at the start. */
export function playTune(tune: Tune, seconds: number, sampleRate: number): Float32Array {
  const samples = new Float32Array(seconds * sampleRate);
  const beat = samples.length / tune.beats;
  const length = Math.round(4 * DECAY * sampleRate);
  const notes = new Map<number, Float32Array>();
  for (let count = 0; count < tune.beats; count += 1) {
    const step = tune.steps[count % tune.steps.length] ?? 0;
    const note = notes.get(step) ?? pluck(tune.root * 2 ** (step / 12), length, sampleRate);
    notes.set(step, note);
    const start = Math.round(count * beat);
    for (let index = 0; index < length; index += 1) {
      const at = (start + index) % samples.length;
      samples[at] = (samples[at] ?? 0) + (note[index] ?? 0);
    }
  }
  return samples;
}

function pluck(frequency: number, length: number, sampleRate: number): Float32Array {
  const note = new Float32Array(length);
  const attack = 0.006 * sampleRate;
  for (let index = 0; index < length; index += 1) {
    const seconds = index / sampleRate;
    // Up softly and down to nothing at the end: no click at either.
    const rise = Math.min(1, index / attack);
    const fall = Math.exp(-seconds / DECAY) * (1 - index / length);
    const phase = 2 * Math.PI * frequency * seconds;
    let value = 0;
    for (const [partial, strength] of PARTIALS.entries()) value += strength * Math.sin(phase * (partial + 1));
    note[index] = LOUDNESS * rise * fall * value;
  }
  return note;
}
