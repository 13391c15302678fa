import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import { Concealment } from './concealment.ts';

const sine = (hz: number, from: number, count: number) =>
  Float32Array.from({ length: count }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * (from + i)) / SAMPLE_RATE));
const block = (hz: number, from: number, count: number) => ({
  left: sine(hz, from, count),
  right: sine(hz, from, count),
});
const rms = (sound: Float32Array) => Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);

test.each([150, 440, 997])(
  'a lost packet of a %i Hz tone goes on as that tone, without a click at either end',
  (hz) => {
    const concealment = new Concealment();
    concealment.remember(block(hz, 0, 4_800));
    const next = block(hz, 4_800 + 960, 960);
    const guess = concealment.fill(960, next);
    if (!guess) throw new Error('nothing was filled');
    const whole = Float32Array.from([...sine(hz, 3_840, 960), ...guess.left, ...next.left]);
    const steps = whole.slice(1).map((value, i) => Math.abs(value - (whole[i] ?? 0)));
    const ownStep = 0.5 * ((2 * Math.PI * hz) / SAMPLE_RATE);
    expect(Math.max(...steps)).toBeLessThan(ownStep * 2.5);
    expect(rms(guess.left)).toBeGreaterThan(0.3);
  },
);

test('a guess fades away, and what is missing beyond 100 ms is left silent', () => {
  const concealment = new Concealment();
  concealment.remember(block(440, 0, 4_800));
  const next = block(440, 0, 960);
  const before = Float32Array.from(next.left);
  const guess = concealment.fill(48_000, next);
  expect(guess?.left).toHaveLength(4_800);
  expect(rms(guess?.left.subarray(0, 960) ?? new Float32Array(1))).toBeGreaterThan(0.3);
  expect(rms(guess?.left.subarray(-480) ?? new Float32Array(1))).toBeLessThan(0.06);
  expect(next.left).toEqual(before);
});

test('nothing is made up before anything was heard', () => {
  const concealment = new Concealment();
  expect(concealment.fill(960, block(440, 0, 960))).toBeNull();
});
