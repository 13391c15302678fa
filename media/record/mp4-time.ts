/**
 * Moves the parts of the programme's fragmented MP4 in time, so that a recording that begins in the middle of the show
 * begins at 0. ISO/IEC 14496-12: `moov/trak/{tkhd,mdia/mdhd}` say how each track counts, `moof/traf/{tfhd,tfdt}` when its
 * fragment begins.
 */

import { boxes, find } from '../core/iso-boxes.ts';

/** Units of a second by track number. */
export function timescalesOf(init: Buffer): Map<number, number> {
  const scales = new Map<number, number>();
  for (const { type, content } of boxes(find(init, 'moov') ?? Buffer.alloc(0))) {
    if (type !== 'trak') continue;
    const head = find(content, 'tkhd');
    const media = find(content, 'mdia', 'mdhd');
    if (!head || !media) continue;
    // Version 1 has its two times in 64 bits each.
    scales.set(
      head.readUInt32BE(head.readUInt8(0) === 1 ? 20 : 12),
      media.readUInt32BE(media.readUInt8(0) === 1 ? 20 : 12),
    );
  }
  return scales;
}

/** Where the pictures of a fragment (`moof`) end: its video is the track with the highest timescale. Seconds. */
export function lastPictures(moof: Buffer, timescales: ReadonlyMap<number, number>): number {
  const videoScale = Math.max(0, ...timescales.values());
  for (const { content } of boxes(moof)) {
    for (const { type, content: track } of boxes(content)) {
      const [head, time, run] = [find(track, 'tfhd'), find(track, 'tfdt'), find(track, 'trun')];
      if (type !== 'traf' || !head || !time || !run) continue;
      const scale = timescales.get(head.readUInt32BE(4));
      if (!scale || scale !== videoScale) continue;
      const begin = time.readUInt8(0) === 1 ? Number(time.readBigUInt64BE(4)) : time.readUInt32BE(4);
      return (begin + runUnits(head, run)) / scale;
    }
  }
  return 0;
}

/** How long the samples of a run last together. */
function runUnits(tfhd: Buffer, trun: Buffer): number {
  const defaults = tfhd.readUIntBE(1, 3);
  // Of the optional fields before the default duration (0x8): base offset (0x1) in 8 bytes, description (0x2) in 4.
  const at = 8 + (defaults & 1 ? 8 : 0) + (defaults & 2 ? 4 : 0);
  const usual = defaults & 8 ? tfhd.readUInt32BE(at) : 0;
  const flags = trun.readUIntBE(1, 3);
  const count = trun.readUInt32BE(4);
  if (!(flags & 0x100)) return count * usual;
  const sampleBytes = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
  let units = 0;
  let sample = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
  for (let index = 0; index < count; index += 1, sample += sampleBytes) units += trun.readUInt32BE(sample);
  return units;
}

/** A copy of `part` that begins `seconds` earlier. */
export function moveEarlier(part: Uint8Array, timescales: ReadonlyMap<number, number>, seconds: number): Buffer {
  const moved = Buffer.from(part);
  for (const fragment of boxes(moved)) {
    if (fragment.type !== 'moof') continue;
    for (const { type, content } of boxes(fragment.content)) {
      if (type !== 'traf') continue;
      const head = find(content, 'tfhd');
      const time = find(content, 'tfdt');
      if (!head || !time) continue;
      const units = BigInt(Math.round(seconds * (timescales.get(head.readUInt32BE(4)) ?? 0)));
      const earlier = (at: bigint): bigint => (at > units ? at - units : 0n);
      if (time.readUInt8(0) === 1) time.writeBigUInt64BE(earlier(time.readBigUInt64BE(4)), 4);
      else time.writeUInt32BE(Number(earlier(BigInt(time.readUInt32BE(4)))), 4);
    }
  }
  return moved;
}
