import { expect, test } from 'vitest';
import { soloPressedFrom } from './solo.ts';

const heard = new Set(['quito', 'bamako']);

test.each([
  ['one more', { ids: ['hanoi'], on: null }, ['quito', 'bamako', 'hanoi']],
  ['one who is heard already', { ids: ['quito'], on: null }, ['bamako']],
  ['one of two is heard: both are', { ids: ['quito', 'hanoi'], on: null }, ['quito', 'bamako', 'hanoi']],
  ['on, and it is', { ids: ['quito'], on: true }, ['quito', 'bamako']],
  ['off, and it is not', { ids: ['hanoi'], on: false }, ['quito', 'bamako']],
  ['off', { ids: ['quito', 'bamako'], on: false }, []],
  ['off for all', { ids: null, on: false }, []],
] as const)('%s', (_name, press, after) => {
  expect([...soloPressedFrom(heard, press)]).toEqual([...after]);
});
