import { expect, test } from 'vitest';
import { createPicture, fillFromPlanar, planesOf } from './av.ts';

test('a picture keeps what was copied into it, whatever becomes of the source', () => {
  // 36 pixels a row: the frame's own rows are padded.
  const source = Uint8Array.from({ length: 36 * 20 * 1.5 }, (_, i) => i % 251);
  const frame = createPicture(36, 20);
  fillFromPlanar(frame, source);
  source.fill(0);
  const [luma, blue, red] = planesOf(frame);
  const [lumaStride = 0, blueStride = 0] = frame.linesize;
  expect(luma?.[19 * lumaStride + 35]).toBe((20 * 36 - 1) % 251);
  expect(blue?.[blueStride + 2]).toBe((20 * 36 + 18 + 2) % 251);
  expect(red?.[0]).toBe((20 * 36 + 18 * 10) % 251);
  frame.free();
});
