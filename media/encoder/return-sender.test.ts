import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createPicture, markProgramColour, SAMPLE_RATE } from '../core/av.ts';
import { parseRtcp } from '../core/rtcp.ts';
import { isRtcp, parseRtp, type RtpPacket } from '../core/rtp.ts';
import { H264Depacketizer } from '../ingest/h264.ts';
import { type CodedPacket, decodeH264, decodeSound } from '../testing/decode.ts';
import { meanColour, toneLevel } from '../testing/observe.ts';
import { fillPicture } from '../testing/rtp-media.ts';
import { H264Packetizer, splitAnnexB } from './h264-packetizer.ts';
import { ProgramEncoder } from './program-encoder.ts';
import { openReturnSocket, ReturnSender } from './return-sender.ts';

const STARTED_AT = Date.UTC(2026, 4, 9, 12);
const VIDEO = {
  kind: 'video',
  without: null,
  small: false,
  ip: '127.0.0.1',
  port: 1,
  ssrc: 11,
  payloadType: 102,
} as const;
const AUDIO = {
  kind: 'audio',
  without: null,
  small: false,
  ip: '127.0.0.1',
  port: 2,
  ssrc: 22,
  payloadType: 103,
} as const;

beforeAll(() => Log.setLevel(AV_LOG_QUIET));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Encodes a second of programme and gathers what is sent. */
async function sendSecond() {
  const sent: { datagram: Buffer; port: number }[] = [];
  const sender = new ReturnSender({ send: (datagram, port) => sent.push({ datagram, port }) });
  sender.targets = [VIDEO, AUDIO];
  const nowhere = { open() {}, writePicture() {}, writeSound() {}, close() {} };
  const format = {
    width: 640,
    height: 360,
    frameRate: 25,
    videoBitrate: 2_000_000,
    preset: 'ultrafast',
    segmentSeconds: 2,
    partSeconds: 0.32,
    audioBitrate: 128_000,
  };
  const encoder = new ProgramEncoder({ format, stream: nowhere, monitor: sender });
  encoder.open(STARTED_AT);
  const picture = createPicture(format.width, format.height);
  markProgramColour(picture);
  const sound = new Float32Array(1_920 * 2);
  for (let tick = 0; tick < 26; tick += 1) {
    picture.makeWritable();
    fillPicture(picture, [100 + tick, 128, 128]);
    // Some detail, so that pictures need more than one packet.
    for (let i = 0; i < 20_000; i += 1) picture.data?.[0]?.writeUInt8((i * 7_919 * (tick + 1)) % 256, i);
    encoder.encodePicture(picture, tick);
    for (let i = 0; i < 1_920; i += 1) {
      const sample = tick * 1_920 + i;
      sound[2 * i] = sound[2 * i + 1] = 0.4 * Math.sin((2 * Math.PI * 600 * sample) / SAMPLE_RATE);
    }
    encoder.encodeSound(sound, 1_920, new Map());
  }
  await encoder.close();
  picture.free();
  const packets = (port: number): RtpPacket[] =>
    sent
      .filter((each) => each.port === port && !isRtcp(each.datagram))
      .map(({ datagram }) => parseRtp(datagram))
      .filter((packet) => packet !== null);
  const reports = sent
    .filter(({ datagram }) => isRtcp(datagram))
    .flatMap(({ datagram }) => parseRtcp(datagram).reports);
  return { sent, video: packets(VIDEO.port), audio: packets(AUDIO.port), reports };
}

test('the return is decodable H.264 and Opus in small packets with continuous numbers', async () => {
  const { sent, video, audio } = await sendSecond();
  for (const { datagram } of sent) expect(datagram.length).toBeLessThanOrEqual(1_112);
  for (const stream of [video, audio]) {
    const steps = stream.slice(1).map((packet, i) => (packet.sequence - (stream[i]?.sequence ?? 0)) & 0xffff);
    expect(new Set(steps)).toEqual(new Set([1]));
  }
  expect(video.filter(({ marker }) => marker)).toHaveLength(26);

  const depacketizer = new H264Depacketizer();
  const units: CodedPacket[] = [];
  for (const packet of video) {
    const result = depacketizer.push({ packet, gapBefore: false });
    expect(result.broken).toBe(false);
    for (const unit of result.units) units.push({ data: unit.data, pts: unit.timestamp, key: unit.key });
  }
  expect(units.map(({ key }) => key).indexOf(true)).toBe(0);
  const lumas: number[] = [];
  // Parameter sets come in the stream itself.
  decodeH264(units, null, (frame) => lumas.push(meanColour(frame, { x: 0, y: 200, width: 640, height: 100 })[0]));
  expect(lumas).toHaveLength(26);
  expect(lumas[25]).toBeGreaterThan((lumas[0] ?? 0) + 15);

  const coded = audio.map((packet, index) => ({ data: packet.payload, pts: index * 960, key: true }));
  expect(toneLevel(decodeSound('opus', coded, null).slice(SAMPLE_RATE / 2, SAMPLE_RATE), 600)).toBeCloseTo(0.4, 1);
});

test('timestamps step with the media, and the sender reports tie both to the programme’s clock', async () => {
  const { video, audio, reports } = await sendSecond();
  const frames = video.filter(({ marker }) => marker);
  const since = (first: number, timestamp: number): number => (timestamp - first) >>> 0;
  expect(frames.map(({ timestamp }) => since(frames[0]?.timestamp ?? 0, timestamp))).toEqual(
    Array.from({ length: 26 }, (_, i) => i * 3_600),
  );
  expect(since(audio[0]?.timestamp ?? 0, audio[10]?.timestamp ?? 0)).toBe(9_600);
  for (const { ssrc, clock, first, firstMs } of [
    { ssrc: VIDEO.ssrc, clock: 90, first: video[0], firstMs: 0 },
    // Opus begins with 6.5 ms that the decoder throws away.
    { ssrc: AUDIO.ssrc, clock: 48, first: audio[0], firstMs: -6.5 },
  ]) {
    const own = reports.filter((report) => report.ssrc === ssrc);
    expect(own.length).toBeGreaterThanOrEqual(2);
    for (const report of own) {
      const mediaMs = ((report.rtpTimestamp - (first?.timestamp ?? 0)) | 0) / clock + firstMs;
      expect(report.ntpMs - STARTED_AT).toBeCloseTo(mediaMs, 1);
    }
  }
});

test('a target that stays keeps its numbers, one that goes gets nothing more', async () => {
  const sent: { datagram: Buffer; port: number }[] = [];
  const sender = new ReturnSender({ send: (datagram, port) => sent.push({ datagram, port }) });
  sender.targets = [VIDEO];
  sender.targets = [{ ...VIDEO }, { ...VIDEO, port: 9, ssrc: 12 }];
  sender.targets = [];
  sender.close();
  expect(sent).toEqual([]);
});

test('the payloads put together are the NAL units again', async () => {
  const nals = [Buffer.from([0x06, 1]), Buffer.from([0x65, ...Buffer.alloc(3_000, 7)])];
  const start = Buffer.from([0, 0, 0, 1]);
  const sets = Buffer.concat([start, Buffer.from([0x67, 1, 2]), start, Buffer.from([0x68, 3])]);
  const picture = Buffer.concat(nals.flatMap((nal) => [start, nal]));
  expect(splitAnnexB(picture)).toEqual(nals);
  const payloads = new H264Packetizer(sets, 1_100).packetize(picture);
  expect(payloads[0]).toEqual(Buffer.from([0x78, 0, 3, 0x67, 1, 2, 0, 2, 0x68, 3]));
  expect(payloads).toHaveLength(5);
  const lengths = payloads.slice(2).map(({ length }) => length);
  expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(2);
  expect(lengths.reduce((sum, length) => sum + length - 2, 0)).toBe(3_000);
});

test('a receiver that lost its picture can ask for a key frame over RTCP', async () => {
  let asked = 0;
  const receiver: Socket = createSocket('udp4');
  receiver.bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  closers.push(() => receiver.close());
  const done = Promise.withResolvers<void>();
  const socket = openReturnSocket(() => {
    asked += 1;
    done.resolve();
  });
  closers.push(() => socket.close());
  const arrived = once(receiver, 'message');
  socket.send(Buffer.from('x'), receiver.address().port, '127.0.0.1');
  const [, from] = await arrived;
  receiver.send(Buffer.from('nonsense'), from.port, '127.0.0.1');
  receiver.send(Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]), from.port, '127.0.0.1');
  await done.promise;
  expect(asked).toBe(1);
});
