/** A clip as viewers watch it before a show: its pictures as they are, with its sound as AAC beside them. */
import { closeSync, openSync, readSync, renameSync } from 'node:fs';
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FormatContext, type Frame, type Packet, Rational } from 'node-av/lib';
import { assetFiles, readClipIndex } from '../core/asset-files.ts';
import { CHANNELS, check, createFrame, createPacket, SAMPLE_RATE, STEREO } from '../core/av.ts';
import { MediaError } from '../core/errors.ts';

const SOUND_BITRATE = 128_000n;

/** Plain samples of a clip → AAC, a frame at a time. Owns its file and encoder. */
class TrailerSound {
  readonly context = new CodecContext();
  readonly #file: number;
  readonly #frame: Frame;
  readonly #packet = createPacket();
  readonly #read: Buffer;
  readonly #planes: Float32Array;
  #samples = 0;

  constructor(path: string) {
    const codec = Codec.findEncoderByName(FF_ENCODER_AAC);
    if (!codec) throw new MediaError('codecUnavailable', 'this FFmpeg has no AAC');
    const { context } = this;
    context.allocContext3(codec);
    context.sampleRate = SAMPLE_RATE;
    context.channelLayout = STEREO;
    context.sampleFormat = AV_SAMPLE_FMT_FLTP;
    context.timeBase = new Rational(1, SAMPLE_RATE);
    context.bitRate = SOUND_BITRATE;
    context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    check(context.open2Sync(codec, null), 'opening AAC');
    this.#frame = createFrame();
    this.#frame.nbSamples = context.frameSize;
    this.#frame.format = AV_SAMPLE_FMT_FLTP;
    this.#frame.sampleRate = SAMPLE_RATE;
    this.#frame.channelLayout = STEREO;
    check(this.#frame.getBuffer(0), 'sound frame');
    this.#read = Buffer.alloc(context.frameSize * CHANNELS * 2);
    this.#planes = new Float32Array(context.frameSize * CHANNELS);
    this.#file = openSync(path, 'r');
  }

  /** Up to where it has been encoded. */
  get seconds(): number {
    return this.#samples / SAMPLE_RATE;
  }

  /** Encodes one frame more, the last of them filled up with silence. @returns false: there is no more */
  encodeNext(onPacket: (packet: Packet) => void): boolean {
    const bytes = readSync(this.#file, this.#read, 0, this.#read.length, null);
    if (bytes === 0) {
      this.#send(null, onPacket);
      return false;
    }
    this.#read.fill(0, bytes);
    const size = this.#frame.nbSamples;
    for (let sample = 0; sample < size; sample += 1) {
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const at = (sample * CHANNELS + channel) * 2;
        this.#planes[channel * size + sample] = this.#read.readInt16LE(at) / 32_768;
      }
    }
    check(this.#frame.makeWritable(), 'making the sound frame writable');
    check(this.#frame.fromBuffer(Buffer.from(this.#planes.buffer)), 'filling the sound frame');
    this.#frame.pts = BigInt(this.#samples);
    this.#samples += size;
    this.#send(this.#frame, onPacket);
    return true;
  }

  #send(frame: Frame | null, onPacket: (packet: Packet) => void): void {
    check(this.context.sendFrameSync(frame), 'encoding sound');
    for (;;) {
      const code = this.context.receivePacketSync(this.#packet);
      if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
      check(code, 'taking encoded sound');
      onPacket(this.#packet);
      this.#packet.unref();
    }
  }

  close(): void {
    closeSync(this.#file);
    this.#packet.free();
    this.#frame.free();
    this.context.freeContext();
  }
}

/** Writes `trailer` beside a clip that is ready: whole, or not at all. */
export function makeTrailer(folder: string): void {
  const files = assetFiles(folder);
  const input = new FormatContext();
  const output = new FormatContext();
  const packet = createPacket();
  const sound = readClipIndex(folder).hasSound ? new TrailerSound(files.sound) : null;
  let isOpen = false;
  try {
    check(input.openInputSync(files.video), 'opening the clip');
    check(input.findStreamInfoSync(), 'reading the clip');
    const from = input.streams[0];
    if (!from) throw new MediaError('badFormat', 'a clip without pictures');
    check(output.allocOutputContext2(null, 'mp4', `${files.trailer}.new`), 'mp4 muxer');
    const pictures = output.newStream();
    check(from.codecpar.copy(pictures.codecpar), 'parameters');
    pictures.codecpar.codecTag = 0;
    pictures.timeBase = from.timeBase;
    const heard = sound && output.newStream();
    if (sound && heard) {
      check(heard.codecpar.fromContext(sound.context), 'parameters of the sound');
      heard.timeBase = sound.context.timeBase;
    }
    check(output.openOutputSync(), 'opening the trailer for writing');
    isOpen = true;
    const options = Dictionary.fromObject({ movflags: 'faststart' });
    check(output.writeHeaderSync(options), 'mp4 header');
    options.free();
    const hear = (one: Packet): void => {
      if (!sound || !heard) return;
      one.streamIndex = heard.index;
      one.rescaleTs(sound.context.timeBase, heard.timeBase);
      check(output.interleavedWriteFrameSync(one), 'writing sound');
    };
    for (;;) {
      const code = input.readFrameSync(packet);
      if (code === AVERROR_EOF) break;
      check(code, 'reading the clip');
      const seconds = (Number(packet.pts) * from.timeBase.num) / from.timeBase.den;
      while (sound && sound.seconds <= seconds && sound.encodeNext(hear));
      packet.streamIndex = pictures.index;
      packet.rescaleTs(from.timeBase, pictures.timeBase);
      check(output.interleavedWriteFrameSync(packet), 'writing a picture');
      packet.unref();
    }
    while (sound?.encodeNext(hear));
    check(output.writeTrailerSync(), 'finishing the trailer');
    output.closeOutputSync();
    isOpen = false;
    renameSync(`${files.trailer}.new`, files.trailer);
  } finally {
    if (isOpen) output.closeOutputSync();
    output.freeContext();
    input.closeInputSync();
    packet.free();
    sound?.close();
  }
}
