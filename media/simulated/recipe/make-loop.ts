/** Draws, plays, encodes and packetizes one loop. */
import {
  AV_CODEC_ID_H264,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_YUV420P,
  AV_SAMPLE_FMT_FLT,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBOPUS,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
  SWS_FAST_BILINEAR,
} from 'node-av/constants';
import { Codec, CodecContext, type Frame, type Packet, Rational, SoftwareScaleContext } from 'node-av/lib';
import {
  CHANNELS,
  check,
  createFrame,
  createPacket,
  createPicture,
  planesOf,
  SAMPLE_RATE,
  STEREO,
} from '../../core/av.ts';
import { MediaError } from '../../core/errors.ts';
import type { Loop } from '../loop-file.ts';
import { packetizePicture } from '../packetize.ts';
import { openPainter } from './painter.ts';
import { PICTURE, type Place, places } from './places.ts';
import { playTune } from './sound.ts';

const { width, height, frameRate, seconds } = PICTURE;
const VIDEO_BITS = 450_000;
const SOUND_BITS = 48_000;
/** Samples in one Opus packet of 20 ms. */
const SOUND_FRAME = 960;
/** Sound encoded before the loop proper, so that the encoder at its beginning is in the state of its end. In packets. */
const WARM_UP = 50;

/** @throws RangeError when there is no such place; MediaError when FFmpeg refuses */
export function makeLoop(which: number): Loop {
  const place = places[which];
  if (!place) throw new RangeError(`no simulated contributor ${which}`);
  const pictures = encodePictures(place).map((picture) => packetizePicture(place.video, picture));
  const sounds = encodeSound(place);
  return { video: place.video, frames: pictures.length, frameRate, soundPackets: sounds.length, pictures, sounds };
}

function encodePictures(place: Place): Buffer[] {
  const painter = openPainter(place);
  const encoder = openVideoEncoder(place.video);
  const scaler = new SoftwareScaleContext();
  scaler.getContext(width, height, AV_PIX_FMT_RGBA, width, height, AV_PIX_FMT_YUV420P, SWS_FAST_BILINEAR);
  const picture = createPicture(width, height);
  const packet = createPacket();
  const encoded: Buffer[] = [];
  try {
    const frames = frameRate * seconds;
    for (let index = 0; index < frames; index += 1) {
      const pixels = painter.paint(index / frames);
      check(picture.makeWritable(), 'picture');
      scaler.scaleSync([pixels], [width * 4], 0, height, planesOf(picture), picture.linesize);
      picture.pts = BigInt(index);
      encode(encoder, picture, packet, encoded);
    }
    encode(encoder, null, packet, encoded);
    if (encoded.length !== frames) throw new MediaError('ffmpeg', `${frames} pictures gave ${encoded.length} packets`);
    return encoded;
  } finally {
    packet.free();
    picture.free();
    scaler.freeContext();
    encoder.freeContext();
  }
}

function openVideoEncoder(video: Place['video']): CodecContext {
  const codec = Codec.findEncoderByName(video === 'h264' ? FF_ENCODER_LIBX264 : FF_ENCODER_LIBVPX_VP8);
  if (!codec) throw new MediaError('codecUnavailable', `this FFmpeg has no ${video} encoder`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(1, frameRate);
  context.framerate = new Rational(frameRate, 1);
  context.bitRate = BigInt(VIDEO_BITS);
  // A key frame each second: RTP out of a file cannot answer requests for one.
  context.gopSize = frameRate;
  context.maxBFrames = 0;
  context.threadCount = 1;
  const options =
    codec.id === AV_CODEC_ID_H264
      ? {
          preset: 'superfast',
          tune: 'zerolatency',
          profile: 'baseline',
          'x264-params': 'scenecut=0:keyint=25:min-keyint=25',
        }
      : {
          deadline: 'realtime',
          'cpu-used': '8',
          'lag-in-frames': '0',
          'auto-alt-ref': '0',
          'error-resilient': 'default',
        };
  for (const [name, value] of Object.entries(options)) check(context.setOption(name, value), `option ${name}`);
  check(context.open2Sync(codec, null), `opening the ${video} encoder`);
  return context;
}

function encodeSound(place: Place): Buffer[] {
  const samples = playTune(place.sound, seconds, SAMPLE_RATE);
  const count = samples.length / SOUND_FRAME;
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBOPUS);
  if (!codec) throw new MediaError('codecUnavailable', 'this FFmpeg has no libopus');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = SAMPLE_RATE;
  context.channelLayout = STEREO;
  context.sampleFormat = AV_SAMPLE_FMT_FLT;
  context.timeBase = new Rational(1, SAMPLE_RATE);
  context.bitRate = BigInt(SOUND_BITS);
  const packet = createPacket();
  const encoded: Buffer[] = [];
  try {
    check(context.setOption('application', 'audio'), 'option application');
    check(context.setOption('fec', '1'), 'option fec');
    check(context.open2Sync(codec, null), 'opening the Opus encoder');
    for (let index = -WARM_UP; index < count; index += 1) {
      const frame = soundFrame(
        samples,
        ((index + count) % count) * SOUND_FRAME,
        BigInt((index + WARM_UP) * SOUND_FRAME),
      );
      encode(context, frame, packet, encoded);
      frame.free();
    }
    encode(context, null, packet, encoded);
    // What FFmpeg adds at the end to bring out the encoder's delay is not part of the loop.
    const loop = encoded.slice(WARM_UP, WARM_UP + count);
    if (loop.length !== count) throw new MediaError('ffmpeg', `${count} sound frames gave ${loop.length} packets`);
    return loop;
  } finally {
    packet.free();
    context.freeContext();
  }
}

function soundFrame(samples: Float32Array, from: number, pts: bigint): Frame {
  const frame = createFrame();
  frame.format = AV_SAMPLE_FMT_FLT;
  frame.sampleRate = SAMPLE_RATE;
  frame.channelLayout = STEREO;
  frame.nbSamples = SOUND_FRAME;
  frame.pts = pts;
  check(frame.getBuffer(0), 'sound frame');
  const plane = planesOf(frame)[0];
  if (!plane) throw new MediaError('badFormat', 'sound frame without a plane');
  for (let index = 0; index < SOUND_FRAME; index += 1) {
    const value = samples[from + index] ?? 0;
    for (let channel = 0; channel < CHANNELS; channel += 1) plane.writeFloatLE(value, (index * CHANNELS + channel) * 4);
  }
  return frame;
}

/** Gives one frame (null: the end) and takes out what has become ready. */
function encode(context: CodecContext, frame: Frame | null, packet: Packet, into: Buffer[]): void {
  check(context.sendFrameSync(frame), 'encoding');
  for (;;) {
    const code = context.receivePacketSync(packet);
    if (code === AVERROR_EAGAIN || code === AVERROR_EOF) return;
    check(code, 'encoding');
    if (packet.data) into.push(Buffer.from(packet.data));
    packet.unref();
  }
}
