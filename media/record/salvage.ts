/**
 * What is left of a file whose recorder was killed: up to where it is whole, and how long that lasts. The rest, which no
 * player reads, is cut off.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { TRACKS } from './matroska.ts';
import { lastPictures, timescalesOf } from './mp4-time.ts';

export interface Salvaged {
  bytes: number;
  /** From the file's time 0, seconds. */
  seconds: number;
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
/** Longest head of an element or a box. */
const HEAD_BYTES = 16;
/** An element that is larger is taken for damage. */
const MAX_BYTES = 256 * 1024 * 1024;

/** @throws the file system's error */
export async function salvage(path: string): Promise<Salvaged> {
  const file = await open(path, 'r+');
  try {
    const found = path.endsWith('.mkv') ? await wholeMatroska(file) : await wholeMp4(file);
    if (found.bytes < (await file.stat()).size) await file.truncate(found.bytes);
    return found;
  } finally {
    await file.close();
  }
}

async function wholeMatroska(file: FileHandle): Promise<Salvaged> {
  const { size } = await file.stat();
  let at = 0;
  let seconds = 0;
  for (;;) {
    const head = readElement(await bytesAt(file, at, HEAD_BYTES));
    if (!head) break;
    // The segment lasts until the end: its content is walked like everything else.
    const end = at + head.headBytes + (head.id === SEGMENT ? 0 : head.length);
    if (end > size || head.length > MAX_BYTES * (head.id === SEGMENT ? Number.POSITIVE_INFINITY : 1)) break;
    if (head.id === CLUSTER) seconds = lastBlock(await bytesAt(file, at + head.headBytes, head.length)) / 1000;
    at = end;
  }
  return { bytes: at, seconds };
}

interface Element {
  id: number;
  headBytes: number;
  length: number;
}

function readElement(bytes: Buffer): Element | null {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23;
  if (bytes.length < idBytes + 1 || idBytes > 4) return null;
  const lengthBytes = Math.clz32(bytes[idBytes] ?? 0) - 23;
  if (bytes.length < idBytes + lengthBytes || lengthBytes > 8) return null;
  let length = (bytes[idBytes] ?? 0) & (0xff >> lengthBytes);
  for (let index = 1; index < lengthBytes; index += 1) length = length * 256 + (bytes[idBytes + index] ?? 0);
  return { id: bytes.readUIntBE(0, idBytes), headBytes: idBytes + lengthBytes, length };
}

/** Milliseconds of a cluster's last picture, of its last sound where it has no picture. */
function lastBlock(cluster: Buffer): number {
  let start = 0;
  let picture: number | null = null;
  let sound = 0;
  for (let at = 0; at < cluster.length; ) {
    const element = readElement(cluster.subarray(at, at + HEAD_BYTES));
    if (!element) break;
    const content = at + element.headBytes;
    if (element.id === TIMESTAMP) start = cluster.readUIntBE(content, element.length);
    if (element.id === SIMPLE_BLOCK) {
      const ms = cluster.readInt16BE(content + 1);
      if ((cluster.readUInt8(content) & 0x7f) === TRACKS.video) picture = Math.max(picture ?? ms, ms);
      else sound = Math.max(sound, ms);
    }
    at = content + element.length;
  }
  return start + (picture ?? sound);
}

async function wholeMp4(file: FileHandle): Promise<Salvaged> {
  const { size } = await file.stat();
  let at = 0;
  let whole = 0;
  let seconds = 0;
  let timescales: ReadonlyMap<number, number> = new Map();
  let fragment: Buffer | null = null;
  for (;;) {
    const head = await bytesAt(file, at, 8);
    if (head.length < 8) break;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (length < 8 || length > MAX_BYTES || at + length > size) break;
    if (type === 'moov') timescales = timescalesOf(await bytesAt(file, at, length));
    if (type === 'moof') fragment = await bytesAt(file, at, length);
    at += length;
    // A fragment is whole with its media.
    if (type !== 'moof') whole = at;
    if (type === 'mdat' && fragment) seconds = lastPictures(fragment, timescales);
  }
  return { bytes: whole, seconds };
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
