/** Decodes what was packaged, completely: pictures with the number in them, sound with its level. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AVERROR_EOF, AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { Codec, CodecContext, FormatContext, type Packet, type Stream } from 'node-av/lib';
import { check, createFrame, createPacket, planesOf } from '../../core/av.ts';
import { readNumber } from './test-media.ts';

export interface DecodedPicture {
  /** Seconds. */
  pts: number;
  /** Drawn by the test's encoder. */
  number: number;
  key: boolean;
}

export interface DecodedSound {
  pts: number;
  duration: number;
  /** 0 to 1. */
  rms: number;
}

export interface Decoded {
  pictures: DecodedPicture[];
  sounds: DecodedSound[];
  /** Of the coded video packets, in order: seconds and key flag. */
  videoPackets: { pts: number; duration: number; key: boolean }[];
}

/** @throws MediaError when FFmpeg finds anything wrong with it. */
export async function decode(pieces: readonly Uint8Array[]): Promise<Decoded> {
  const folder = await mkdtemp(join(tmpdir(), 'antenne-decode-'));
  try {
    const path = join(folder, 'media.mp4');
    await writeFile(path, Buffer.concat(pieces));
    return await decodeFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same of a file. @throws MediaError */
export async function decodeFile(path: string): Promise<Decoded> {
  const input = new FormatContext();
  input.allocContext();
  check(await input.openInput(path), 'open');
  const decoders = new Map<number, { stream: Stream; decoder: CodecContext }>();
  const packet = createPacket();
  const result: Decoded = { pictures: [], sounds: [], videoPackets: [] };
  try {
    check(await input.findStreamInfo(), 'stream info');
    for (const stream of input.streams) decoders.set(stream.index, { stream, decoder: await openDecoder(stream) });
    for (;;) {
      const code = await input.readFrame(packet);
      if (code === AVERROR_EOF) break;
      check(code, 'read');
      const track = decoders.get(packet.streamIndex);
      if (track) takePacket(track.stream, track.decoder, packet, result);
      packet.unref();
    }
    for (const { stream, decoder } of decoders.values()) takePacket(stream, decoder, null, result);
    return result;
  } finally {
    packet.free();
    for (const { decoder } of decoders.values()) decoder.freeContext();
    await input.closeInput();
  }
}

async function openDecoder(stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) throw new Error('no decoder');
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  check(decoder.parametersToContext(stream.codecpar), 'parameters');
  check(await decoder.open2(codec, null), 'open decoder');
  return decoder;
}

function takePacket(stream: Stream, decoder: CodecContext, packet: Packet | null, result: Decoded): void {
  const seconds = (units: bigint) => (Number(units) * stream.timeBase.num) / stream.timeBase.den;
  const video = stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO;
  if (packet && video) {
    result.videoPackets.push({ pts: seconds(packet.pts), duration: seconds(packet.duration), key: packet.isKeyframe });
  }
  check(decoder.sendPacketSync(packet), 'decode');
  const frame = createFrame();
  try {
    while (decoder.receiveFrameSync(frame) >= 0) {
      const pts = seconds(frame.bestEffortTimestamp);
      const [plane] = planesOf(frame);
      if (!plane) throw new Error('empty frame');
      if (video) {
        const number = readNumber(plane, frame.linesize[0] ?? frame.width, frame.width);
        result.pictures.push({ pts, number, key: frame.keyFrame === 1 });
      } else {
        const samples = new Float32Array(plane.buffer, plane.byteOffset, frame.nbSamples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        result.sounds.push({ pts, duration: frame.nbSamples / frame.sampleRate, rms: Math.sqrt(power) });
      }
      frame.unref();
    }
  } finally {
    frame.free();
  }
}
