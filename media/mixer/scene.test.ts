import { expect, test } from 'vitest';
import type { ProgramSource } from '../core/program-link.ts';
import { people } from '../testing/slots.ts';
import { placesOf } from './scene.ts';

const SIZE = { width: 1280, height: 720 };
const known = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({
  id,
  name: id,
  place: '',
  role: null,
  zone: null,
  gain: 1,
}));
const boxes = (source: ProgramSource) => placesOf(source, known, SIZE).map(({ box }) => box);
const grid = (count: number): ProgramSource => ({
  type: 'grid',
  slots: people(...known.slice(0, count).map(({ id }) => id)),
});

test('one fills the picture, two stand side by side at the same height', () => {
  expect(boxes({ type: 'feed', contributorId: 'a' })).toEqual([{ x: 0, y: 0, ...SIZE }]);
  expect(boxes({ type: 'twoUp', slots: people('a', 'b') })).toEqual([
    { x: 18, y: 188, width: 614, height: 344 },
    { x: 646, y: 188, width: 614, height: 344 },
  ]);
});

test('a picture in picture stands in its corner, as far from both edges', () => {
  const inset = (corner: 'topLeft' | 'bottomRight', size: 'small' | 'large') =>
    boxes({ type: 'pip', slots: people('a', 'b'), corner, size })[1];
  expect(inset('topLeft', 'small')).toEqual({ x: 38, y: 38, width: 320, height: 180 });
  expect(inset('bottomRight', 'large')).toEqual({ x: 808, y: 438, width: 434, height: 244 });
});

test.each([2, 3, 4, 5, 6])(
  'a grid of %i fills itself: even boxes of one size within the picture, none over another',
  (count) => {
    const all = boxes(grid(count));
    expect(all).toHaveLength(count);
    for (const [index, box] of all.entries()) {
      for (const value of Object.values(box)) expect(value % 2).toBe(0);
      expect(box).toMatchObject({ width: all[0]?.width, height: all[0]?.height });
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(SIZE.width);
      expect(box.y + box.height).toBeLessThanOrEqual(SIZE.height);
      expect(box.width / box.height).toBeCloseTo(16 / 9, 1);
      for (const other of all.slice(index + 1)) {
        const isApart = other.x >= box.x + box.width || other.y >= box.y + box.height || other.x + other.width <= box.x;
        expect(isApart, `${JSON.stringify(box)} and ${JSON.stringify(other)}`).toBe(true);
      }
    }
  },
);

test('whoever is no longer in the broadcast leaves the scene to the others', () => {
  expect(placesOf({ type: 'twoUp', slots: people('a', 'gone') }, known, SIZE)).toEqual([
    { contributor: known[0], box: { x: 0, y: 0, ...SIZE } },
  ]);
  expect(placesOf({ type: 'grid', slots: people('gone', 'too') }, known, SIZE)).toEqual([]);
  expect(placesOf({ type: 'slate' }, known, SIZE)).toEqual([]);
});
