import type { Image } from '@napi-rs/canvas';
import { createDrawing } from './drawing.ts';
import { placeInside } from './picture-fit.ts';
import type { Size } from './scene.ts';

/** A picture in the middle of the programme's, whole, with its proportions kept; black beside and behind it. RGBA. */
export function drawStill(size: Size, image: Image): Buffer {
  const { canvas, context } = createDrawing(size.width, size.height);
  context.fillStyle = '#000000';
  context.fillRect(0, 0, size.width, size.height);
  const { x, y, width, height } = placeInside(image, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, width, height);
  return Buffer.from(canvas.data());
}
