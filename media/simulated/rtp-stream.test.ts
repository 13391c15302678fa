import { describe, expect, test } from 'vitest';
import type { Loop } from './loop-file.ts';
import { RtpStream } from './rtp-stream.ts';

/** Two pictures of two packets each at 25 fps and four sounds: 80 ms. */
const loop: Loop = {
  video: 'vp8',
  frames: 2,
  frameRate: 25,
  soundPackets: 4,
  pictures: [0, 1].map((picture) => [0, 1].map((part) => Buffer.from([picture, part]))),
  sounds: [0, 1, 2, 3].map((sound) => Buffer.from([sound])),
};
const video = { ssrc: 1, payloadType: 101 };
const audio = { ssrc: 2, payloadType: 100 };

function read(packet: Buffer) {
  return {
    ssrc: packet.readUInt32BE(8),
    type: packet.readUInt8(1) & 0x7f,
    marker: packet.readUInt8(1) >= 0x80,
    sequence: packet.readUInt16BE(2),
    time: packet.readUInt32BE(4),
    payload: [...packet.subarray(12)],
  };
}
const isReport = (packet: Buffer) => packet.readUInt8(1) === 200;

/** Ten rounds of the loop, looked at every 5 ms. */
function tenRounds() {
  const stream = new RtpStream(loop, video, audio, 1000);
  const packets: Buffer[] = [];
  for (let now = 1000; now < 1800; now += 5) packets.push(...stream.due(now, now));
  const media = packets.filter((packet) => !isReport(packet)).map(read);
  return { packets, of: (ssrc: number) => media.filter((packet) => packet.ssrc === ssrc) };
}
const steps = (values: number[], modulo: number) =>
  new Set(values.slice(1).map((value, index) => (value - (values[index] ?? 0) + modulo) % modulo));

describe('a loop that goes round', () => {
  test('shows no seam in sequence numbers and timestamps', () => {
    const { of } = tenRounds();
    expect(of(2)).toHaveLength(40);
    expect(of(1)).toHaveLength(40);
    expect(
      steps(
        of(2).map(({ sequence }) => sequence),
        0x1_0000,
      ),
    ).toEqual(new Set([1]));
    expect(
      steps(
        of(1).map(({ sequence }) => sequence),
        0x1_0000,
      ),
    ).toEqual(new Set([1]));
    expect(
      steps(
        of(2).map(({ time }) => time),
        0x1_0000_0000,
      ),
    ).toEqual(new Set([960]));
    expect(
      steps(
        of(1).map(({ time }) => time),
        0x1_0000_0000,
      ),
    ).toEqual(new Set([0, 3600]));
  });

  test('begins again with its first picture and sound, and marks the last packet of each picture', () => {
    const { of } = tenRounds();
    expect(
      of(1)
        .slice(0, 6)
        .map(({ payload }) => payload),
    ).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 0],
      [0, 1],
    ]);
    expect(
      of(1)
        .slice(0, 4)
        .map(({ marker }) => marker),
    ).toEqual([false, true, false, true]);
    expect(
      of(2)
        .slice(3, 6)
        .map(({ payload }) => payload),
    ).toEqual([[3], [0], [1]]);
    expect(of(1)[0]?.type).toBe(101);
    expect(of(2)[0]?.type).toBe(100);
  });

  test('reports once a second at which wall clock the media stand', () => {
    const stream = new RtpStream(loop, video, audio, 0);
    const wall = Date.UTC(2026, 4, 9);
    const first = stream.due(0, wall).filter(isReport);
    for (let now = 100; now < 1000; now += 100) {
      expect(stream.due(now, wall + now).filter(isReport)).toHaveLength(0);
    }
    const second = stream.due(1000, wall + 1000).filter(isReport);
    for (const [index, ssrc] of [1, 2].entries()) {
      const [before, after] = [first[index], second[index]];
      expect(after?.readUInt32BE(4)).toBe(ssrc);
      expect((after?.readUInt32BE(8) ?? 0) - (before?.readUInt32BE(8) ?? 0)).toBe(1);
      expect(after?.readUInt32BE(8)).toBe(wall / 1000 + 1 + 2_208_988_800);
      const clock = index === 0 ? 90_000 : 48_000;
      expect(((after?.readUInt32BE(16) ?? 0) - (before?.readUInt32BE(16) ?? 0) + 2 ** 32) % 2 ** 32).toBe(clock);
    }
  });

  test('after a long pause goes on where it stood instead of sending a flood', () => {
    const stream = new RtpStream(loop, video, audio, 0);
    const before = stream
      .due(0, 0)
      .filter((packet) => !isReport(packet))
      .map(read);
    const after = stream
      .due(60_000, 60_000)
      .filter((packet) => !isReport(packet))
      .map(read);
    expect(after.length).toBeLessThanOrEqual(4);
    const sequence = (packets: typeof before) => packets.find(({ ssrc }) => ssrc === 2)?.sequence ?? -1;
    expect((sequence(after) - sequence(before) + 0x1_0000) % 0x1_0000).toBe(1);
  });
});
