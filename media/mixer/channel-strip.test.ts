import { expect, test } from 'vitest';
import { SAMPLE_RATE } from '../core/av.ts';
import type { ChannelProcessing } from '../core/program-link.ts';
import { largestStep, toneLevel } from '../testing/observe.ts';
import { ChannelStrip } from './channel-strip.ts';

const TICK = SAMPLE_RATE / 25;
const TARGET = -23;
const OFF: ChannelProcessing = { delayMs: 0, gate: 'off', compressor: 'off', trim: false };

/** A 1 kHz tone through a strip, tick by tick. Levels in dBFS RMS. */
function bench(processing: Partial<ChannelProcessing>) {
  const strip = new ChannelStrip();
  let wanted = { ...OFF, ...processing };
  let sample = 0;
  const play = (levelDb: number, seconds: number): Float32Array => {
    const amplitude = Math.SQRT2 * 10 ** (levelDb / 20);
    const sound = new Float32Array(Math.round(seconds * SAMPLE_RATE) * 2);
    for (let i = 0; i < sound.length / 2; i += 1, sample += 1) {
      sound[2 * i] = sound[2 * i + 1] = amplitude * Math.sin((2 * Math.PI * 1_000 * sample) / SAMPLE_RATE);
    }
    for (let at = 0; at < sound.length / 2; at += TICK) {
      strip.set(wanted, TARGET);
      strip.process(sound.subarray(2 * at, 2 * (at + TICK)), Math.min(TICK, sound.length / 2 - at));
    }
    return sound;
  };
  return {
    strip,
    play,
    want: (changes: Partial<ChannelProcessing>) => (wanted = { ...wanted, ...changes }),
    /** What comes out in the last 100 ms of so long a tone, dBFS RMS. */
    level: (levelDb: number, seconds = 2) =>
      20 * Math.log10(toneLevel(play(levelDb, seconds).slice(-SAMPLE_RATE / 5), 1_000) / Math.SQRT2),
  };
}

test('with everything off, sound passes as it is', () => {
  const { play } = bench({});
  const plain = Float32Array.from({ length: TICK * 2 }, (_, at) =>
    Math.fround(Math.SQRT2 * 0.1 * Math.sin((2 * Math.PI * 1_000 * (at >> 1)) / SAMPLE_RATE)),
  );
  expect(play(-20, 0.04)).toEqual(plain);
});

test('a delay holds back by its milliseconds to the sample, and changes without a click', () => {
  const { strip, want, play } = bench({ delayMs: 123 });
  play(-100, 0.04);
  const click = new Float32Array(SAMPLE_RATE * 2);
  click[0] = 1;
  for (let at = 0; at < SAMPLE_RATE; at += TICK) strip.process(click.subarray(2 * at, 2 * (at + TICK)), TICK);
  // The first change is faded over 10 ms, long past by now.
  expect(click.indexOf(1)).toBe(2 * 123 * 48);
  expect(click.filter((value) => Math.abs(value) > 0.001)).toHaveLength(1);
  play(-20, 0.6);
  want({ delayMs: 500 });
  const changed = play(-20, 0.6);
  want({ delayMs: 0 });
  const back = play(-20, 0.2);
  // A tone of amplitude 0.14 moves by 0.0185 a sample by itself.
  expect(largestStep(changed)).toBeLessThan(0.025);
  expect(largestStep(back)).toBeLessThan(0.025);
  expect(toneLevel(back.slice(-9_600), 1_000)).toBeCloseTo(0.1414, 3);
});

test.each([
  ['soft', -12],
  ['hard', -40],
] as const)('a %s gate closes on noise and opens for a voice', (gate, closedDb) => {
  const { level, play } = bench({ gate });
  expect(level(-60)).toBeCloseTo(-60 + closedDb, 0);
  // It opens within 15 ms: nearly nothing of a first syllable is lost.
  const opening = play(-25, 0.1);
  expect(toneLevel(opening.slice(2 * 960, 2 * 1_920), 1_000)).toBeGreaterThan(0.9 * Math.SQRT2 * 10 ** (-25 / 20));
  expect(level(-25)).toBeCloseTo(-25, 1);
  // Between words, it stays open.
  expect(level(-60, 0.15)).toBeCloseTo(-60, 0);
  expect(level(-60)).toBeCloseTo(-60 + closedDb, 0);
  expect(largestStep(opening)).toBeLessThan(0.012);
});

test.each([
  ['voice', 2.5],
  ['strong', 5],
] as const)('the compressor for %s lets through a rise in level as one of 1/%f', (compressor, ratio) => {
  const { level } = bench({ compressor });
  const [low, high] = [level(-18), level(-6)];
  expect((high - low) * ratio).toBeCloseTo(12, 0);
  // Far under the threshold, there is the make-up alone.
  expect(level(-50) + 50).toBeGreaterThan(3);
  expect(level(-45) - level(-55)).toBeCloseTo(10, 1);
  // Ordinary speech stays about where it was.
  expect(Math.abs(level(-20) + 20)).toBeLessThan(1.5);
});

test('the automatic trim goes slowly to the target, no further than 6 dB, and not by silence', () => {
  const quiet = bench({ trim: true });
  const at = [1, 1, 1, 1, 1, 1].map((seconds) => {
    quiet.play(-30, seconds);
    return quiet.strip.trimDb;
  });
  // A stereo tone reads its RMS + 3.01 LUFS.
  for (const [index, db] of at.entries()) expect(db - (at[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  expect(at[1]).toBe(0);
  quiet.play(-30, 10);
  expect(quiet.strip.trimDb).toBeGreaterThan(3.4);
  expect(quiet.strip.trimDb).toBeLessThan(4.6);
  const before = quiet.strip.trimDb;
  quiet.play(-80, 10);
  expect(quiet.strip.trimDb).toBe(before);
  quiet.play(-6, 20);
  expect(quiet.strip.trimDb).toBe(-6);
  quiet.want({ trim: false });
  quiet.play(-6, 8);
  expect(quiet.strip.trimDb).toBe(0);
});

test('the meter tells RMS and peak before the fader', () => {
  const { strip, play } = bench({});
  play(-20, 0.2);
  expect(strip.level).toEqual({ rms: -20, peak: -17 });
});
