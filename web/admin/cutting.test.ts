import { UNCUT } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { cutBy, instantAt, sinceBegin } from './cutting.ts';

const BEGUN = Date.UTC(2026, 4, 9, 22, 30);
const at = (seconds: number) => new Date(BEGUN + seconds * 1000).toISOString();
const broadcast = { from: at(0), until: at(3_600) };

test('times are read as they are written', () => {
  expect(instantAt('1:02:03', broadcast)).toBe(at(3_723));
  expect(instantAt('2:03', broadcast)).toBe(at(123));
  expect(instantAt(' 45 ', broadcast)).toBe(at(45));
  expect(instantAt(sinceBegin(BEGUN + 754_000, broadcast), broadcast)).toBe(at(754));
  for (const wrong of ['', '1:2:3:4', '1:75', '1:75:00', 'soon', '-5']) expect(instantAt(wrong, broadcast)).toBeNull();
});

test('a step changes what it is about, and what is restored is back', () => {
  const passage = { from: at(600), until: at(700) };
  const replay = { cuts: { ...UNCUT, start: at(10) }, broadcast };
  const removed = cutBy({ type: 'remove', passage }, replay);
  expect(removed).toEqual({ start: at(10), end: null, removed: [passage] });
  if (typeof removed === 'string') throw new Error(removed);
  expect(cutBy({ type: 'restore', passage }, { cuts: removed, broadcast })).toEqual(replay.cuts);
  expect(cutBy({ type: 'start', at: null }, replay)).toEqual(UNCUT);
});

test('a step that cannot be made says why', () => {
  const replay = { cuts: { ...UNCUT, start: at(600) }, broadcast };
  expect(cutBy({ type: 'end', at: at(500) }, replay)).toBe('backwards');
  expect(cutBy({ type: 'remove', passage: { from: at(600), until: at(3_600) } }, replay)).toBe('nothingLeft');
  expect(cutBy({ type: 'remove', passage: { from: at(50), until: at(9_000) } }, replay)).toBe('outside');
});
