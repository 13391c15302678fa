import { execFileSync } from 'node:child_process';
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

test('what stays below the ceiling passes unchanged, 5.25 ms later', () => {
  const sound = limited(() => 0.8, 1);
  expect(sound.slice(0, 504).every((value) => value === 0)).toBe(true);
  for (const i of [1_000, 20_000, 40_000]) {
    expect(sound[2 * i]).toBeCloseTo(0.8 * Math.sin((2 * Math.PI * 500 * (i - 252)) / SAMPLE_RATE), 5);
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

/** The true peak in dBTP as FFmpeg's `ebur128` filter measures it, by an interpolation of its own. */
function truePeak(sound: Float32Array): number {
  const input = ['-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', 'pipe:0'];
  const options = { input: Buffer.from(sound.buffer), stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] };
  const run = [
    '-hide_banner',
    '-nostats',
    ...input,
    '-af',
    'ebur128=peak=true:metadata=1,ametadata=print:file=-',
    '-f',
    'null',
    '-',
  ];
  const text = execFileSync('ffmpeg', run, { ...options, maxBuffer: 2 ** 26 }).toString();
  const peaks = [...text.matchAll(/true_peaks_ch\d=([-\d.]+|-inf)/g)].map(([, value]) => Number(value));
  return 20 * Math.log10(Math.max(...peaks));
}

/** A second of the same samples in both channels. */
function stereo(sample: (index: number) => number): Float32Array {
  return Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, at) => sample(at >> 1));
}

test.each([
  [
    'a quarter of the sample rate, met between its peaks',
    (i: number) => 1.3 * Math.sin((Math.PI / 2) * i + Math.PI / 4),
  ],
  ['17 kHz in bursts', (i: number) => (i % 4_800 < 900 ? 2 : 0.2) * Math.sin(2 * Math.PI * 0.354_1 * i)],
  ['a sixth of the sample rate', (i: number) => 1.1 * Math.sin((Math.PI / 3) * i + Math.PI / 6)],
  ['noise', (i: number) => 1.5 * ((Math.imul(i + 1, 2_654_435_761) >>> 0) / 2 ** 31 - 1)],
])('between the samples, too, nothing passes −1 dBTP: %s', (_, sample) => {
  const sound = stereo(sample);
  expect(truePeak(sound)).toBeGreaterThan(0);
  const limiter = new Limiter();
  for (let at = 0; at < SAMPLE_RATE; at += TICK) limiter.process(sound.subarray(2 * at), TICK);
  expect(truePeak(sound)).toBeLessThanOrEqual(-1);
  expect(truePeak(sound)).toBeGreaterThan(-3);
  expect(limiter.takeReduction()).toBeLessThan(-1);
});
