import { expect, test } from 'vitest';
import { countdownUntil } from './countdown.ts';

const NOW = new Date(2026, 4, 9, 19, 58, 30).getTime();

test('the planned start stays the broadcast’s: it may be moved', () => {
  expect(countdownUntil({ type: 'planned' }, NOW)).toBeNull();
});

test('minutes count from the press', () => {
  expect(countdownUntil({ type: 'in', minutes: 5 }, NOW)).toBe(new Date(NOW + 300_000).toISOString());
});

test('a time of day is today, or tomorrow where it is over', () => {
  expect(countdownUntil({ type: 'at', time: '20:05' }, NOW)).toBe(new Date(2026, 4, 9, 20, 5).toISOString());
  expect(countdownUntil({ type: 'at', time: '19:58' }, NOW)).toBe(new Date(2026, 4, 10, 19, 58).toISOString());
  expect(countdownUntil({ type: 'at', time: '' }, NOW)).toBeUndefined();
});
