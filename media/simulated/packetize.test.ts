import { expect, test } from 'vitest';
import { nalUnits, packetizePicture } from './packetize.ts';

const startCode = (length: 3 | 4) => Buffer.from(length === 3 ? [0, 0, 1] : [0, 0, 0, 1]);
const unit = (header: number, length: number) => Buffer.concat([Buffer.from([header]), Buffer.alloc(length - 1, 0xab)]);

test('an access unit is taken apart at start codes of either length', () => {
  const units = [unit(0x67, 12), unit(0x68, 4), unit(0x65, 90)];
  const stream = Buffer.concat(units.map((bytes, index) => Buffer.concat([startCode(index === 1 ? 3 : 4), bytes])));
  expect(nalUnits(stream)).toEqual(units);
});

test('a unit that fits travels as it is, a larger one in fragments that give it back', () => {
  const [small, large] = [unit(0x67, 20), unit(0x65, 5000)];
  const [first, ...fragments] = packetizePicture('h264', Buffer.concat([startCode(4), small, startCode(3), large]));
  expect(first).toEqual(small);
  expect(fragments.length).toBeGreaterThan(4);
  expect(fragments.every((bytes) => (bytes[0] ?? 0) === 0x7c && bytes.length <= 1180)).toBe(true);
  const flags = fragments.map((bytes) => (bytes[1] ?? 0) & 0xc0);
  expect(flags).toEqual([0x80, ...flags.slice(1, -1).map(() => 0), 0x40]);
  const header = ((fragments[0]?.[0] ?? 0) & 0xe0) | ((fragments[0]?.[1] ?? 0) & 0x1f);
  expect(Buffer.concat([Buffer.from([header]), ...fragments.map((bytes) => bytes.subarray(2))])).toEqual(large);
});

test('a VP8 frame is marked at its beginning only, and its packets are about equally long', () => {
  const frame = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 251));
  const payloads = packetizePicture('vp8', frame);
  expect(payloads.map((bytes) => bytes[0])).toEqual([0x10, 0x00, 0x00]);
  expect(payloads.map((bytes) => bytes.length)).toEqual([1001, 1001, 1001]);
  expect(Buffer.concat(payloads.map((bytes) => bytes.subarray(1)))).toEqual(frame);
});
