import { SAMPLE_RATE } from './av.ts';

/** Samples (per channel) of sound that belong before a tick: so ticks that are not a whole number of samples never drift. */
export function samplesBefore(tick: number, frameRate: number): number {
  return Math.floor((tick * SAMPLE_RATE) / frameRate);
}
