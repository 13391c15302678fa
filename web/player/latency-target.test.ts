import { expect, it } from 'vitest';
import {
  afterCalm,
  afterGap,
  afterStall,
  FIRST_TARGET,
  firstTarget,
  isStruggling,
  keepLatency,
  keptLatency,
  type LatencyTarget,
  LOWEST_TARGET,
} from './latency-target.ts';

const SECOND = 1_000;

/** Half a minute and more of a buffer whose end is so far behind, at worst. */
function played(target: LatencyTarget, from: number, seconds: number, worst: number): LatencyTarget {
  let after = target;
  for (let at = 0; at <= seconds * SECOND; at += 100)
    after = afterGap(after, from + at, at % 5_000 === 2_500 ? worst : 0.1);
  return after;
}

it('gives way at each stall, within reason', () => {
  let target = firstTarget(0);
  expect(target.seconds).toBe(FIRST_TARGET);
  target = afterStall(target, 1000);
  expect(target.seconds).toBeCloseTo(FIRST_TARGET + 0.3, 5);
  for (let stall = 0; stall < 50; stall++) target = afterStall(target, 2000 + stall);
  expect(target.seconds).toBe(4);
});

it('goes as close as the worst part allows, in small steps', () => {
  const after = (seconds: number, worst: number) => played(firstTarget(0), 0, seconds, worst).seconds;
  expect(after(9, 0.2)).toBe(FIRST_TARGET);
  expect(after(11, 0.2)).toBeCloseTo(FIRST_TARGET - 0.1, 5);
  expect(after(60, 0.2)).toBe(LOWEST_TARGET);
  expect(after(60, 0.35)).toBeCloseTo(0.75, 5);
  expect(after(60, 0.6)).toBe(FIRST_TARGET);
});

it('remembers the worst for a minute, and nothing of the start', () => {
  const late = afterGap(firstTarget(0), 1_000, 3);
  expect(played(late, 1_100, 30, 0.2).seconds).toBe(LOWEST_TARGET);
  const bad = afterGap(played(firstTarget(0), 0, 6, 0.2), 6_100, 0.6);
  expect(played(bad, 6_200, 50, 0.2).seconds).toBe(FIRST_TARGET);
  expect(played(bad, 6_200, 90, 0.2).seconds).toBeLessThan(FIRST_TARGET);
});

it('comes back a little for each calm minute after a stall, as far as the network allows', () => {
  const stalled = afterStall(played(firstTarget(0), 0, 30, 0.2), 31_000);
  expect(stalled.seconds).toBeCloseTo(LOWEST_TARGET + 0.3, 5);
  expect(played(stalled, 31_000, 55, 0.2).seconds).toBe(stalled.seconds);
  expect(played(stalled, 31_000, 70, 0.2).seconds).toBeCloseTo(LOWEST_TARGET + 0.2, 5);
  expect(played(stalled, 31_000, 70, 0.6).seconds).toBe(stalled.seconds);
  expect(played(stalled, 31_000, 400, 0.2).seconds).toBe(LOWEST_TARGET);
});

it('stays some seconds behind in the standard mode, and further where that is not enough', () => {
  let target = firstTarget(0, 'standard');
  expect(target.seconds).toBe(7);
  target = afterStall(target, 1_000);
  expect(target.seconds).toBe(9);
  expect(played(target, 1_000, 30, 0.2).seconds).toBe(9);
  expect(afterCalm(target, 30_000)).toBe(target);
  expect(afterCalm(target, 62_000).seconds).toBe(8.5);
  for (let stall = 0; stall < 50; stall++) target = afterStall(target, 2_000 + stall);
  expect(target.seconds).toBe(15);
});

it('is the same for all who watch together, whatever happens', () => {
  const target = firstTarget(0, 'together');
  expect(afterCalm(afterStall(target, 1_000), 90_000).seconds).toBe(target.seconds);
});

it('knows a network that is too weak by three stalls within two minutes', () => {
  const stalled = (...at: number[]) => at.reduce(afterStall, firstTarget(0));
  expect(isStruggling(stalled(1_000, 60_000), 61_000)).toBe(false);
  expect(isStruggling(stalled(1_000, 60_000, 100_000), 101_000)).toBe(true);
  expect(isStruggling(stalled(1_000, 60_000, 100_000), 122_000)).toBe(false);
  expect(isStruggling(stalled(1_000, 60_000, 100_000, 110_000), 122_000)).toBe(true);
  expect(isStruggling([1_000, 2_000, 3_000].reduce(afterStall, firstTarget(0, 'standard')), 4_000)).toBe(false);
});

it('is remembered, but for an evening together', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect(keptLatency(storage)).toBe('low');
  keepLatency(storage, 'standard');
  keepLatency(storage, 'together');
  expect(keptLatency(storage)).toBe('standard');
  keepLatency(storage, 'low');
  expect(keptLatency(storage)).toBe('low');
});
