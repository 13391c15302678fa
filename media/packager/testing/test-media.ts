/**
 * A small encoder for tests: H.264 and AAC as the programme's encoder makes them (no B-frames, forced key frames, global
 * headers), of a picture that carries its own frame number and a sine.
 */
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_ID_AAC,
  AV_LOG_QUIET,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLTP,
  type FFEncoderCodec,
} from 'node-av/constants';
import { Codec, CodecContext, CodecParameters, type Frame, Log, type Packet, Rational } from 'node-av/lib';
import { check, createFrame, createPacket, createPicture, planesOf, SAMPLE_RATE, STEREO } from '../../core/av.ts';
import { copyOf, type EncodedTrack, type LadderSink } from '../../core/encoded.ts';

// What an encoder has to say about itself is no test's business.
Log.setLevel(AV_LOG_QUIET);

export interface TestMediaOptions {
  sink: LadderSink;
  /** Wall clock of frame 0, ms. */
  startedAt: number;
  width?: number;
  height?: number;
  frameRate?: number;
  /** The same again in other sizes. Default: none. */
  lower?: readonly { width: number; height: number }[];
  /** Bits per second of a lean sound beside the other. Default: none. */
  leanAudioBitrate?: number | undefined;
  /** Frames from one key frame to the next. */
  keyFrameEvery?: number;
  /** Number drawn into the first frame. */
  firstNumber?: number;
}

export interface TestMedia {
  /** Encodes the next `count` frames and the sound that goes with them into the sink. */
  advance(count: number): void;
  /** Lets as much time pass with sound, but without pictures: missed ticks. The key frame that falls there comes later. */
  miss(count: number): void;
  /** Closes the sink and frees the encoders. Safe twice. */
  close(): void;
}

/** Bits of the frame number in the picture: squares in the top row, white is 1. */
export const NUMBER_BITS = 16;
const TONE_HZ = 440;

export function createTestMedia(options: TestMediaOptions): TestMedia {
  const { sink, startedAt, width = 320, height = 180, frameRate = 25, keyFrameEvery = 50, firstNumber = 0 } = options;
  const sizes = [{ width, height }, ...(options.lower ?? [])];
  const videos = sizes.map((size) => ({
    ...size,
    encoder: openVideo(size.width, size.height, frameRate),
    picture: createPicture(size.width, size.height),
  }));
  const audio = openAudio(96_000);
  const lean = options.leanAudioBitrate === undefined ? null : openAudio(options.leanAudioBitrate);
  const block = createFrame();
  block.format = AV_SAMPLE_FMT_FLTP;
  block.nbSamples = audio.frameSize;
  block.sampleRate = SAMPLE_RATE;
  block.channelLayout = STEREO;
  check(block.getBuffer(0), 'sound block');
  const packet = createPacket();
  const tracks = {
    videos: videos.map(({ encoder }) => track('video', encoder, { num: 1, den: frameRate })),
    audio: track('audio', audio, { num: 1, den: SAMPLE_RATE }),
    lean: lean ? track('audio', lean, { num: 1, den: SAMPLE_RATE }) : undefined,
  };
  sink.open(tracks, startedAt);
  let closed = false;
  let frames = 0;
  let samples = 0;
  let lastKey = Number.NEGATIVE_INFINITY;

  const drain = (encoder: CodecContext, take: (packet: Packet) => void): void => {
    while (encoder.receivePacketSync(packet) >= 0) {
      take(packet);
      packet.unref();
    }
  };
  const encodePicture = (): void => {
    const key = frames - lastKey >= keyFrameEvery;
    if (key) lastKey = frames;
    const packets: Packet[] = [];
    for (const { encoder, picture, ...size } of videos) {
      check(picture.makeWritable(), 'picture');
      drawNumber(picture, frames + firstNumber, size.width, size.height);
      picture.pts = BigInt(frames);
      picture.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
      check(encoder.sendFrameSync(picture), 'encode picture');
      drain(encoder, (one) => packets.push(copyOf(one)));
    }
    sink.writePicture(packets);
    for (const one of packets) one.free();
  };
  const sounds = [
    ...(lean ? [{ encoder: lean, take: (one: Packet) => sink.writeLeanSound?.(one) }] : []),
    { encoder: audio, take: (one: Packet) => sink.writeSound(one) },
  ];
  const encodeBlock = (): void => {
    check(block.makeWritable(), 'sound block');
    drawTone(block, samples);
    block.pts = BigInt(samples);
    for (const { encoder } of sounds) check(encoder.sendFrameSync(block), 'encode sound');
    samples += audio.frameSize;
    for (const { encoder, take } of sounds) drain(encoder, take);
  };
  const encodeSound = (): void => {
    while ((samples + audio.frameSize) / SAMPLE_RATE <= frames / frameRate) encodeBlock();
  };
  const tick = (withPicture: boolean): void => {
    if (withPicture) encodePicture();
    frames += 1;
    encodeSound();
  };
  return {
    advance(count) {
      for (let index = 0; index < count; index++) tick(true);
    },
    miss(count) {
      for (let index = 0; index < count; index++) tick(false);
    },
    close() {
      if (closed) return;
      closed = true;
      // As the programme's encoder does.
      while (samples / SAMPLE_RATE < frames / frameRate) encodeBlock();
      for (const { encoder, take } of sounds) {
        check(encoder.sendFrameSync(null), 'end sound');
        drain(encoder, take);
      }
      sink.close();
      for (const frame of [block, ...videos.map(({ picture }) => picture)]) frame.free();
      packet.free();
      for (const one of [tracks.audio, ...tracks.videos, tracks.lean]) one?.parameters.free();
      for (const encoder of [audio, ...(lean ? [lean] : []), ...videos.map((one) => one.encoder)])
        encoder.freeContext();
    },
  };
}

function openVideo(width: number, height: number, frameRate: number): CodecContext {
  const codec = Codec.findEncoderByName('libx264' as FFEncoderCodec);
  if (!codec) throw new Error('no libx264');
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = width;
  encoder.height = height;
  encoder.pixelFormat = AV_PIX_FMT_YUV420P;
  encoder.timeBase = new Rational(1, frameRate);
  encoder.framerate = new Rational(frameRate, 1);
  encoder.gopSize = 100_000;
  encoder.maxBFrames = 0;
  encoder.bitRate = 400_000n;
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  for (const [name, value] of [
    ['preset', 'ultrafast'],
    ['tune', 'zerolatency'],
    ['forced-idr', '1'],
    ['profile', 'baseline'],
  ] as const) {
    check(encoder.setOption(name, value), name);
  }
  check(encoder.open2Sync(codec, null), 'open libx264');
  return encoder;
}

function openAudio(bitrate: number): CodecContext {
  const codec = Codec.findEncoder(AV_CODEC_ID_AAC);
  if (!codec) throw new Error('no aac');
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.sampleFormat = AV_SAMPLE_FMT_FLTP;
  encoder.sampleRate = SAMPLE_RATE;
  encoder.channelLayout = STEREO;
  encoder.timeBase = new Rational(1, SAMPLE_RATE);
  encoder.bitRate = BigInt(bitrate);
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  check(encoder.open2Sync(codec, null), 'open aac');
  return encoder;
}

function track(kind: 'video' | 'audio', encoder: CodecContext, timeBase: { num: number; den: number }): EncodedTrack {
  const parameters = new CodecParameters();
  parameters.alloc();
  check(encoder.parametersFromContext(parameters), 'parameters');
  return { kind, parameters, timeBase };
}

function drawNumber(picture: Frame, number: number, width: number, height: number): void {
  const [luma, u, v] = planesOf(picture);
  const stride = picture.linesize[0] ?? width;
  if (!luma || !u || !v) throw new Error('not a planar picture');
  luma.fill(90);
  u.fill(128);
  v.fill(128);
  const side = Math.floor(width / NUMBER_BITS);
  for (let y = 0; y < side; y++) {
    for (let bit = 0; bit < NUMBER_BITS; bit++) {
      const level = (number >> bit) & 1 ? 235 : 16;
      luma.fill(level, y * stride + bit * side, y * stride + (bit + 1) * side);
    }
  }
  // A bar that moves, for eyes.
  const x = (number * 4) % (width - 8);
  for (let y = Math.floor(height / 2); y < height; y++) luma.fill(200, y * stride + x, y * stride + x + 8);
}

/** Reads back the number of a decoded luma plane. */
export function readNumber(luma: Uint8Array, stride: number, width: number): number {
  const side = Math.floor(width / NUMBER_BITS);
  let number = 0;
  for (let bit = 0; bit < NUMBER_BITS; bit++) {
    const level = luma[Math.floor(side / 2) * stride + bit * side + Math.floor(side / 2)] ?? 0;
    if (level > 128) number |= 1 << bit;
  }
  return number;
}

function drawTone(block: Frame, firstSample: number): void {
  for (const plane of planesOf(block)) {
    const samples = new Float32Array(plane.buffer, plane.byteOffset, block.nbSamples);
    for (let index = 0; index < samples.length; index++) {
      samples[index] = 0.3 * Math.sin((2 * Math.PI * TONE_HZ * (firstSample + index)) / SAMPLE_RATE);
    }
  }
}
