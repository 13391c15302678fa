import { expect, test } from 'vitest';
import { cameraLayers } from './camera-layers.ts';

const scales = (width: number, height: number) =>
  cameraLayers({ width, height }).map(({ active, scaleResolutionDownBy }) => (active ? scaleResolutionDownBy : null));

test.each([
  [1280, 720, [4, 2, 1]],
  [720, 1280, [4, 2, 1]],
  [960, 540, [4, 2, 1]],
  [640, 480, [2, 1, null]],
  [480, 270, [2, 1, null]],
  [320, 180, [1, null, null]],
])('a camera of %i×%i sends its whole picture in the last layer that the browser makes', (width, height, expected) => {
  expect(scales(width, height)).toEqual(expected);
});

test('a camera whose size is not known sends three layers', () => {
  expect(cameraLayers(null).map(({ active }) => active)).toEqual([true, true, true]);
});

test('a larger layer has more bits', () => {
  for (const [width, height] of [
    [1280, 720],
    [640, 480],
  ] as const) {
    const rates = cameraLayers({ width, height }).flatMap(({ active, maxBitrate }) => (active ? maxBitrate : []));
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(new Set(rates).size).toBe(rates.length);
  }
});
