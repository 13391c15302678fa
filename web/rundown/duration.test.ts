import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

const SECOND = 1_000;

test.each([
  ['5', 300],
  ['5:30', 330],
  ['1:02:03', 3_723],
  ['90s', 90],
  ['10m', 600],
  ['1h30', 5_400],
  ['1h', 3_600],
  ['+30', 130],
  ['-30', 70],
  ['−0:40', 60],
  ['+1:00', 160],
  ['+2m', 220],
  ['3:00 + 15', 195],
  ['3:00+0:30-10', 200],
  ['0', 0],
  ['24h', 86_400],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text, 100 * SECOND)).toBe(seconds * SECOND);
});

test.each(['', 'x', '5:99', '1:60:00', '-200', '+', '3:00+', '1.5', '--5', '99999', '24:00:01'])(
  '%s is no duration',
  (text) => {
    expect(parseDuration(text, 100 * SECOND)).toBeNull();
  },
);
