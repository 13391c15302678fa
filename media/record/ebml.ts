/** EBML (RFC 8794): the few kinds of elements that a Matroska file is made of. */

/** An element's length as a variable-size integer, in as few bytes as it needs, or in exactly `width`. */
export function size(length: number, width = length < 2 ** 7 - 1 ? 1 : length < 2 ** 14 - 1 ? 2 : 4): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(length % 2 ** (8 * Math.min(width, 6)), width - Math.min(width, 6), Math.min(width, 6));
  bytes.writeUInt8(bytes.readUInt8(0) | (1 << (8 - width)), 0);
  return bytes;
}

/** The length of an element that lasts until the file ends, in eight bytes, so that the real one fits in later. */
export const UNKNOWN_SIZE = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

function idBytes(id: number): Buffer {
  const width = id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1;
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(id, 0, width);
  return bytes;
}

/** An element with other elements, or bytes, in it. */
export function element(id: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, each) => sum + each.length, 0);
  return Buffer.concat([idBytes(id), size(length), ...content]);
}

/** The head of an element whose length is not known yet. */
export function openElement(id: number): Buffer {
  return Buffer.concat([idBytes(id), UNKNOWN_SIZE]);
}

export function uint(id: number, value: number): Buffer {
  const width = value < 2 ** 8 ? 1 : value < 2 ** 16 ? 2 : value < 2 ** 32 ? 4 : 6;
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(value, 0, width);
  return element(id, bytes);
}

/** The same in eight bytes, whatever the value: its length does not depend on it. */
export function wideUint(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return element(id, bytes);
}

export function float(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(id, bytes);
}

export function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value, 'utf8'));
}

/** Milliseconds since the Unix epoch; EBML counts nanoseconds from 2001 on. */
export function date(id: number, ms: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.round(ms - Date.UTC(2001, 0, 1))) * 1_000_000n);
  return element(id, bytes);
}

/** Room of exactly `length` bytes, at least 2 and less than 129, for something that comes later. */
export function room(length: number): Buffer {
  return element(0xec, Buffer.alloc(length - 2));
}
