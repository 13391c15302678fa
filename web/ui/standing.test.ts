import { expect, test } from 'vitest';
import { standingOf } from './standing.ts';

const MIN = 60_000;

test.each([
  ['on time', 0, 0, { pace: 'onTime', end: null, late: false }],
  ['within the tolerance', 4_000, 4_900, { pace: 'onTime', end: null, late: false }],
  ['late, and so will its end be', 3 * MIN, 3 * MIN, { pace: 'late', end: null, late: true }],
  ['late, and a fixed time takes it up', 3 * MIN, 0, { pace: 'late', end: 'onTime', late: true }],
  ['late in a plan that leaves time at the end', 10 * MIN, -20 * MIN, { pace: 'late', end: 'early', late: true }],
  ['as late as its plan leaves time', 30 * MIN, 0, { pace: 'late', end: 'onTime', late: true }],
  ['on time in a plan that is too long', 0, 5 * MIN, { pace: 'onTime', end: 'late', late: true }],
  ['early, and so will its end be', -2 * MIN, -2 * MIN, { pace: 'early', end: null, late: false }],
] as const)('a show that is %s', (_what, delayMs, overUnderMs, standing) => {
  expect(standingOf({ delayMs, overUnderMs })).toEqual(standing);
});
