import { expect, test } from 'vitest';
import { admit, arrivalsStep, firstArrivals, focusAfter } from './arrivals.ts';

test('newcomers are held back while there is something to move, and let in on request', () => {
  const start = firstArrivals(['a', 'b']);
  const step = arrivalsStep(start, ['0', 'a', 'b', 'c']);
  expect(step.fresh).toEqual(['0', 'c']);
  expect(arrivalsStep(admit(step.arrivals, step.fresh), ['0', 'a', 'b', 'c']).fresh).toEqual([]);
});

test('an empty list takes newcomers at once', () => {
  const step = arrivalsStep(firstArrivals(['a']), ['b', 'c']);
  expect(step.fresh).toEqual([]);
  expect([...step.arrivals.shown]).toEqual(['b', 'c']);
});

test('the focus goes to the card that takes the place of the one decided', () => {
  expect(focusAfter(['a', 'b', 'c'], ['a', 'c'], 'b')).toBe('c');
  expect(focusAfter(['a', 'b', 'c'], ['a', 'b'], 'c')).toBe('b');
  expect(focusAfter(['a', 'b', 'c'], ['a', 'b', 'c'], 'b')).toBe('b');
  expect(focusAfter(['a'], [], 'a')).toBeNull();
  expect(focusAfter([], ['a', 'b'], null)).toBe('a');
});
