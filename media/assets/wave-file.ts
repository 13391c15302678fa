/** A clip's samples as browsers play them: a WAVE header before the file as it lies on the disk. Nothing is coded. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CHANNELS, SAMPLE_RATE } from '../core/av.ts';

export const WAVE_HEADER_BYTES = 44;
const BYTES_PER_FRAME = 2 * CHANNELS;
const LARGEST = 2 ** 32 - 1;

/** @param bytes of samples: interleaved stereo, 48 kHz, signed 16 bits. Beyond 4 GB (six hours) players go by the file. */
export function waveHeader(bytes: number): Buffer {
  const header = Buffer.alloc(WAVE_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(LARGEST, bytes + WAVE_HEADER_BYTES - 8), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(CHANNELS, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * BYTES_PER_FRAME, 28);
  header.writeUInt16LE(BYTES_PER_FRAME, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(LARGEST, bytes), 40);
  return header;
}

/** Bytes `start` to `end`, both included, of header and samples. @param size of the file of samples */
export function readWave(path: string, size: number, { start, end }: { start: number; end: number }): Readable {
  return Readable.from(pieces(path, size, start, end), { objectMode: false });
}

async function* pieces(path: string, size: number, start: number, end: number): AsyncGenerator<Buffer> {
  if (start < WAVE_HEADER_BYTES) yield waveHeader(size).subarray(start, end + 1);
  if (end < WAVE_HEADER_BYTES) return;
  yield* createReadStream(path, { start: Math.max(0, start - WAVE_HEADER_BYTES), end: end - WAVE_HEADER_BYTES });
}
