import { expect, test } from 'vitest';
import { mustStartOf, overUnderOf } from './item-timing.ts';

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();

test('an item that is expected after its latest start has missed it; of the others the next one is said', () => {
  const item = (latest: number | null, status: 'next' | 'upcoming') => ({
    latestStart: latest === null ? null : at(latest),
    expectedStart: at(1_000),
    status,
  });
  expect(mustStartOf(item(969, 'upcoming'))).toBe('missed');
  expect(mustStartOf(item(969, 'next'))).toBe('missed');
  expect(mustStartOf(item(970, 'next'))).toBe('next');
  expect(mustStartOf(item(2_000, 'upcoming'))).toBe('later');
  expect(mustStartOf(item(null, 'next'))).toBeNull();
});

test('half a minute is as planned', () => {
  expect([29_999, -29_999, 30_000, -90_000].map(overUnderOf)).toEqual([null, null, 30_000, -90_000]);
});
