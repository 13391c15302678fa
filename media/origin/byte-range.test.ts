import { expect, it } from 'vitest';
import { parseRange } from './byte-range.ts';

it.each([
  [undefined, { type: 'whole' }],
  ['bytes=0-99', { type: 'part', start: 0, length: 100 }],
  ['bytes=990-', { type: 'part', start: 990, length: 10 }],
  ['bytes=990-5000', { type: 'part', start: 990, length: 10 }],
  ['bytes=-10', { type: 'part', start: 990, length: 10 }],
  ['bytes=-5000', { type: 'part', start: 0, length: 1000 }],
  ['bytes=1000-', { type: 'unsatisfiable' }],
  ['bytes=-0', { type: 'unsatisfiable' }],
  ['bytes=9-3', { type: 'whole' }],
  ['bytes=0-1,5-6', { type: 'whole' }],
  ['lines=0-1', { type: 'whole' }],
  ['bytes=-', { type: 'whole' }],
])('of 1000 bytes, %s is %o', (header, expected) => {
  expect(parseRange(header, 1000)).toEqual(expected);
});
