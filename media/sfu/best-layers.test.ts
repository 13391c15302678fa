import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { RtpTrack } from '../core/program-link.ts';
import { writeSenderReport } from '../core/rtcp.ts';
import { writeRtp } from '../core/rtp.ts';
import { BestLayers } from './best-layers.ts';
import { videoParameters } from './codecs.ts';
import { bindProgram } from './program-binding.ts';
import type { Room } from './room.ts';
import type { Sfu } from './sfu.ts';
import { openRtpSink, openTestSfu } from './testing.ts';

let sfu: Sfu;
let room: Room;
const undo: (() => void)[] = [];

beforeAll(async () => {
  sfu = await openTestSfu();
});
afterAll(() => sfu.close());
beforeEach(async () => {
  room = await sfu.openRoom(randomUUID());
});
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step();
  room.close();
});

/** Sends a camera's three layers into the room: key frames alone, whose width says which layer they are. */
async function simulcast(contributorId: string): Promise<void> {
  const transport = await room.plainTransport({ comedia: true });
  const layers = [0, 1, 2].map((layer) => ({ layer, ssrc: 7_001 + layer }));
  const parameters = videoParameters('vp8', { ssrc: 1, payloadType: 96, cname: 'camera' });
  const producer = await transport.produce({
    kind: 'video',
    rtpParameters: { ...parameters, encodings: layers.map(({ ssrc }) => ({ ssrc })) },
  });
  room.feed(contributorId).add([producer], { type: 'person', peerId: randomUUID() });
  const socket = createSocket('udp4');
  let count = 0;
  const timer = setInterval(() => {
    const timestamp = count * 1800;
    for (const { layer, ssrc } of layers) {
      const width = 16 * (layer + 1);
      const payload = Buffer.from([0x10, 0x10, 0x02, 0, 0x9d, 0x01, 0x2a, width, 0, width, 0, 0]);
      const packet = { payloadType: 96, marker: true, sequence: count & 0xffff, timestamp, ssrc, payload };
      socket.send(writeRtp(packet), transport.tuple.localPort, '127.0.0.1');
      if (count % 10 > 0) continue;
      const report = { ssrc, ntpMs: Date.now(), rtpTimestamp: timestamp };
      socket.send(
        writeSenderReport(report, { packets: 0, bytes: 0 }, 'camera'),
        transport.tuple.localPort,
        '127.0.0.1',
      );
    }
    count += 1;
  }, 20);
  undo.push(
    () => clearInterval(timer),
    () => socket.close(),
  );
  await once(socket, 'listening');
}

test('a feed on neither bus comes from the smallest layer, and at its best once it is on preview', async () => {
  const id = randomUUID();
  const sink = await openRtpSink();
  const binding = bindProgram(room, (command) => {
    if (command.type !== 'feedTracks') return;
    track = command.video;
    queueMicrotask(() => binding.handle({ type: 'feedBound', contributorId: command.contributorId }));
  });
  let track: RtpTrack | null = null;
  undo.push(sink.close, () => binding.close());
  await simulcast(id);
  binding.handle({ type: 'feedPort', contributorId: id, port: sink.port });
  const START_CODE = Buffer.from([0x9d, 0x01, 0x2a]);
  const width = () => {
    const pictures = sink.packets.filter(({ ssrc, payload }) => ssrc === track?.ssrc && payload.includes(START_CODE));
    const last = pictures.at(-1)?.payload;
    return last?.readUInt8(last.indexOf(START_CODE) + 3);
  };
  await vi.waitFor(() => expect(width()).toBe(16), { timeout: 20_000 });
  // A layer counts as there once it has been for a while: without a wish for it, it is not taken even then.
  const seen = sink.packets.length;
  await vi.waitFor(() => expect(sink.packets.length).toBeGreaterThan(seen + 50), { timeout: 20_000 });
  expect(width()).toBe(16);

  binding.favour([id]);
  await vi.waitFor(() => expect(width()).toBe(48), { timeout: 20_000 });
});

test('who leaves the buses keeps the best layer until a transition is surely over, and for good when they come back', () => {
  vi.useFakeTimers();
  const changed: [string, number][] = [];
  const layers = new BestLayers({ onChange: (id) => changed.push([id, layers.layerOf(id)]), holdMs: 1_000 });
  try {
    layers.favour(['a', 'b']);
    layers.favour(['b']);
    vi.advanceTimersByTime(999);
    expect(layers.layerOf('a')).toBe(2);
    layers.favour(['a']);
    vi.advanceTimersByTime(1_000);
    expect(changed).toEqual([
      ['a', 2],
      ['b', 2],
      ['b', 0],
    ]);
    expect(layers.layerOf('a')).toBe(2);
  } finally {
    layers.close();
    vi.useRealTimers();
  }
});
