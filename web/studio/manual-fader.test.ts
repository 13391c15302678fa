import { expect, test } from 'vitest';
import { moved, NO_HAND } from './manual-fader.ts';

test('a hand that has arrived takes once, until it lets go', () => {
  const half = moved(NO_HAND, 0.5);
  expect(half).toEqual({ hand: { held: 0.5, arrived: false }, send: 0.5 });
  const there = moved(half.hand, 1);
  expect(there).toEqual({ hand: { held: 1, arrived: true }, send: 1 });
  expect(moved(there.hand, 1).send).toBeNull();
  expect(moved(there.hand, 0.98)).toEqual({ hand: there.hand, send: null });
  expect(moved(NO_HAND, 0.1).send).toBe(0.1);
});

test('back at the beginning is told as well', () => {
  expect(moved({ held: 0.3, arrived: false }, 0)).toEqual({ hand: { held: 0, arrived: false }, send: 0 });
});
