import { expect, test } from 'vitest';
import { decodeMark, encodeMark, MARKER_CELLS, MARKER_NUMBERS } from './marker.ts';

const lumas = (cells: boolean[], white = 220, black = 30) => cells.map((cell) => (cell ? white : black));

test('every number of every camera is read back', () => {
  for (let camera = 0; camera < 4; camera += 1) {
    for (let frame = 0; frame < MARKER_NUMBERS; frame += 1) {
      expect(decodeMark(lumas(encodeMark({ camera, frame })))).toEqual({ camera, frame });
    }
  }
});

test('a washed-out picture is read by its own black and white', () => {
  expect(decodeMark(lumas(encodeMark({ camera: 2, frame: 77 }), 190, 110))).toEqual({ camera: 2, frame: 77 });
});

test('any single wrong cell is noticed', () => {
  const cells = encodeMark({ camera: 1, frame: 123 });
  for (let index = 2; index < MARKER_CELLS; index += 1) {
    expect(decodeMark(lumas(cells.map((cell, at) => (at === index ? !cell : cell))))).toBeNull();
  }
});

test('a flat picture is not a marker', () => {
  for (const luma of [0, 128, 255]) expect(decodeMark(Array(MARKER_CELLS).fill(luma))).toBeNull();
});
