import { createCanvas, loadImage } from '@napi-rs/canvas';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { createPicture, markProgramColour } from '../core/av.ts';
import { fillPicture } from '../testing/rtp-media.ts';
import { Thumbnailer } from './thumbnailer.ts';

it('is a small JPEG in the programme’s colours, every ten seconds', async () => {
  const taken: { at: number; jpeg: Uint8Array }[] = [];
  const size = { width: 640, height: 360, frameRate: 25 };
  const thumbnailer = new Thumbnailer({ ...size, emit: (one) => taken.push(one), log: pino({ level: 'silent' }) });
  const picture = createPicture(640, 360);
  markProgramColour(picture);
  try {
    for (let tick = 0; tick < 600; tick += 50) {
      picture.makeWritable();
      fillPicture(picture, [81, 90, 240]);
      thumbnailer.offer(picture, tick, 1_000 * tick);
    }
    await vi.waitFor(() => expect(taken).toHaveLength(3));
    expect(taken.map(({ at }) => at).sort((a, b) => a - b)).toEqual([0, 250_000, 500_000]);
    const image = await loadImage(Buffer.from(taken[0]?.jpeg ?? []));
    expect([image.width, image.height]).toEqual([320, 180]);
    const canvas = createCanvas(320, 180);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const [red = 0, green = 255, blue = 255] = canvas.getContext('2d').getImageData(160, 90, 1, 1).data;
    expect(red).toBeGreaterThan(200);
    expect(Math.max(green, blue)).toBeLessThan(60);
  } finally {
    thumbnailer.close();
    thumbnailer.close();
    picture.free();
  }
});
