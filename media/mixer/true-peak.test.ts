import { expect, test } from 'vitest';
import { TruePeak } from './true-peak.ts';

/** What the meter says of it, dBTP, against what it is to say, with the publication's tolerance. */
function expectPeak(samples: Iterable<number>, dbtp: number): void {
  const meter = new TruePeak(0);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, meter.next(sample));
  const found = 20 * Math.log10(peak);
  expect(found - dbtp).toBeGreaterThan(-0.4);
  expect(found - dbtp).toBeLessThan(0.2);
}

/** EBU Tech 3341, table 1, 15 to 19: a sine at a fraction of the sampling rate, whose samples miss its peaks. */
test.each([
  { name: 15, divisor: 4, degrees: 0, amplitude: 0.5, dbtp: -6 },
  { name: 16, divisor: 4, degrees: 45, amplitude: 0.5, dbtp: -6 },
  { name: 17, divisor: 6, degrees: 60, amplitude: 0.5, dbtp: -6 },
  { name: 18, divisor: 8, degrees: 67.5, amplitude: 0.5, dbtp: -6 },
  { name: 19, divisor: 4, degrees: 45, amplitude: 1.41, dbtp: 3 },
])('case $name: its true peak is $dbtp dBTP', ({ divisor, degrees, amplitude, dbtp }) => {
  // The tone fades in, as in the EBU's files: its beginning is no click.
  const level = (i: number) => amplitude * Math.min(1, i / 2_400);
  const tone = (_: unknown, i: number) => level(i) * Math.sin((2 * Math.PI * i) / divisor + (degrees * Math.PI) / 180);
  expectPeak(Array.from({ length: 4_800 }, tone), dbtp);
});

/** Of the rate at which the next cases are made to the meter's. */
const OVERSAMPLED = 4;
const LENGTH = 4_800 * OVERSAMPLED;

/** At four times the rate: a sine of fs/6 at half amplitude with one period of fs/4 at full amplitude in its middle. */
function withOnePeak(): Float64Array {
  const [carrier, burst] = [6 * OVERSAMPLED, 4 * OVERSAMPLED];
  const from = Math.floor(LENGTH / 2 / carrier) * carrier;
  return Float64Array.from({ length: LENGTH }, (_, i) => {
    if (i >= from && i < from + burst) return Math.sin((2 * Math.PI * (i - from)) / burst);
    // It goes on where it was.
    const phase = i < from ? i : i - burst;
    return 0.5 * Math.min(1, i / (LENGTH / 4)) * Math.sin((2 * Math.PI * phase) / carrier);
  });
}

/** Without what is above half of the meter's rate: a sinc in a Blackman window. */
function bandLimited(sound: Float64Array, half = 128): Float64Array {
  const taps = Array.from({ length: 2 * half + 1 }, (_, i) => {
    const at = (i - half) / OVERSAMPLED;
    const turn = (Math.PI * (i - half)) / (half + 1);
    const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
    return ((at === 0 ? 1 : Math.sin(Math.PI * at) / (Math.PI * at)) * window) / OVERSAMPLED;
  });
  return sound.map((_, i) => taps.reduce((sum, tap, k) => sum + tap * (sound[i + k - half] ?? 0), 0));
}

/** EBU Tech 3341, table 1, 20 to 23: one high peak, met by the samples at four different places. */
const onePeak = bandLimited(withOnePeak());
test.each([20, 21, 22, 23])('case %i: a single peak between the samples is 0 dBTP', (number) => {
  const samples = onePeak.filter((_, i) => i % OVERSAMPLED === number - 20);
  expectPeak(samples, 0);
});
