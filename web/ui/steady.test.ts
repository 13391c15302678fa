import { expect, test } from 'vitest';
import { steadyOrder } from './steady.ts';

test('a list that is held keeps its order, drops who left and puts newcomers last', () => {
  expect(steadyOrder(['a', 'b', 'c'], ['c', 'new', 'a'])).toEqual(['a', 'c', 'new']);
  expect(steadyOrder([], ['b', 'a'])).toEqual(['b', 'a']);
});
