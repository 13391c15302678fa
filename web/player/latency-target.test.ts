import { expect, it } from 'vitest';
import {
  afterCalm,
  afterStall,
  firstTarget,
  isStruggling,
  keepLatency,
  keptLatency,
  LOWEST_TARGET,
} from './latency-target.ts';

it('gives way at each stall, within reason', () => {
  let target = firstTarget(0);
  expect(target.seconds).toBe(LOWEST_TARGET);
  target = afterStall(target, 1000);
  expect(target.seconds).toBeCloseTo(LOWEST_TARGET + 0.3, 5);
  for (let stall = 0; stall < 50; stall++) target = afterStall(target, 2000 + stall);
  expect(target.seconds).toBe(4);
});

it('comes back a little for each calm minute, never below the lowest', () => {
  let target = afterStall(firstTarget(0), 1000);
  expect(afterCalm(target, 30_000)).toBe(target);
  target = afterCalm(target, 61_000);
  expect(target.seconds).toBeCloseTo(LOWEST_TARGET + 0.2, 5);
  for (let minute = 2; minute < 10; minute++) target = afterCalm(target, minute * 61_000);
  expect(target.seconds).toBe(LOWEST_TARGET);
});

it('stays some seconds behind in the standard mode, and further where that is not enough', () => {
  let target = firstTarget(0, 'standard');
  expect(target.seconds).toBe(7);
  target = afterStall(target, 1_000);
  expect(target.seconds).toBe(9);
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
