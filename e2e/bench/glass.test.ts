import { expect, test } from 'vitest';
import { latencies, stallsIn } from './glass.ts';

const frame = (number: number, times: { capturedAt?: number; shownAt: number }, camera = 1) => ({
  capturedAt: null,
  ...times,
  mark: { camera, frame: number },
});

const LOOP_MS = 8_000;

test('a frame is as late as its newest capture before it, also after the camera began anew', () => {
  const captured = [
    frame(7, { capturedAt: 1_000, shownAt: 1_020 }),
    frame(8, { capturedAt: 1_040, shownAt: 1_060 }),
    frame(7, { capturedAt: 9_000, shownAt: 9_020 }),
  ];
  const shown = [frame(7, { shownAt: 1_900 }), frame(8, { shownAt: 1_960 }), frame(7, { shownAt: 9_850 })];
  expect(latencies(captured, shown, 1, LOOP_MS)).toEqual([900, 920, 850]);
});

test('frames of others, frames without a marker and frames never captured do not count', () => {
  const captured = [frame(7, { capturedAt: 1_000, shownAt: 1_020 })];
  const shown = [
    frame(7, { shownAt: 1_500 }, 2),
    { shownAt: 1_500, capturedAt: null, mark: null },
    frame(9, { shownAt: 1_500 }),
    frame(7, { shownAt: 900 }),
  ];
  expect(latencies(captured, shown, 1, LOOP_MS)).toEqual([]);
});

test('a capture that the browser did not tell leaves its frame out, not a latency longer by a loop', () => {
  const captured = [frame(7, { capturedAt: 1_000, shownAt: 1_020 })];
  expect(latencies(captured, [frame(7, { shownAt: 9_900 })], 1, LOOP_MS)).toEqual([]);
});

test('a picture that stands still for longer than a moment is a stall, at the beginning and at the end as well', () => {
  const shown = [1_400, 1_440, 1_790, 2_200, 2_240].map((shownAt) => frame(1, { shownAt }));
  expect(stallsIn(shown, 1_000, 2_600)).toEqual([400, 410, 360]);
  expect(stallsIn(shown, 1_390, 2_300)).toEqual([410]);
});
