/** Reads recorded files back: every picture and all sound, with their places in the file. */
import { Demuxer } from 'node-av/api';
import type { AVCodecID } from 'node-av/constants';
import { Codec, CodecContext, type CodecParameters, type Frame } from 'node-av/lib';
import { check, createFrame, planesOf } from '../core/av.ts';

export interface RecordedPicture {
  seconds: number;
  /** What the reader made of it. */
  value: number;
  width: number;
  height: number;
}

export interface Recorded {
  pictures: RecordedPicture[];
  sound: { seconds: number; peak: number }[];
  /** As the file's head says; 0 where it does not. */
  duration: number;
  tags: Record<string, string>;
}

/** Decodes a file up to its end, or to where it was cut. `read` sees each picture. */
export function readRecorded(input: string | Buffer, read: (frame: Frame) => number): Recorded {
  const demuxer = Demuxer.openSync(input);
  const decoders = new Map<number, CodecContext>();
  const frame = createFrame();
  const recorded: Recorded = {
    pictures: [],
    sound: [],
    duration: Math.max(0, demuxer.duration),
    tags: Object.fromEntries(Object.entries(demuxer.metadata ?? {})),
  };
  const units = new Map(demuxer.streams.map((stream) => [stream.index, stream.timeBase.num / stream.timeBase.den]));
  const take = (index: number): void => {
    const decoder = decoders.get(index);
    while (decoder && decoder.receiveFrameSync(frame) >= 0) {
      const seconds = Number(frame.pts) * (units.get(index) ?? 0);
      if (frame.width > 0) {
        recorded.pictures.push({ seconds, value: read(frame), width: frame.width, height: frame.height });
      } else {
        recorded.sound.push({ seconds, peak: peakOf(frame) });
      }
      frame.unref();
    }
  };
  try {
    for (const { index, codecpar } of demuxer.streams) decoders.set(index, openDecoder(codecpar));
    for (const packet of demuxer.packetsSync()) {
      if (!packet) continue;
      const { streamIndex } = packet;
      decoders.get(streamIndex)?.sendPacketSync(packet);
      packet.free();
      take(streamIndex);
    }
    for (const [index, decoder] of decoders) {
      decoder.sendPacketSync(null);
      take(index);
    }
  } finally {
    frame.free();
    for (const decoder of decoders.values()) decoder.freeContext();
    demuxer.closeSync();
  }
  return recorded;
}

function openDecoder(parameters: CodecParameters): CodecContext {
  const codec = Codec.findDecoder(parameters.codecId as AVCodecID);
  if (!codec) throw new Error(`no decoder ${parameters.codecId}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  check(context.parametersToContext(parameters), 'parameters');
  context.threadCount = 1;
  check(context.open2Sync(codec, null), 'opening a decoder');
  return context;
}

function peakOf(frame: Frame): number {
  const [left] = planesOf(frame);
  if (!left) return 0;
  const samples = new Float32Array(left.buffer, left.byteOffset, frame.nbSamples);
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

const CODE_BITS = 8;

/** Paints a number into a picture, in eight fields side by side, so that coding leaves it readable. */
export function paintNumber(frame: Frame, value: number): void {
  const [luma, ...chroma] = planesOf(frame);
  const stride = frame.linesize[0] ?? 0;
  for (const plane of chroma) plane.fill(128);
  for (let x = 0; x < frame.width; x += 1) {
    const bit = Math.floor((x * CODE_BITS) / frame.width);
    luma?.fill((value >> bit) & 1 ? 220 : 30, x, x + 1);
  }
  for (let row = 1; row < frame.height; row += 1) luma?.copyWithin(row * stride, 0, frame.width);
}

export function readNumber(frame: Frame): number {
  const [luma] = planesOf(frame);
  const row = (frame.height >> 1) * (frame.linesize[0] ?? 0);
  let value = 0;
  for (let bit = 0; bit < CODE_BITS; bit += 1) {
    const x = Math.floor(((bit + 0.5) * frame.width) / CODE_BITS);
    if ((luma?.[row + x] ?? 0) > 125) value |= 1 << bit;
  }
  return value;
}
