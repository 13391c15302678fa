import { expect, test } from 'vitest';
import { processorTimes, stolenShare } from './stolen.ts';

test('time that the host took is told from time in which nothing was wanted', () => {
  const before = processorTimes('cpu  100 5 45 9000 10 0 0 0 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n');
  const after = processorTimes('cpu  160 5 75 9900 10 5 5 50 0 0\n');
  expect(before).toEqual({ used: 150, stolen: 0 });
  expect(stolenShare(before, after)).toBeCloseTo(0.333, 3);
});

test('without such a book nothing is stolen, and a machine at rest lost nothing', () => {
  expect(processorTimes('')).toEqual({ used: 0, stolen: 0 });
  const still = processorTimes('cpu  100 5 45 9000 10 0 0 7 0 0\n');
  expect(stolenShare(still, still)).toBe(0);
});

test.runIf(process.platform === 'linux')('this machine keeps such a book', () => {
  expect(processorTimes().used).toBeGreaterThan(0);
});
