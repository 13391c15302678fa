import { readFile, writeFile } from 'node:fs/promises';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { assetFiles, STILL_LARGEST } from '../core/asset-files.ts';
import { type MadeFacts, type MakeOrder, Unreadable } from './messages.ts';
import { pictureSize } from './picture-size.ts';

const THUMBNAIL = { width: 320, height: 180 };
/** Decoded it would fill a quarter of a gigabyte. */
const MOST_PIXELS = 64_000_000;

/**
 * Keeps a still upright (EXIF), at most as large as a programme picture can be.
 * @throws Unreadable for what is no PNG, JPEG or WebP (SVG, which can name other files, is none of them)
 */
export async function makeStill({ folder }: MakeOrder): Promise<MadeFacts> {
  const files = assetFiles(folder);
  const bytes = await readFile(files.upload);
  const announced = pictureSize(bytes);
  if (!announced) throw new Unreadable('neither PNG nor JPEG nor WebP');
  if (announced.width * announced.height > MOST_PIXELS) {
    throw new Unreadable(`${announced.width}×${announced.height} is too large`);
  }
  const image = await loadImage(bytes).catch((error: unknown) => {
    throw new Unreadable(`it cannot be decoded: ${error instanceof Error ? error.message : error}`);
  });
  const { width, height } = image;
  if (width < 1 || height < 1) throw new Unreadable('an empty picture');
  const draw = (limit: { width: number; height: number }) => {
    const scale = Math.min(1, limit.width / width, limit.height / height);
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const canvas = createCanvas(size.width, size.height);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, size.width, size.height);
    return canvas;
  };
  await writeFile(files.picture, await draw(STILL_LARGEST).encode('png'));
  await writeFile(files.thumbnail, await draw(THUMBNAIL).encode('jpeg', 82));
  return { width, height, durationMs: null, hasSound: false };
}
