import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { LoudnessMeter } from './loudness-meter.ts';

/** Level in dBFS (peak, of each channel) and seconds of one stretch of a 1 kHz tone; −Infinity is silence. */
type Stretch = readonly [levelDb: number, seconds: number];
const PIECE = SAMPLE_RATE / 100;

/** What a meter says of a tone, every 10 ms. */
function measure(stretches: readonly Stretch[]) {
  const meter = new LoudnessMeter();
  const sound = new Float32Array(PIECE * 2);
  const momentary: number[] = [];
  const shortTerm: number[] = [];
  let sample = 0;
  for (const [levelDb, seconds] of stretches) {
    const amplitude = 10 ** (levelDb / 20);
    for (let piece = 0; piece < Math.round(seconds * 100); piece += 1) {
      for (let i = 0; i < PIECE; i += 1, sample += 1) {
        sound[2 * i] = sound[2 * i + 1] = amplitude * Math.sin((2 * Math.PI * 1_000 * sample) / SAMPLE_RATE);
      }
      meter.push(sound, PIECE);
      momentary.push(meter.momentary);
      shortTerm.push(meter.shortTerm);
    }
  }
  return { momentary, shortTerm, integrated: meter.integrated ?? Number.NaN };
}

function expectAbout(value: number | undefined, expected: number): void {
  expect(Math.abs((value ?? Number.NaN) - expected), `${value} instead of ${expected}`).toBeLessThanOrEqual(0.1);
}

const repeated = (times: number, ...stretches: Stretch[]): Stretch[] =>
  Array.from({ length: times }, () => stretches).flat();

// The tests of EBU Tech 3341, table 1, that are stereo tones. 6 has five channels; 7 and 8 are programmes, which only the EBU
// can hand out; 15 to 23 are true peaks.
test.each([-23, -33])('cases 1 and 2: a steady tone at %i dBFS reads so in M, S and I', (level) => {
  const { momentary, shortTerm, integrated } = measure([[level, 20]]);
  expectAbout(momentary.at(-1), level);
  expectAbout(shortTerm.at(-1), level);
  expectAbout(integrated, level);
});

test.each([
  [
    '3',
    [
      [-36, 10],
      [-23, 60],
      [-36, 10],
    ],
  ],
  [
    '4',
    [
      [-72, 10],
      [-36, 10],
      [-23, 60],
      [-36, 10],
      [-72, 10],
    ],
  ],
  [
    '5',
    [
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ],
  ],
] as const)('case %s: quiet stretches are gated out of the integrated loudness', (_, stretches) => {
  expectAbout(measure(stretches).integrated, -23);
});

test('case 9: the short-term loudness of a tone that changes within 3 s stands still', () => {
  const { shortTerm } = measure(repeated(5, [-20, 1.34], [-30, 1.66]));
  for (const value of shortTerm.slice(300)) expectAbout(value, -23);
});

test('cases 10 and 11: the short-term loudness reaches the level of a tone of 3 s wherever it begins', () => {
  for (let i = 0; i < 20; i += 1) {
    expectAbout(
      Math.max(
        ...measure([
          [Number.NEGATIVE_INFINITY, i * 0.15],
          [-23, 3],
          [Number.NEGATIVE_INFINITY, 1],
        ]).shortTerm,
      ),
      -23,
    );
    const level = -38 + i;
    expectAbout(
      Math.max(
        ...measure([
          [Number.NEGATIVE_INFINITY, i * 0.15],
          [level, 3],
          [Number.NEGATIVE_INFINITY, 3 - i * 0.15],
        ]).shortTerm,
      ),
      level,
    );
  }
});

test('case 12: the momentary loudness of a tone that changes within 400 ms stands still', () => {
  const { momentary } = measure(repeated(25, [-20, 0.18], [-30, 0.22]));
  for (const value of momentary.slice(100)) expectAbout(value, -23);
});

test('cases 13 and 14: the momentary loudness reaches the level of a tone of 400 ms wherever it begins', () => {
  for (let i = 0; i < 20; i += 1) {
    expectAbout(
      Math.max(
        ...measure([
          [Number.NEGATIVE_INFINITY, i * 0.02],
          [-23, 0.4],
          [Number.NEGATIVE_INFINITY, 1],
        ]).momentary,
      ),
      -23,
    );
    const level = -38 + i;
    expectAbout(
      Math.max(
        ...measure([
          [Number.NEGATIVE_INFINITY, i * 0.02],
          [level, 0.4],
          [Number.NEGATIVE_INFINITY, 0.4 - i * 0.02],
        ]).momentary,
      ),
      level,
    );
  }
});

test('silence has no integrated loudness, and it can be begun anew', () => {
  expect(measure([[Number.NEGATIVE_INFINITY, 5]]).integrated).toBeNaN();
  const meter = new LoudnessMeter();
  const sound = new Float32Array(SAMPLE_RATE * 2).map((_, at) => 0.5 * Math.sin(at >> 1));
  meter.push(sound, SAMPLE_RATE);
  expect(meter.integrated).not.toBeNull();
  meter.reset();
  expect(meter.integrated).toBeNull();
});
