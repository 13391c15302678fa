/** Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2). */

export interface Box {
  type: string;
  content: Buffer;
  /** With its head, as it stands in the file. */
  whole: Buffer;
}

/** The boxes side by side in `bytes`, up to the first that is not there in full. */
export function* boxes(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const short = bytes.readUInt32BE(at);
    const long = short === 1;
    const length = long ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (length < 8 || at + length > bytes.length) return;
    const whole = bytes.subarray(at, at + length);
    yield { type: bytes.toString('latin1', at + 4, at + 8), content: whole.subarray(long ? 16 : 8), whole };
    at += length;
  }
}

/** The content of the first box at `path`. */
export function find(bytes: Buffer, ...path: string[]): Buffer | null {
  const [first, ...rest] = path;
  for (const { type, content } of boxes(bytes)) {
    if (type !== first) continue;
    return rest.length === 0 ? content : find(content, ...rest);
  }
  return null;
}

/** A box of shorter than 4 GB. */
export function box(type: string, ...content: Uint8Array[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.reduce((sum, { length }) => sum + length, 8));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...content]);
}
