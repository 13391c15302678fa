/** Decodes coded pictures and sound back for tests to look at. */
import { Demuxer } from 'node-av/api';
import { AV_CODEC_ID_AAC, AV_CODEC_ID_H264, AV_CODEC_ID_OPUS, type AVCodecID } from 'node-av/constants';
import { Codec, CodecContext, type CodecParameters, type Frame } from 'node-av/lib';
import { CHANNELS, check, createFrame, createPacket, planesOf, SAMPLE_RATE, STEREO } from '../core/av.ts';

export interface CodedPacket {
  data: Buffer;
  /** In the track's own unit. */
  pts: number;
  key: boolean;
}

function open(id: AVCodecID, parameters: CodecParameters | null): CodecContext {
  const codec = Codec.findDecoder(id);
  if (!codec) throw new Error(`no decoder ${id}`);
  const context = new CodecContext();
  context.allocContext3(codec);
  if (parameters) check(context.parametersToContext(parameters), 'parameters');
  if (!parameters && id === AV_CODEC_ID_OPUS) {
    context.sampleRate = SAMPLE_RATE;
    context.channelLayout = STEREO;
  }
  check(context.open2Sync(codec, null), 'opening a decoder');
  return context;
}

function decode(context: CodecContext, packets: readonly CodedPacket[], onFrame: (frame: Frame) => void): void {
  const packet = createPacket();
  const frame = createFrame();
  try {
    for (const coded of [...packets, null]) {
      if (coded) {
        packet.data = coded.data;
        packet.pts = BigInt(coded.pts);
      }
      check(context.sendPacketSync(coded ? packet : null), 'decoding');
      packet.unref();
      while (context.receiveFrameSync(frame) >= 0) {
        onFrame(frame);
        frame.unref();
      }
    }
  } finally {
    packet.free();
    frame.free();
    context.freeContext();
  }
}

/** H.264 in Annex B form; `parameters` of the encoder where the parameter sets are not in the packets. */
export function decodeH264(
  packets: readonly CodedPacket[],
  parameters: CodecParameters | null,
  onFrame: (frame: Frame) => void,
): void {
  decode(open(AV_CODEC_ID_H264, parameters), packets, onFrame);
}

/** Interleaved samples of AAC or Opus. */
export function decodeSound(
  codec: 'aac' | 'opus',
  packets: readonly CodedPacket[],
  parameters: CodecParameters | null,
): Float32Array {
  const samples: number[] = [];
  decode(open(codec === 'aac' ? AV_CODEC_ID_AAC : AV_CODEC_ID_OPUS, parameters), packets, (frame) => {
    const [left, right] = planesOf(frame).map(
      (plane) => new Float32Array(plane.buffer, plane.byteOffset, frame.nbSamples),
    );
    for (let i = 0; i < frame.nbSamples; i += 1) samples.push(left?.[i] ?? 0, right?.[i] ?? 0);
  });
  return Float32Array.from({ length: Math.floor(samples.length / CHANNELS) * CHANNELS }, (_, i) => samples[i] ?? 0);
}

export interface Mp4Picture {
  frame: Frame;
  seconds: number;
}

/** The pictures of fragmented MP4: an init section and parts. The frame is lent for the call. */
export function decodeMp4Pictures(pieces: readonly Uint8Array[], onPicture: (picture: Mp4Picture) => void): void {
  readMp4(pieces, 'video', ({ packets, parameters, unit }) => {
    decodeH264(packets, parameters, (frame) => onPicture({ frame, seconds: Number(frame.pts) * unit }));
  });
}

/** The sound of fragmented MP4, interleaved, and when it begins. */
export function decodeMp4Sound(pieces: readonly Uint8Array[]): { samples: Float32Array; startSeconds: number } {
  return readMp4(pieces, 'audio', ({ packets, parameters, unit }) => ({
    samples: decodeSound('aac', packets, parameters),
    startSeconds: (packets[0]?.pts ?? 0) * unit,
  }));
}

interface Mp4Track {
  packets: CodedPacket[];
  parameters: CodecParameters;
  /** Seconds of one unit of time. */
  unit: number;
}

function readMp4<T>(pieces: readonly Uint8Array[], kind: 'video' | 'audio', read: (track: Mp4Track) => T): T {
  const demuxer = Demuxer.openSync(Buffer.concat(pieces), { format: 'mp4' });
  try {
    const stream = kind === 'video' ? demuxer.video() : demuxer.audio();
    if (!stream) throw new Error(`no ${kind} in it`);
    const packets: CodedPacket[] = [];
    for (const packet of demuxer.packetsSync(stream.index)) {
      if (!packet) continue;
      packets.push({ data: Buffer.from(packet.data ?? []), pts: Number(packet.pts), key: packet.isKeyframe });
      packet.free();
    }
    const { num, den } = stream.timeBase;
    return read({ packets, parameters: stream.codecpar, unit: num / den });
  } finally {
    demuxer.closeSync();
  }
}
