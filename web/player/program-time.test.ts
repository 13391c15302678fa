import { expect, it } from 'vitest';
import { instantOf, playbackTimeOf } from './program-time.ts';

const T = 1_750_000_000_000;
/** Two segments, an interruption of 20 s, and two more. */
const segments = [
  { start: 0, duration: 2, programDateTime: T },
  { start: 2, duration: 2, programDateTime: T + 2_000 },
  { start: 4, duration: 2, programDateTime: T + 24_000 },
  { start: 6, duration: 1.4, programDateTime: T + 26_000 },
];

it.each([
  ['at the beginning', 0, 0],
  ['inside of a segment', 1_500, 1.5],
  ['where the next begins', 2_000, 2],
  ['before there was anything', -60_000, 0],
  ['in an interruption: at its end', 10_000, 4],
  ['after it', 25_000, 5],
  ['in the last, shorter one', 27_300, 7.3],
])('%s', (_, after, seconds) => {
  expect(playbackTimeOf(segments, T + after)).toBeCloseTo(seconds, 6);
});

it('is nowhere what has not gone out yet, or has no date', () => {
  expect(playbackTimeOf(segments, T + 27_500)).toBeNull();
  expect(playbackTimeOf([{ start: 0, duration: 2, programDateTime: null }], T)).toBeNull();
  expect(playbackTimeOf([], T)).toBeNull();
});

it.each([
  ['at the beginning', 0, 0],
  ['in the second segment', 3.5, 3_500],
  ['after an interruption', 4.5, 24_500],
  ['beyond the last one', 8, 28_000],
])('knows when what is shown went out: %s', (_, position, after) => {
  expect(instantOf(segments, position)).toBeCloseTo(T + after, 3);
});

it('knows no instant before everything, or without a date', () => {
  expect(instantOf(segments, -1)).toBeNull();
  expect(instantOf([{ start: 0, duration: 2, programDateTime: null }], 1)).toBeNull();
});
