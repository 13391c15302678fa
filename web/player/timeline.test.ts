import { describe, expect, it } from 'vitest';
import { extentOf, markAt, marksOf, positionAfter } from './timeline.ts';

const ranges = (...list: [number, number][]): TimeRanges => ({
  length: list.length,
  start: (index) => list[index]?.[0] ?? Number.NaN,
  end: (index) => list[index]?.[1] ?? Number.NaN,
});

it('reaches from what can be played first to the live edge, or to the end of a replay', () => {
  const live = { seekable: ranges([20, 3_620]), duration: Number.POSITIVE_INFINITY };
  expect(extentOf(live)).toEqual({ from: 20, until: 3_620 });
  expect(extentOf({ seekable: ranges([0, 99.8]), duration: 100 })).toEqual({ from: 0, until: 100 });
  expect(extentOf({ seekable: ranges(), duration: Number.NaN })).toBeNull();
  expect(extentOf({ seekable: ranges([0, 0]), duration: Number.POSITIVE_INFINITY })).toBeNull();
});

it('has chapters where they are, without those to come and those that are gone', () => {
  const positions: Record<number, number | null> = { 1: 0, 2: 0, 3: 40, 4: 90, 5: null };
  const chapters = [3, 1, 2, 5, 4].map((at) => ({ at, title: `chapter ${at}` }));
  expect(marksOf(chapters, (at) => positions[at] ?? null)).toEqual([
    { position: 0, title: 'chapter 2' },
    { position: 40, title: 'chapter 3' },
    { position: 90, title: 'chapter 4' },
  ]);
});

const marks = [0, 40, 90].map((position) => ({ position, title: `at ${position}` }));

it('knows which chapter a position is in', () => {
  expect([0, 39.9, 40, 200].map((position) => markAt(marks, position)?.title)).toEqual([
    'at 0',
    'at 0',
    'at 40',
    'at 90',
  ]);
  expect(markAt([], 3)).toBeNull();
});

describe('keys', () => {
  const extent = { from: 0, until: 100 };

  it.each([
    ['ArrowLeft', 50, 45],
    ['ArrowDown', 50, 45],
    ['ArrowRight', 50, 55],
    ['ArrowUp', 97, 100],
    ['ArrowLeft', 2, 0],
    ['Home', 50, 0],
    ['End', 50, 100],
    ['PageUp', 50, 90],
    ['PageUp', 95, 100],
    ['PageDown', 50, 40],
    ['PageDown', 41, 0],
    ['a', 50, null],
  ])('%s at %s leads to %s', (key, position, to) => {
    expect(positionAfter(key, position, extent, marks)).toBe(to);
  });

  it('makes larger steps where there are no chapters', () => {
    expect(positionAfter('PageDown', 90, extent, [])).toBe(30);
    expect(positionAfter('PageUp', 10, extent, [])).toBe(70);
  });
});
