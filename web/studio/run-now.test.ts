import { expect, test } from 'vitest';
import { secondsIn } from '../ui/index.ts';
import { parsedTime } from './RunNow.tsx';

test('a length is typed in minutes, or in minutes and seconds', () => {
  expect(['3', '3:30', ' 0:05 ', '3:5'].map(parsedTime)).toEqual([180_000, 210_000, 5_000, 185_000]);
  expect(['', '0', '3:75', '-1', 'x', '999'].map(parsedTime)).toEqual([null, null, null, null, null, null]);
});

test('a time of day is said to the second in the zone of the show', () => {
  expect(secondsIn('2026-05-09T18:14:30.400Z', 'fr', 'Europe/Paris')).toBe('20:14:30');
});
