import { expect, test } from 'vitest';
import { StartAt } from './start-at.ts';

test.each([
  ['0', 0],
  ['90', 90],
  ['90s', 90],
  ['2m', 120],
  ['1h2m3s', 3_723],
  ['1H3S', 3_603],
  ['90m', 5_400],
])('%s is %i seconds', (text, seconds) => {
  expect(StartAt.parse(text)).toBe(seconds);
});

test.each(['', 's', 'h', '-5', '1.5', '3s2m', '1h30', '1:02', ' 5', '9999999', '999999', '999h', '5m5m', 'NaN'])(
  '“%s” is no start',
  (text) => {
    expect(StartAt.safeParse(text).success).toBe(false);
  },
);
