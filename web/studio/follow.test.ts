import { expect, test } from 'vitest';
import { follow } from './follow.ts';

const at = (positionMs: number, playing = true) => ({ positionMs, playing });

test('an ear stands still with its clip, and begins where the clip is', () => {
  expect(follow(null, at(5_000, false))).toBeNull();
  expect(follow(5_000, at(5_000, false))).toBeNull();
  expect(follow(null, at(5_000))).toEqual({ jumpToMs: 5_000, rate: 1 });
});

test('a little late or early it hurries or waits, far off it jumps: after a cue, and at the seam of a loop', () => {
  expect(follow(4_980, at(5_000))).toEqual({ jumpToMs: null, rate: 1 });
  expect(follow(4_900, at(5_000))).toEqual({ jumpToMs: null, rate: 1.04 });
  expect(follow(5_100, at(5_000))).toEqual({ jumpToMs: null, rate: 0.96 });
  expect(follow(4_700, at(5_000))).toEqual({ jumpToMs: 5_000, rate: 1 });
  expect(follow(59_990, at(10))).toEqual({ jumpToMs: 10, rate: 1 });
});

test('what trembles by the network is brought in within a few seconds, and left alone from then on', () => {
  let heard = 0;
  let jumps = 0;
  for (let ms = 250; ms <= 10_000; ms += 250) {
    const step = follow(heard, at(ms + 120));
    if (step?.jumpToMs !== null) jumps += 1;
    heard = (step?.jumpToMs ?? heard) + 250 * (step?.rate ?? 0);
  }
  expect(jumps).toBeLessThanOrEqual(1);
  expect(Math.abs(10_370 - heard)).toBeLessThanOrEqual(45);
});
