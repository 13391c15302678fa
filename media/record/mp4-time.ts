/**
 * Moves the parts of the programme's fragmented MP4 in time, so that a recording that begins in the middle of the show
 * begins at 0. ISO/IEC 14496-12: `moov/trak/{tkhd,mdia/mdhd}` say how each track counts, `moof/traf/{tfhd,tfdt}` when its
 * fragment begins.
 */

interface Box {
  type: string;
  content: Buffer;
}

function* boxes(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const short = bytes.readUInt32BE(at);
    const long = short === 1;
    const length = long ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (length < 8 || at + length > bytes.length) return;
    const content = bytes.subarray(at + (long ? 16 : 8), at + length);
    yield { type: bytes.toString('latin1', at + 4, at + 8), content };
    at += length;
  }
}

function find(bytes: Buffer, ...path: string[]): Buffer | null {
  const [first, ...rest] = path;
  for (const { type, content } of boxes(bytes)) {
    if (type !== first) continue;
    return rest.length === 0 ? content : find(content, ...rest);
  }
  return null;
}

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
