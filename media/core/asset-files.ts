/** The files of a clip or still that is ready, in a folder of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What lies in an asset's folder. */
export const assetFiles = (folder: string) => ({
  /** What is known of it; written whole or not at all. */
  record: join(folder, 'record.json'),
  /** As it was uploaded; gone once the asset is ready. */
  upload: join(folder, 'upload'),
  /** Clip: H.264 without B-frames, key frames close together. Browsers play it, too. */
  video: join(folder, 'clip.mp4'),
  /** Clip: interleaved stereo at 48 kHz, signed 16 bits, exactly as long as the pictures. Missing: silent. */
  sound: join(folder, 'sound.s16le'),
  /** Clip, once somebody has asked for it: the same pictures with their sound, for viewers. */
  trailer: join(folder, 'trailer.mp4'),
  /** Clip: where each picture is. */
  index: join(folder, 'index.json'),
  /** Still: upright, no larger than `STILL_LARGEST`. */
  picture: join(folder, 'picture.png'),
  thumbnail: join(folder, 'thumbnail.jpg'),
});

/** The largest side lengths of a still that is kept. */
export const STILL_LARGEST = { width: 1920, height: 1080 };

const ClipIndex = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Pictures a second. */
  frameRate: z.number().int().positive(),
  hasSound: z.boolean(),
  /** `avcC`, base64. */
  extradata: z.string(),
  /** Byte offset and length of each picture in the video file, in order, and 1 for key frames. */
  pictures: z.array(z.tuple([z.number().int(), z.number().int(), z.union([z.literal(0), z.literal(1)])])).min(1),
});
export type ClipIndex = z.infer<typeof ClipIndex>;

/** @throws when it is missing or damaged */
export function readClipIndex(folder: string): ClipIndex {
  return ClipIndex.parse(JSON.parse(readFileSync(assetFiles(folder).index, 'utf8')));
}
