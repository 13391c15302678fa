/** Files as people upload them, made for tests: numbered pictures of any size and rate, a tone in any shape of sound. */
import {
  AV_CHANNEL_ORDER_NATIVE,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_ID_AAC,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, FormatContext, type Frame, Rational, type Stream } from 'node-av/lib';
import { check, createFrame, createPacket, createPicture, planesOf } from '../core/av.ts';

/** Bits of a picture's number, the highest on the left. */
const BITS = 10;

export interface TestClip {
  path: string;
  width: number;
  height: number;
  frameRate: number;
  pictures: number;
  /** Null: no sound at all. */
  sound: { hz: number; sampleRate: number; channels: 1 | 2; amplitude: number } | null;
}

/** Black and white bars that say `number`. */
export function paintNumber(frame: Frame, number: number): void {
  const { width, height, linesize } = frame;
  const [luma, ...chroma] = planesOf(frame);
  for (let bit = 0; bit < BITS; bit += 1) {
    const value = (number >> (BITS - 1 - bit)) & 1 ? 200 : 40;
    const [from, to] = [Math.floor((bit * width) / BITS), Math.floor(((bit + 1) * width) / BITS)];
    for (let row = 0; row < height; row += 1)
      luma?.fill(value, row * (linesize[0] ?? 0) + from, row * (linesize[0] ?? 0) + to);
  }
  for (const plane of chroma) plane.fill(128);
}

/** The number that a picture's bars say, read within `area` (the whole width by default). */
export function readNumber(frame: Frame, area = { x: 0, width: frame.width }): number {
  const [luma] = planesOf(frame);
  const stride = frame.linesize[0] ?? 0;
  const row = (frame.height >> 1) * stride;
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const x = Math.floor(area.x + ((bit + 0.5) * area.width) / BITS);
    number = (number << 1) | ((luma?.[row + x] ?? 0) > 120 ? 1 : 0);
  }
  return number;
}

/** Writes an MP4 with H.264 and, where asked for, AAC. */
export function writeTestClip({ path, width, height, frameRate, pictures, sound }: TestClip): void {
  const output = new FormatContext();
  check(output.allocOutputContext2(null, 'mp4', path), 'mp4');
  const video = openVideo(width, height, frameRate);
  const audio = sound && openAudio(sound.sampleRate, sound.channels);
  const [videoStream, audioStream] = [addStream(output, video), audio && addStream(output, audio)];
  check(output.openOutputSync(), 'file');
  check(output.writeHeaderSync(null), 'header');
  const picture = createPicture(width, height);
  for (let number = 0; number < pictures; number += 1) {
    check(picture.makeWritable(), 'picture');
    paintNumber(picture, number);
    picture.pts = BigInt(number);
    encode(video, picture, output, videoStream);
  }
  encode(video, null, output, videoStream);
  picture.free();
  if (audio && sound && audioStream) {
    const total = Math.floor((pictures * sound.sampleRate) / frameRate);
    for (let at = 0; at < total; at += audio.frameSize) {
      const frame = toneFrame(audio, sound, at, Math.min(audio.frameSize, total - at));
      encode(audio, frame, output, audioStream);
      frame.free();
    }
    encode(audio, null, output, audioStream);
    audio.freeContext();
  }
  check(output.writeTrailerSync(), 'trailer');
  output.closeOutputSync();
  output.freeContext();
  video.freeContext();
}

function openVideo(width: number, height: number, frameRate: number): CodecContext {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
  if (!codec) throw new Error('no libx264');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(1, frameRate);
  context.framerate = new Rational(frameRate, 1);
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  check(context.setOption('preset', 'superfast'), 'preset');
  check(context.open2Sync(codec, null), 'x264');
  return context;
}

function openAudio(sampleRate: number, channels: 1 | 2): CodecContext {
  const codec = Codec.findEncoder(AV_CODEC_ID_AAC);
  if (!codec) throw new Error('no AAC');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = sampleRate;
  context.channelLayout = { order: AV_CHANNEL_ORDER_NATIVE, nbChannels: channels, mask: channels === 1 ? 4n : 3n };
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.timeBase = new Rational(1, sampleRate);
  context.bitRate = 128_000n;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  check(context.open2Sync(codec, null), 'AAC');
  return context;
}

function toneFrame(context: CodecContext, sound: NonNullable<TestClip['sound']>, at: number, samples: number): Frame {
  const frame = createFrame();
  frame.format = AV_SAMPLE_FMT_FLTP;
  frame.sampleRate = sound.sampleRate;
  frame.channelLayout = context.channelLayout;
  frame.nbSamples = samples;
  frame.pts = BigInt(at);
  check(frame.getBuffer(0), 'sound');
  for (const plane of planesOf(frame)) {
    for (let i = 0; i < samples; i += 1) {
      plane.writeFloatLE(sound.amplitude * Math.sin((2 * Math.PI * sound.hz * (at + i)) / sound.sampleRate), i * 4);
    }
  }
  return frame;
}

function addStream(output: FormatContext, context: CodecContext): Stream {
  const stream = output.newStream();
  check(stream.codecpar.fromContext(context), 'parameters');
  stream.timeBase = context.timeBase;
  return stream;
}

function encode(context: CodecContext, frame: Frame | null, output: FormatContext, stream: Stream): void {
  const packet = createPacket();
  check(context.sendFrameSync(frame), 'encoding');
  for (;;) {
    const code = context.receivePacketSync(packet);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) break;
    check(code, 'encoding');
    packet.streamIndex = stream.index;
    if (packet.duration === 0n) packet.duration = 1n;
    packet.rescaleTs(context.timeBase, stream.timeBase);
    check(output.interleavedWriteFrameSync(packet), 'writing');
  }
  packet.free();
}
