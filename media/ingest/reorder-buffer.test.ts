import { expect, test } from 'vitest';
import type { RtpPacket } from '../core/rtp.ts';
import { ReorderBuffer } from './reorder-buffer.ts';

const packet = (sequence: number): RtpPacket => ({
  payloadType: 96,
  marker: false,
  sequence: sequence & 0xffff,
  timestamp: 0,
  ssrc: 1,
  payload: Buffer.alloc(1),
});
const names = (ordered: { packet: RtpPacket; gapBefore: boolean }[]): string[] =>
  ordered.map((each) => `${each.gapBefore ? 'gap ' : ''}${each.packet.sequence}`);

test('packets in order pass at once, duplicates once', () => {
  const buffer = new ReorderBuffer();
  expect(names(buffer.push(packet(10), 0))).toEqual(['10']);
  expect(names(buffer.push(packet(11), 0))).toEqual(['11']);
  expect(names(buffer.push(packet(11), 0))).toEqual([]);
  expect(names(buffer.push(packet(9), 0))).toEqual([]);
});

test('a packet that was overtaken gets its place back, across the wrap', () => {
  const buffer = new ReorderBuffer();
  buffer.push(packet(65_534), 0);
  expect(names(buffer.push(packet(65_536), 1))).toEqual([]);
  expect(names(buffer.push(packet(65_537), 2))).toEqual([]);
  expect(names(buffer.push(packet(65_535), 3))).toEqual(['65535', '0', '1']);
  expect(buffer.lost).toBe(0);
});

test('a lost packet is waited for 40 ms, then named as a gap', () => {
  const buffer = new ReorderBuffer();
  buffer.push(packet(1), 0);
  buffer.push(packet(4), 10);
  expect(names(buffer.expire(49))).toEqual([]);
  expect(names(buffer.expire(50))).toEqual(['gap 4']);
  expect(buffer.lost).toBe(2);
  expect(names(buffer.push(packet(3), 51))).toEqual([]);
});

test('a lost packet is given up once 24 packets wait behind it', () => {
  const buffer = new ReorderBuffer();
  buffer.push(packet(0), 0);
  for (let sequence = 2; sequence < 25; sequence += 1) expect(buffer.push(packet(sequence), 0)).toEqual([]);
  expect(names(buffer.push(packet(25), 0))).toHaveLength(24);
});

test('a sender that starts its numbers anew is followed', () => {
  const buffer = new ReorderBuffer();
  buffer.push(packet(100), 0);
  expect(names(buffer.push(packet(30_000), 0))).toEqual(['gap 30000']);
  expect(names(buffer.push(packet(30_001), 0))).toEqual(['30001']);
});

test('a retransmission that comes too late makes the next missing packet waited for longer, up to 350 ms', () => {
  const buffer = new ReorderBuffer();
  buffer.push(packet(1), 0);
  expect(names(buffer.push(packet(3), 20))).toEqual([]);
  expect(names(buffer.expire(60))).toEqual(['gap 3']);
  // It was missed at 20 and comes at 140: 120 ms, and a quarter more.
  expect(names(buffer.push(packet(2), 140))).toEqual([]);
  expect(names(buffer.push(packet(5), 160))).toEqual([]);
  expect(names(buffer.expire(300))).toEqual([]);
  expect(names(buffer.push(packet(4), 305))).toEqual(['4', '5']);
  expect(names(buffer.push(packet(7), 400))).toEqual([]);
  expect(names(buffer.expire(540))).toEqual([]);
  expect(names(buffer.expire(800))).toEqual(['gap 7']);
});
