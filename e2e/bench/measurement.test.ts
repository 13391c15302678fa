import { expect, test } from 'vitest';
import { percentile, shown, spread, table } from './measurement.ts';

test('percentiles are values that were seen', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0, 50, 95, 99, 100].map((percent) => percentile(samples, percent))).toEqual([1, 50, 95, 99, 100]);
  expect(percentile([7], 50)).toBe(7);
  expect(() => percentile([], 50)).toThrow('no samples');
});

test('a spread names its three numbers', () => {
  expect(spread('a.b', [3, 1, 2], 'ms', 'idle').map(({ name, value }) => [name, value])).toEqual([
    ['a.b.p50', 2],
    ['a.b.p95', 3],
    ['a.b.max', 3],
  ]);
});

test('the table keeps small numbers and drops useless digits', () => {
  expect([1234.56, 99.94, 0.012345, 3].map(shown)).toEqual(['1235', '99.9', '0.0123', '3']);
  expect(table([{ name: 'x', value: 12.345, unit: 'ms', conditions: 'idle' }])).toBe(
    [
      '| name | value | unit | conditions |',
      '| ---- | ----- | ---- | ---------- |',
      '| x    |  12.3 | ms   | idle       |',
    ].join('\n'),
  );
});
