import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AV_CODEC_FLAG_LOW_DELAY, AV_CODEC_ID_H264, AV_CODEC_ID_VP8 } from 'node-av/constants';
import { Codec, CodecContext } from 'node-av/lib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createFrame, createPacket } from '../core/av.ts';
import { openRtpSink, openTestSfu, silent } from '../sfu/testing.ts';
import { readLoop } from './loop-file.ts';
import { loopPath } from './loop-path.ts';
import { PICTURE, places } from './recipe/places.ts';
import { createSimulator, type Simulator } from './simulator.ts';

/** Making two loops takes some seconds of a free core each. */
const PATIENCE_MS = 90_000;

let folder: string;
let simulator: Simulator;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antenne-simulated-'));
  simulator = createSimulator({ folder, log: silent });
  const made = new Promise<void>((resolve) => {
    const look = () => {
      if ([0, 1].every((which) => simulator.source(which))) resolve();
    };
    simulator.onChange(look);
    look();
  });
  await made;
}, PATIENCE_MS);
afterAll(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

test.each([0, 1])(
  'loop %i can be decoded from any of its seconds, and its sound is as long as its picture',
  async (which) => {
    const loop = await readLoop(loopPath(folder, which));
    if (!loop) throw new Error('no loop');
    expect(loop).toMatchObject({ video: places[which]?.video, frames: PICTURE.frameRate * PICTURE.seconds });
    expect(loop.soundPackets).toBe(PICTURE.seconds * 50);
    for (const second of [0, 7]) {
      const pictures = loop.pictures.slice(second * PICTURE.frameRate, second * PICTURE.frameRate + 3);
      expect(decode(loop.video, pictures)).toEqual(pictures.map(() => [PICTURE.width, PICTURE.height]));
    }
  },
);

test('a loop reaches the other side of the router in real time, without a gap', async () => {
  const sfu = await openTestSfu();
  const sink = await openRtpSink();
  const contributorId = randomUUID();
  try {
    const room = await sfu.openRoom(randomUUID());
    const source = simulator.source(1);
    if (!source) throw new Error('not ready');
    const ingress = await room.openIngress(contributorId, source);
    const out = await room.plainTransport({ comedia: false });
    await out.connect({ ip: '127.0.0.1', port: sink.port });
    const producerId = room.feed(contributorId).producer('audio')?.id ?? '';
    await out.consume({ producerId, rtpCapabilities: room.programCapabilities() });
    const startedAt = performance.now();
    const stop = simulator.push(1, ingress);
    // Three seconds of sound.
    await vi.waitFor(() => expect(sink.packets.length).toBeGreaterThan(150), { timeout: 15_000 });
    expect(performance.now() - startedAt).toBeGreaterThan(2500);
    stop();
    const times = sink.packets.map(({ timestamp }) => timestamp);
    const steps = times.slice(1).map((time, index) => (time - (times[index] ?? 0) + 2 ** 32) % 2 ** 32);
    expect(new Set(steps)).toEqual(new Set([960]));
  } finally {
    sink.close();
    await sfu.close();
  }
}, 25_000);

test('loops are kept: another simulator has them at once, and nothing half-made lies beside them', async () => {
  expect((await readdir(folder)).every((name) => name.endsWith('.loop'))).toBe(true);
  const again = createSimulator({ folder, log: silent });
  try {
    again.source(0);
    await vi.waitFor(() => expect(again.source(0)).not.toBeNull(), { timeout: 10_000 });
    expect(await readdir(folder)).toHaveLength(2);
  } finally {
    await again.close();
  }
});

/** Sizes of the pictures that come out of a decoder that has seen nothing before. */
function decode(video: 'vp8' | 'h264', pictures: Buffer[][]): [number, number][] {
  const codec = Codec.findDecoder(video === 'vp8' ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
  if (!codec) throw new Error(`no ${video} decoder`);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.threadCount = 1;
  context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
  expect(context.open2Sync(codec, null)).toBe(0);
  const [packet, frame] = [createPacket(), createFrame()];
  try {
    return pictures.flatMap((payloads): [number, number][] => {
      packet.data = video === 'vp8' ? Buffer.concat(payloads.map((bytes) => bytes.subarray(1))) : annexB(payloads);
      expect(context.sendPacketSync(packet)).toBe(0);
      packet.unref();
      return context.receiveFrameSync(frame) === 0 ? [[frame.width, frame.height]] : [];
    });
  } finally {
    packet.free();
    frame.free();
    context.freeContext();
  }
}

/** Units and fragments (FU-A) back to an access unit with start codes. */
function annexB(payloads: Buffer[]): Buffer {
  return Buffer.concat(
    payloads.flatMap((bytes) => {
      const [first = 0, second = 0] = bytes;
      if ((first & 0x1f) !== 28) return [Buffer.from([0, 0, 0, 1]), bytes];
      const start = second & 0x80 ? [Buffer.from([0, 0, 0, 1, (first & 0xe0) | (second & 0x1f)])] : [];
      return [...start, bytes.subarray(2)];
    }),
  );
}

test('a simulator that was killed is back by itself, sending from another port', async () => {
  const before = simulator.source(0);
  const { pid } = simulator;
  if (pid === undefined) throw new Error('no child');
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(simulator.source(0)).toBeNull(), { timeout: 5000 });
  await vi.waitFor(() => expect(simulator.source(0)).not.toBeNull(), { timeout: 15_000 });
  expect(simulator.pid).not.toBe(pid);
  expect(simulator.source(0)?.fromPort).not.toBe(before?.fromPort);
}, 25_000);
