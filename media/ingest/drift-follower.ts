import { SAMPLE_RATE } from '../core/av.ts';

/** The playing speed differs from the sender's by this much at most: 500 ppm, a hundredth of a semitone. */
const MAX_CORRECTION = 500e-6;
/** Share of the difference made good in a second. A clock that is off by 100 ppm is followed 2 ms behind. */
const GAIN_PER_S = 0.05;
/** Differences are smoothed over this many seconds: neither jitter nor a sender report is heard as a change of pitch. */
const SMOOTHING_S = 2;
/** Differences up to this are left alone, in samples (0.25 ms): a sender on our own clock is never resampled. */
const DEADBAND = SAMPLE_RATE / 4_000;

/** Sets the speed at which a feed is read, so that it stays where it should be although its clock is not ours. */
export class DriftFollower {
  #difference = 0;
  #ratio = 1;

  /** Samples read for each that is played, 1 ± 0.0005. */
  get ratio(): number {
    return this.#ratio;
  }

  /** Takes how far the wanted position is ahead of the playing one, in samples, before a block of `count` is read. */
  observe(difference: number, count: number): void {
    const seconds = count / SAMPLE_RATE;
    this.#difference += (difference - this.#difference) * Math.min(1, seconds / SMOOTHING_S);
    const beyond = Math.max(0, Math.abs(this.#difference) - DEADBAND) * Math.sign(this.#difference);
    const correction = (beyond * GAIN_PER_S) / SAMPLE_RATE;
    this.#ratio = 1 + Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, correction));
  }

  /** The position was chosen anew: there is no difference. The speed goes on from 1. */
  reset(): void {
    this.#difference = 0;
    this.#ratio = 1;
  }
}
