/** Whether a tone goes on in a sound, or where it breaks off. */
import { RATE, type Samples } from './programme.ts';

/** Samples of one look, 20 ms. */
const STEP = RATE / 50;

export interface Continuity {
  /** The longest time in ms for which the tone was not heard. */
  longestGapMs: number;
  /** 0–1 of the time in which it was heard. */
  heard: number;
}

/**
 * By steps of 20 ms; heard is what is less than 18 dB below its loud moments. The microphones of these tests pause for
 * 70 ms in every 250, so that such a gap is none.
 */
export function continuity(samples: Samples, hz: number): Continuity {
  const levels: number[] = [];
  for (let from = 0; from + STEP <= samples.length; from += STEP) {
    levels.push(amplitude(samples.subarray(from, from + STEP), hz));
  }
  const loud = [...levels].sort((a, b) => b - a)[Math.floor(levels.length / 4)] ?? 0;
  let gap = 0;
  let longest = 0;
  let heard = 0;
  for (const level of levels) {
    const isHeard = level > Math.max(0.005, loud / 8);
    gap = isHeard ? 0 : gap + 1;
    longest = Math.max(longest, gap);
    if (isHeard) heard += 1;
  }
  return { longestGapMs: longest * 20, heard: heard / Math.max(1, levels.length) };
}

/** Of one frequency behind a Hann window, 0–1. */
function amplitude(window: Samples, hz: number): number {
  let real = 0;
  let imaginary = 0;
  for (const [at, sample] of window.entries()) {
    const weight = 1 - Math.cos((2 * Math.PI * (at + 0.5)) / window.length);
    const angle = (2 * Math.PI * hz * at) / RATE;
    real += weight * sample * Math.cos(angle);
    imaginary += weight * sample * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / window.length;
}
