/**
 * A contributor made of test pictures and a tone, as the RTP that the SFU would forward: encoded once by FFmpeg, then
 * replayed as often and as fast as a test or a benchmark wants.
 */
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import { Codec, CodecContext, type Frame, Rational } from 'node-av/lib';
import { CHANNELS, check, createPacket, createPicture, planesOf, SAMPLE_RATE } from '../core/av.ts';
import type { RtpTrack } from '../core/program-link.ts';
import { writeSenderReport } from '../core/rtcp.ts';
import { writeRtp } from '../core/rtp.ts';
import { AudioEncoder } from '../encoder/audio-encoder.ts';
import { H264Packetizer } from '../encoder/h264-packetizer.ts';

const VIDEO_CLOCK = 90_000;
const MAX_PAYLOAD = 1_100;

/** Luma, blue difference, red difference. */
export type Yuv = readonly [number, number, number];

export interface RtpMediaOptions {
  codec?: 'vp8' | 'h264';
  width?: number;
  height?: number;
  frameRate?: number;
  seconds?: number;
  /** Frames from one key frame to the next. */
  keyFrameEvery?: number;
  /** VP8 in three temporal layers, the lowest one a quarter of the pictures. */
  isLayered?: boolean;
  /** Paints picture number `index`; a colour paints all of it. */
  paint: Yuv | ((frame: Frame, index: number) => void);
  toneHz?: number;
  /** Of the tone, 0–1; may change with the time in ms. */
  amplitude?: number | ((ms: number) => number);
  /** Instead of the tone: the value of each sample, −1…1, by its number. */
  sound?(sample: number): number;
}

export interface MediaPacket {
  kind: 'video' | 'audio';
  /** Milliseconds from the beginning, of the capture. */
  atMs: number;
  /** RTP time from the beginning. */
  timestamp: number;
  marker: boolean;
  payload: Buffer;
}

export interface RtpMedia {
  codec: 'vp8' | 'h264';
  durationMs: number;
  /** In the order in which they are sent. */
  packets: MediaPacket[];
}

/** Fills a picture with one colour. */
export function fillPicture(frame: Frame, colour: Yuv): void {
  for (const [index, plane] of planesOf(frame).entries()) plane.fill(colour[index] ?? 0);
}

export function makeRtpMedia(options: RtpMediaOptions): RtpMedia {
  const { codec = 'vp8', seconds = 2 } = options;
  const packets = [...makeVideo(options), ...makeAudio(options)].sort((a, b) => a.atMs - b.atMs);
  return { codec, durationMs: seconds * 1000, packets };
}

/** A pattern of four: temporal layers 0, 2, 1, 2 (FFmpeg's third one); all but the last build on layer 0 alone. */
const LAYERS = [
  { layer: 0, sync: false },
  { layer: 2, sync: true },
  { layer: 1, sync: true },
  { layer: 2, sync: false },
] as const;

const LAYERED: [string, string] = [
  'ts-parameters',
  [
    'ts_number_layers=3',
    'ts_target_bitrate=350,550,800',
    'ts_rate_decimator=4,2,1',
    'ts_periodicity=4',
    'ts_layer_id=0,2,1,2',
    'ts_layering_mode=3',
  ].join(':'),
];

interface EncoderOptions {
  codec: 'vp8' | 'h264';
  width: number;
  height: number;
  frameRate: number;
  isLayered: boolean;
}

function openEncoder({ codec, width, height, frameRate, isLayered }: EncoderOptions): CodecContext {
  const encoder = Codec.findEncoderByName(codec === 'vp8' ? FF_ENCODER_LIBVPX_VP8 : FF_ENCODER_LIBX264);
  if (!encoder) throw new Error(`no encoder for ${codec}`);
  const context = new CodecContext();
  context.allocContext3(encoder);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(1, frameRate);
  context.bitRate = 800_000n;
  context.gopSize = 10_000;
  context.maxBFrames = 0;
  context.threadCount = 1;
  const settings: [string, string][] =
    codec === 'vp8'
      ? [
          ['deadline', 'realtime'],
          ['cpu-used', '8'],
          ['lag-in-frames', '0'],
          ['error-resilient', '1'],
          ...(isLayered ? [LAYERED] : []),
        ]
      : [
          ['preset', 'ultrafast'],
          ['tune', 'zerolatency'],
          ['profile', 'baseline'],
          ['forced-idr', '1'],
        ];
  for (const [name, value] of settings) check(context.setOption(name, value), name);
  if (codec === 'h264') context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  check(context.open2Sync(encoder, null), `opening ${codec}`);
  return context;
}

function makeVideo(options: RtpMediaOptions): MediaPacket[] {
  const { codec = 'vp8', width = 320, height = 180, frameRate = 25, seconds = 2, keyFrameEvery = 25, paint } = options;
  const { isLayered = false } = options;
  const context = openEncoder({ codec, width, height, frameRate, isLayered });
  const picture = createPicture(width, height);
  const packet = createPacket();
  const packetizer = new H264Packetizer(context.extraData ?? Buffer.alloc(0), MAX_PAYLOAD);
  const packets: MediaPacket[] = [];
  try {
    for (let index = 0; index < seconds * frameRate; index += 1) {
      check(picture.makeWritable(), 'test picture');
      if (typeof paint === 'function') paint(picture, index);
      else fillPicture(picture, paint);
      picture.pts = BigInt(index);
      picture.pictType = index % keyFrameEvery === 0 ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
      check(context.sendFrameSync(picture), 'encoding a test picture');
      check(context.receivePacketSync(packet), 'taking a coded test picture');
      const data = Buffer.from(packet.data ?? []);
      const payloads = codec === 'vp8' ? packetizeVp8(data, isLayered ? index : null) : packetizer.packetize(data);
      for (const [part, payload] of payloads.entries()) {
        packets.push({
          kind: 'video',
          atMs: (index * 1000) / frameRate,
          timestamp: Math.round((index * VIDEO_CLOCK) / frameRate),
          marker: part === payloads.length - 1,
          payload: Buffer.from(payload),
        });
      }
      packet.unref();
    }
  } finally {
    packet.free();
    picture.free();
    context.freeContext();
  }
  return packets;
}

/** @param layered the number of a picture that is one of layers; null: the shortest descriptor */
function packetizeVp8(frame: Buffer, layered: number | null): Buffer[] {
  const { layer, sync } = LAYERS[(layered ?? 0) % LAYERS.length] ?? LAYERS[0];
  // RFC 7741, section 4.2: extended, with the layer's octet.
  const descriptor = layered === null ? [0x00] : [0x80, 0x20, (layer << 6) | (sync ? 0x20 : 0)];
  const payloads: Buffer[] = [];
  for (let offset = 0; offset < frame.length; offset += MAX_PAYLOAD) {
    const [first = 0, ...rest] = descriptor;
    const head = Buffer.from([offset === 0 ? first | 0x10 : first, ...rest]);
    payloads.push(Buffer.concat([head, frame.subarray(offset, offset + MAX_PAYLOAD)]));
  }
  return payloads;
}

function toneOf({ toneHz = 440, amplitude = 0.5 }: RtpMediaOptions): (sample: number) => number {
  return (sample) => {
    const level = typeof amplitude === 'function' ? amplitude((sample * 1000) / SAMPLE_RATE) : amplitude;
    return level * Math.sin((2 * Math.PI * toneHz * sample) / SAMPLE_RATE);
  };
}

function makeAudio(options: RtpMediaOptions): MediaPacket[] {
  const { seconds = 2, sound = toneOf(options) } = options;
  const encoder = new AudioEncoder('opus', 64_000);
  const packets: MediaPacket[] = [];
  const block = new Float32Array(960 * CHANNELS);
  try {
    for (let sample = 0; sample < seconds * SAMPLE_RATE; sample += 960) {
      for (let i = 0; i < 960; i += 1) block[2 * i] = block[2 * i + 1] = sound(sample + i);
      encoder.encode(block, 960, (packet) => {
        packets.push({
          kind: 'audio',
          atMs: (sample * 1000) / SAMPLE_RATE,
          timestamp: sample,
          marker: false,
          payload: Buffer.from(packet.data ?? []),
        });
      });
    }
  } finally {
    encoder.close();
  }
  return packets;
}

export interface RtpStreamOptions {
  videoSsrc?: number;
  audioSsrc?: number;
  /** First RTP times; near the wrap to test it. */
  firstTimestamp?: number;
  firstSequence?: number;
}

/** Replays media as datagrams, round and round, with continuing sequence numbers and timestamps and a sender report a second. */
export class RtpStream {
  readonly video: RtpTrack;
  readonly audio: RtpTrack;
  readonly #media: RtpMedia;
  readonly #options: Required<RtpStreamOptions>;
  #next = 0;
  #round = 0;
  #sequences: { video: number; audio: number };
  #reportedAt = -1_000;

  constructor(media: RtpMedia, options: RtpStreamOptions = {}) {
    this.#media = media;
    this.#options = { videoSsrc: 1_001, audioSsrc: 1_002, firstTimestamp: 1_000, firstSequence: 10, ...options };
    const { videoSsrc, audioSsrc, firstSequence } = this.#options;
    this.video = { ssrc: videoSsrc, payloadType: 96, codec: media.codec, clockRate: VIDEO_CLOCK };
    this.audio = { ssrc: audioSsrc, payloadType: 100, codec: 'opus', clockRate: SAMPLE_RATE };
    this.#sequences = { video: firstSequence, audio: firstSequence };
  }

  /** The datagrams that fall due up to `elapsedMs` after the beginning. `wallMs`: the sender's clock at the beginning. */
  until(elapsedMs: number, wallMs: number): Buffer[] {
    const datagrams: Buffer[] = [];
    if (elapsedMs - this.#reportedAt >= 1_000) {
      this.#reportedAt = elapsedMs;
      for (const track of [this.video, this.audio]) {
        const rtpTimestamp = this.#timestamp((elapsedMs * track.clockRate) / 1000);
        const report = { ssrc: track.ssrc, ntpMs: wallMs + elapsedMs, rtpTimestamp };
        datagrams.push(writeSenderReport(report, { packets: 0, bytes: 0 }, 'test'));
      }
    }
    const { packets, durationMs } = this.#media;
    for (let packet = packets[this.#next]; packet; packet = packets[this.#next]) {
      if (this.#round * durationMs + packet.atMs > elapsedMs) break;
      datagrams.push(this.#datagram(packet));
      this.#next += 1;
      if (this.#next === packets.length) {
        this.#next = 0;
        this.#round += 1;
      }
    }
    return datagrams;
  }

  #datagram({ kind, timestamp, marker, payload }: MediaPacket): Buffer {
    const track = this[kind];
    const sequence = this.#sequences[kind];
    this.#sequences[kind] = (sequence + 1) % 2 ** 16;
    const rounds = (this.#round * this.#media.durationMs * track.clockRate) / 1000;
    return writeRtp({
      payloadType: track.payloadType,
      marker,
      sequence,
      timestamp: this.#timestamp(timestamp + rounds),
      ssrc: track.ssrc,
      payload,
    });
  }

  #timestamp(elapsed: number): number {
    return Math.round(this.#options.firstTimestamp + elapsed) % 2 ** 32;
  }
}
