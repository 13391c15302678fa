import { expect, test } from 'vitest';
import { linkWord } from './link-words.ts';

const quality = {
  level: 'fair',
  roundTripMs: 300,
  loss: 0.03,
  jitterMs: 9,
  bitrate: 400_000,
  layers: null,
  returns: null,
} as const;

test('the measured quality speaks while everything is connected', () => {
  expect(linkWord('online', 'connected', quality, true)).toBe('fair');
  expect(linkWord('online', 'connected', null, true)).toBe('good');
});

test('what is broken speaks before what was measured', () => {
  expect(linkWord('online', 'reconnecting', quality, true)).toBe('reconnecting');
  expect(linkWord('reconnecting', 'connected', quality, true)).toBe('reconnecting');
  expect(linkWord('online', 'connecting', quality, true)).toBe('connecting');
});

test('a machine that knows it has no network says so', () => {
  expect(linkWord('reconnecting', 'reconnecting', quality, false)).toBe('offline');
});
