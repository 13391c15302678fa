/**
 * A loop on disk: everything that is sent, packetized already, so that sending it costs reading memory. Little-endian:
 * magic, header length, header (JSON), then one record per packet: kind, last-of-frame flag, frame, payload length,
 * payload.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const MAGIC = 0x3130_4c41;

const Header = z.object({
  video: z.enum(['vp8', 'h264']),
  /** Pictures in the loop, and how many a second. */
  frames: z.number().int().positive(),
  frameRate: z.number().int().positive(),
  /** Opus packets in the loop, 20 ms each. Both tracks last equally long, or the loop would drift apart. */
  soundPackets: z.number().int().positive(),
});
export type LoopHeader = z.infer<typeof Header>;

export interface Loop extends LoopHeader {
  /** RTP payloads of each picture. */
  pictures: Buffer[][];
  /** RTP payload of each sound packet. */
  sounds: Buffer[];
}

/** Written whole or not at all. */
export async function writeLoop(path: string, loop: Loop): Promise<void> {
  const { pictures, sounds, ...header } = loop;
  if (header.frames * 50 !== header.soundPackets * header.frameRate) {
    throw new Error(`picture and sound differ in length: ${JSON.stringify(header)}`);
  }
  const json = Buffer.from(JSON.stringify(header satisfies LoopHeader));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(json.length, 4);
  const chunks: Buffer[] = [head, json];
  const add = (kind: number, index: number, payload: Buffer): void => {
    const record = Buffer.alloc(7);
    record.writeUInt8(kind, 0);
    record.writeUInt32LE(index, 1);
    record.writeUInt16LE(payload.length, 5);
    chunks.push(record, payload);
  };
  for (const [index, payloads] of pictures.entries()) for (const payload of payloads) add(0, index, payload);
  for (const [index, payload] of sounds.entries()) add(1, index, payload);
  const fresh = `${path}.${process.pid}.new`;
  await writeFile(fresh, Buffer.concat(chunks));
  await rename(fresh, path);
}

/** Null when there is no such file, or one that is not a loop: it is made anew then. */
export async function readLoop(path: string): Promise<Loop | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return parseLoop(bytes);
  } catch {
    return null;
  }
}

function parseLoop(bytes: Buffer): Loop {
  if (bytes.readUInt32LE(0) !== MAGIC) throw new Error('not a loop');
  const start = 8 + bytes.readUInt32LE(4);
  const header = Header.parse(JSON.parse(bytes.toString('utf8', 8, start)));
  const pictures: Buffer[][] = Array.from({ length: header.frames }, () => []);
  const sounds: Buffer[] = [];
  for (let at = start; at < bytes.length; ) {
    const kind = bytes.readUInt8(at);
    const index = bytes.readUInt32LE(at + 1);
    const end = at + 7 + bytes.readUInt16LE(at + 5);
    const payload = bytes.subarray(at + 7, end);
    if (kind === 0) pictures[index]?.push(payload);
    else sounds[index] = payload;
    at = end;
  }
  if (pictures.some((payloads) => payloads.length === 0) || sounds.length !== header.soundPackets) {
    throw new Error('an incomplete loop');
  }
  return { ...header, pictures, sounds };
}
