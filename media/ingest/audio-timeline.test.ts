import { expect, test } from 'vitest';
import { largestStep } from '../testing/observe.ts';
import { AudioTimeline } from './audio-timeline.ts';

const PACKET = 960;
const TICK = 1_920;
const FAR = 2 ** 32 - 3_000;

function sine(position: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => 0.5 * Math.sin((position + i) * 0.05));
}

function write(timeline: AudioTimeline, position: number, count = PACKET): void {
  const samples = sine(position, count);
  timeline.write(position, samples, samples, count);
}

function left(sound: Float32Array): Float32Array {
  return sound.filter((_, i) => i % 2 === 0);
}

test('sound comes out where it was put, sample by sample, across the wrap of its clock', () => {
  const timeline = new AudioTimeline();
  for (let i = 0; i < 10; i += 1) write(timeline, FAR + i * PACKET);
  const out = new Float32Array(TICK * 2);
  expect(timeline.read(FAR + 500, out, TICK)).toBe(true);
  expect(left(out)).toEqual(sine(FAR + 500, TICK));
  expect(timeline.read(FAR + 500 + TICK, out, TICK)).toBe(true);
  expect(left(out)).toEqual(sine(FAR + 500 + TICK, TICK));
  expect(timeline.jumps).toBe(0);
});

test('small differences of the wanted position are followed slowly, large ones jump without a click', () => {
  const timeline = new AudioTimeline();
  for (let i = 0; i < 20; i += 1) write(timeline, FAR + i * PACKET);
  const out = new Float32Array(TICK * 2);
  timeline.read(FAR + 4_000, out, TICK);
  timeline.read(FAR + 4_000 + TICK + 1_000, out, TICK);
  expect(timeline.jumps).toBe(0);
  for (const [i, value] of sine(FAR + 4_000 + TICK, TICK).entries()) expect(out[2 * i]).toBeCloseTo(value, 2);
  timeline.read(FAR + 1_000, out, TICK);
  expect(timeline.jumps).toBe(1);
  expect(left(out).slice(300)).toEqual(sine(FAR + 1_300, TICK - 300));
  expect(largestStep(out)).toBeLessThan(0.06);
});

test('a lost packet is a silent gap with soft edges', () => {
  const timeline = new AudioTimeline();
  write(timeline, FAR);
  write(timeline, FAR + 2 * PACKET);
  const out = new Float32Array(3 * PACKET * 2);
  timeline.read(FAR, out, 3 * PACKET);
  const heard = left(out);
  expect(Math.max(...heard.slice(PACKET, 2 * PACKET))).toBe(0);
  expect(Math.max(...heard.slice(2 * PACKET + 200))).toBeGreaterThan(0.4);
  expect(largestStep(out)).toBeLessThan(0.06);
});

test('sound that came too late is heard once the wanted position waits for it', () => {
  const timeline = new AudioTimeline();
  const out = new Float32Array(TICK * 2);
  write(timeline, FAR, TICK);
  timeline.read(FAR + 960, out, TICK);
  expect(timeline.underruns).toBe(0);
  write(timeline, FAR + TICK, TICK);
  timeline.read(FAR + 960 + TICK, out, TICK);
  write(timeline, FAR + 2 * TICK, 2 * TICK);
  // Half a tick later than it would have been.
  expect(timeline.read(FAR + 2 * TICK, out, TICK)).toBe(true);
  expect(left(out).slice(200)).toEqual(sine(FAR + 2 * TICK + 200, TICK - 200));
});

test('nothing old is heard again after a long silence', () => {
  const timeline = new AudioTimeline();
  const out = new Float32Array(TICK * 2);
  write(timeline, FAR, TICK);
  timeline.read(FAR, out, TICK);
  for (let tick = 1; tick < 200; tick += 1) {
    expect(timeline.read(FAR + tick * TICK, out, TICK)).toBe(false);
    expect(Math.max(...out)).toBe(0);
  }
  write(timeline, FAR + 200 * TICK, TICK);
  expect(timeline.read(FAR + 200 * TICK, out, TICK)).toBe(true);
  expect(left(out).slice(200)).toEqual(sine(FAR + 200 * TICK + 200, TICK - 200));
});

test('positions from nowhere start it anew', () => {
  const timeline = new AudioTimeline();
  const out = new Float32Array(TICK * 2);
  write(timeline, FAR, TICK);
  timeline.read(FAR, out, TICK);
  write(timeline, FAR + 2 ** 31, TICK);
  expect(timeline.read(FAR + 2 ** 31, out, TICK)).toBe(true);
  expect(left(out).slice(200)).toEqual(sine(FAR + 2 ** 31 + 200, TICK - 200));
});
