import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { largestStep, toneLevel } from '../testing/observe.ts';
import { Limiter } from './limiter.ts';

const CEILING = 10 ** (-1 / 20);
const TICK = SAMPLE_RATE / 25;

/** A tone whose amplitude is told second by second, through the limiter in ticks. */
function limited(amplitude: (seconds: number) => number, seconds: number): Float32Array {
  const limiter = new Limiter();
  const sound = new Float32Array(seconds * SAMPLE_RATE * 2);
  for (let i = 0; i < seconds * SAMPLE_RATE; i += 1) {
    sound[2 * i] = sound[2 * i + 1] = amplitude(i / SAMPLE_RATE) * Math.sin((2 * Math.PI * 500 * i) / SAMPLE_RATE);
  }
  for (let at = 0; at < seconds * SAMPLE_RATE; at += TICK) limiter.process(sound.subarray(2 * at), TICK);
  return sound;
}

test('what stays below the ceiling passes unchanged, 5 ms later', () => {
  const sound = limited(() => 0.8, 1);
  expect(sound.slice(0, 480).every((value) => value === 0)).toBe(true);
  for (const i of [1_000, 20_000, 40_000]) {
    expect(sound[2 * i]).toBeCloseTo(0.8 * Math.sin((2 * Math.PI * 500 * (i - 240)) / SAMPLE_RATE), 5);
  }
});

test('whatever comes, no sample passes the ceiling, and nothing clicks', () => {
  const sound = limited((at) => (at > 0.3 && at < 0.5 ? 4 : 0.5), 1);
  expect(sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(CEILING + 1e-4);
  // A 500 Hz tone at the ceiling moves by 0.058 a sample.
  expect(largestStep(sound)).toBeLessThan(0.09);
});

test('after a loud moment the level comes back', () => {
  const sound = limited((at) => (at < 0.2 ? 3 : 0.5), 1);
  expect(toneLevel(sound.slice(2 * 0.8 * SAMPLE_RATE, 2 * 0.9 * SAMPLE_RATE), 500)).toBeCloseTo(0.5, 2);
});
