import { expect, it } from 'vitest';
import { afterCalm, afterStall, firstTarget, LOWEST_TARGET } from './latency-target.ts';

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
