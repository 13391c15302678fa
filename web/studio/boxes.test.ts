import type { SourceRef } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { type Box, boxesOf } from './boxes.ts';
import { slotsOf } from './testing.ts';

const ids = (count: number) => Array.from({ length: count }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
const grid = (count: number): SourceRef => ({ type: 'grid', slots: slotsOf(...ids(count)) });
const pip = (corner: 'topLeft' | 'bottomRight'): SourceRef => ({
  type: 'pip',
  slots: slotsOf(...ids(2)),
  corner,
  size: 'small',
});

function overlap(a: Box, b: Box): boolean {
  const apart = a.left + a.size <= b.left || b.left + b.size <= a.left;
  return !apart && a.top + a.size > b.top && b.top + b.size > a.top;
}

test.each([2, 3, 4, 5, 6])(
  '%i people in a grid: whole boxes, apart from each other, the same margin on both sides',
  (n) => {
    const boxes = boxesOf(grid(n), n);
    expect(boxes).toHaveLength(n);
    for (const [index, box] of boxes.entries()) {
      expect(box.left).toBeGreaterThan(0);
      expect(box.top).toBeGreaterThan(0);
      expect(box.left + box.size).toBeLessThan(1);
      expect(box.top + box.size).toBeLessThan(1);
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
    }
    for (const top of new Set(boxes.map((box) => box.top))) {
      const row = boxes.filter((box) => box.top === top);
      const right = 1 - Math.max(...row.map((box) => box.left + box.size));
      expect(Math.min(...row.map((box) => box.left))).toBeCloseTo(right, 6);
    }
  },
);

test('three in a grid: two above, the third in the middle below them', () => {
  const [first, second, third] = boxesOf(grid(3), 3);
  expect(first?.top).toBe(second?.top);
  expect((third?.left ?? 0) + (third?.size ?? 0) / 2).toBeCloseTo(0.5, 6);
});

test('an inset stands in its corner, as far from the side as from the edge above or below, in pixels', () => {
  const [main, topLeft] = boxesOf(pip('topLeft'), 2);
  expect(main).toEqual({ left: 0, top: 0, size: 1 });
  expect((topLeft?.left ?? 0) * 1280).toBeCloseTo((topLeft?.top ?? 0) * 720, 6);
  const [, bottomRight] = boxesOf(pip('bottomRight'), 2);
  expect(bottomRight?.left).toBeCloseTo(1 - 0.03 - 0.25, 6);
  expect((1 - 0.25 - (bottomRight?.top ?? 0)) * 720).toBeCloseTo(0.03 * 1280, 6);
});

test('who is left alone in a scene fills the picture', () => {
  expect(boxesOf(pip('topLeft'), 1)).toEqual([{ left: 0, top: 0, size: 1 }]);
  expect(boxesOf({ type: 'slate' }, 0)).toEqual([]);
});
