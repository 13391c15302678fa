import { expect, test } from 'vitest';
import type { RtpPacket } from '../core/rtp.ts';
import type { AccessUnit } from './access-unit.ts';
import { H264Depacketizer } from './h264.ts';
import { readVp8Descriptor, Vp8Depacketizer } from './vp8.ts';

const rtp = (payload: number[] | Buffer, timestamp: number, marker = false): RtpPacket => ({
  payloadType: 96,
  marker,
  sequence: 0,
  timestamp,
  ssrc: 1,
  payload: Buffer.from(payload),
});
const START = '00000001';
const hex = (units: AccessUnit[]): string[] =>
  units.map((unit) => `${unit.key ? 'key ' : ''}${unit.data.toString('hex')}`);
const VP8_KEY = [0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00];

test('the VP8 descriptor is skipped in all its forms', () => {
  const base = { temporalLayer: 0, layerSync: false };
  expect(readVp8Descriptor(Buffer.from([0x10, 1]))).toEqual({ length: 1, startsFrame: true, ...base });
  expect(readVp8Descriptor(Buffer.from([0x90, 0x80, 0x11, 1]))).toEqual({ length: 3, startsFrame: true, ...base });
  expect(readVp8Descriptor(Buffer.from([0x80, 0xf0, 0x81, 0x11, 5, 0xa6, 1]))).toEqual({
    ...{ length: 6, startsFrame: false, temporalLayer: 2, layerSync: true },
  });
  // A key picture's number alone (K) names no layer.
  expect(readVp8Descriptor(Buffer.from([0x90, 0x10, 0xe1, 1]))).toEqual({ length: 3, startsFrame: true, ...base });
  expect(readVp8Descriptor(Buffer.from([0x11, 1]))?.startsFrame).toBe(false);
  for (const cut of [[], [0x10], [0x90], [0x90, 0x80], [0x90, 0x80, 0x80, 1], [0x90, 0xf0, 1, 2, 3]]) {
    expect(readVp8Descriptor(Buffer.from(cut))).toBeNull();
  }
});

test('a VP8 picture is put together from its packets and known as a key frame', () => {
  const depacketizer = new Vp8Depacketizer();
  expect(depacketizer.push({ packet: rtp([0x10, ...VP8_KEY], 1), gapBefore: false }).units).toEqual([]);
  const { units, broken } = depacketizer.push({ packet: rtp([0x00, 0xaa, 0xbb], 1, true), gapBefore: false });
  expect(hex(units)).toEqual([`key ${Buffer.from([...VP8_KEY, 0xaa, 0xbb]).toString('hex')}`]);
  expect(broken).toBe(false);
});

test('a VP8 picture with a hole never comes out', () => {
  const depacketizer = new Vp8Depacketizer();
  depacketizer.push({ packet: rtp([0x10, ...VP8_KEY], 1), gapBefore: false });
  const afterGap = depacketizer.push({ packet: rtp([0x00, 0xaa], 1, true), gapBefore: true });
  expect(afterGap).toEqual({ units: [], broken: true });
  // The end of a picture is missing: the next one says so.
  depacketizer.push({ packet: rtp([0x10, ...VP8_KEY], 2), gapBefore: false });
  const next = depacketizer.push({ packet: rtp([0x10, 0x01, 0x00], 3, true), gapBefore: false });
  expect(next.broken).toBe(true);
  expect(hex(next.units)).toEqual(['0100']);
});

test('H.264 comes out of single units, aggregates and fragments', () => {
  const depacketizer = new H264Depacketizer();
  depacketizer.push({ packet: rtp([0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 2], 1), gapBefore: false });
  depacketizer.push({ packet: rtp([0x7c, 0x85, 0xa1], 1), gapBefore: false });
  depacketizer.push({ packet: rtp([0x7c, 0x05, 0xa2], 1), gapBefore: false });
  const key = depacketizer.push({ packet: rtp([0x7c, 0x45, 0xa3], 1, true), gapBefore: false });
  expect(hex(key.units)).toEqual([`key ${START}6701${START}6802${START}65a1a2a3`]);
  const delta = depacketizer.push({ packet: rtp([0x41, 0x9a], 2, true), gapBefore: false });
  expect(hex(delta.units)).toEqual([`${START}419a`]);
});

test('an H.264 key frame without parameter sets gets the last ones', () => {
  const depacketizer = new H264Depacketizer();
  depacketizer.push({ packet: rtp([0x67, 1], 1), gapBefore: false });
  depacketizer.push({ packet: rtp([0x68, 2], 1), gapBefore: false });
  depacketizer.push({ packet: rtp([0x65, 0x88], 1, true), gapBefore: false });
  const { units } = depacketizer.push({ packet: rtp([0x65, 0x99], 2, true), gapBefore: false });
  expect(hex(units)).toEqual([`key ${START}6701${START}6802${START}6599`]);
});

test('an H.264 picture with a hole never comes out, one without a marker does', () => {
  const depacketizer = new H264Depacketizer();
  depacketizer.push({ packet: rtp([0x7c, 0x85, 0xa1], 1), gapBefore: false });
  expect(depacketizer.push({ packet: rtp([0x7c, 0x45, 0xa3], 1, true), gapBefore: true })).toEqual({
    units: [],
    broken: true,
  });
  // Begins in the middle: its first slice was lost.
  expect(depacketizer.push({ packet: rtp([0x41, 0x1a], 2, true), gapBefore: true }).units).toEqual([]);
  depacketizer.push({ packet: rtp([0x41, 0x9a], 3), gapBefore: false });
  const next = depacketizer.push({ packet: rtp([0x41, 0x9b], 4, true), gapBefore: false });
  expect(hex(next.units)).toEqual([`${START}419a`, `${START}419b`]);
});
