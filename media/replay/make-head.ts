import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { FlatMp4 } from './flat-mp4.ts';
import type { ReplaySegment } from './messages.ts';

/** Holds a fragment's head and that of the media after it. Bytes. */
const WINDOW = 4096;

/** The head of a file whose media are these segments' files. Blocks. @throws Error where a file is missing or is none of ours */
export function makeHead(segments: readonly ReplaySegment[]): Buffer {
  const film = new FlatMp4();
  let init: string | null = null;
  for (const segment of segments) {
    if (segment.init !== init) film.begin(readFileSync(segment.init));
    else if (!segment.continues) film.join();
    init = segment.init;
    readSegment(film, segment);
    film.segment(segment.bytes);
  }
  return film.head();
}

function readSegment(film: FlatMp4, { path, bytes }: ReplaySegment): void {
  const file = openSync(path, 'r');
  const read = (at: number, length: number): Buffer => {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, at));
  };
  try {
    let window: Buffer = Buffer.alloc(0);
    let begin = 0;
    for (let at = 0; at < bytes; ) {
      if (at - begin + 8 > window.length) [window, begin] = [read(at, WINDOW), at];
      const inside = at - begin;
      if (window.length < inside + 8) throw new Error(`${path} ends at ${at} of ${bytes}`);
      const length = window.readUInt32BE(inside);
      if (length < 8 || at + length > bytes) throw new Error(`${path}: a box of ${length} bytes at ${at}`);
      if (window.toString('latin1', inside + 4, inside + 8) === 'moof') {
        const end = inside + length;
        const moof = end <= window.length ? window.subarray(inside + 8, end) : read(at + 8, length - 8);
        film.fragment(moof, at);
      }
      at += length;
    }
  } finally {
    closeSync(file);
  }
}
