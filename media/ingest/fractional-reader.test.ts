import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { readBetween, TAPS } from './fractional-reader.ts';

/** Signal to noise in dB of a tone read at another speed, over a second, against the tone itself. */
function quality(hz: number, ppm: number): number {
  const count = SAMPLE_RATE;
  const ratio = 1 + ppm / 1e6;
  const fraction = 0.37;
  const angle = (2 * Math.PI * hz) / SAMPLE_RATE;
  const source = new Float32Array((count * 1.001 + TAPS + 2) * 2);
  for (let i = 0; i < source.length / 2; i += 1) source[2 * i] = Math.sin(angle * (i - TAPS / 2 + 1));
  const out = new Float32Array(count * 2);
  readBetween(source, fraction, ratio, out, count);
  let [signal, noise] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    const exact = Math.sin(angle * (fraction + i * ratio));
    signal += exact ** 2;
    noise += ((out[2 * i] ?? 0) - exact) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

test('tones come through as they are, at every speed that the drift asks for', () => {
  for (const ppm of [-500, -100, 1, 100, 500]) expect(quality(1_000, ppm)).toBeGreaterThan(70);
  expect(quality(100, 100)).toBeGreaterThan(90);
  expect(quality(15_000, 100)).toBeGreaterThan(60);
});
