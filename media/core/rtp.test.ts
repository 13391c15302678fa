import { expect, test } from 'vitest';
import { parseRtcp, writeSenderReport } from './rtcp.ts';
import { isRtcp, parseRtp, Unwrapper, writeRtp } from './rtp.ts';

const packet = {
  payloadType: 96,
  marker: true,
  sequence: 65_535,
  timestamp: 4_294_967_295,
  ssrc: 3_735_928_559,
  payload: Buffer.from('payload'),
};

test('a packet that is written is read back the same', () => {
  expect(parseRtp(writeRtp(packet))).toEqual(packet);
});

test('contributing sources, header extension and padding are left out of the payload', () => {
  const plain = writeRtp(packet);
  const extended = Buffer.concat([
    plain.subarray(0, 12),
    Buffer.alloc(8),
    Buffer.from([0xbe, 0xde, 0, 1, 1, 2, 3, 4]),
    packet.payload,
    Buffer.from([0, 0, 3]),
  ]);
  extended.writeUInt8(0x80 | 0x20 | 0x10 | 2, 0);
  expect(parseRtp(extended)?.payload.toString()).toBe('payload');
});

test('headers that promise more than there is are refused', () => {
  for (const first of [0x8f, 0x90, 0xb0, 0xa0, 0x40, 0x00]) {
    const datagram = writeRtp({ ...packet, payload: Buffer.from([0xff, 0xff]) });
    datagram.writeUInt8(first, 0);
    expect(parseRtp(datagram)).toBeNull();
  }
  for (let length = 0; length < 12; length += 1) expect(parseRtp(writeRtp(packet).subarray(0, length))).toBeNull();
});

test('RTCP is told apart on a muxed port', () => {
  const report = writeSenderReport({ ssrc: 1, ntpMs: 1_000, rtpTimestamp: 2 }, { packets: 0, bytes: 0 }, 'x');
  expect(isRtcp(report)).toBe(true);
  expect(isRtcp(writeRtp(packet))).toBe(false);
});

test('a sender report keeps its time to within a microsecond', () => {
  const ntpMs = Date.UTC(2026, 4, 9, 12) + 123.456;
  const datagram = writeSenderReport({ ssrc: 7, ntpMs, rtpTimestamp: 99 }, { packets: 3, bytes: 400 }, 'programme');
  const [report] = parseRtcp(datagram).reports;
  expect(report).toMatchObject({ ssrc: 7, rtpTimestamp: 99 });
  expect(report?.ntpMs).toBeCloseTo(ntpMs, 3);
  expect(datagram.length % 4).toBe(0);
});

test('a request for a key frame is heard in a compound packet', () => {
  const loss = Buffer.from([0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]);
  const report = writeSenderReport({ ssrc: 1, ntpMs: 0, rtpTimestamp: 0 }, { packets: 0, bytes: 0 }, 'x');
  expect(parseRtcp(Buffer.concat([report, loss])).keyFrameRequest).toBe(true);
  expect(parseRtcp(report).keyFrameRequest).toBe(false);
});

test('counters go on past their wrap, forwards and back', () => {
  const counter = new Unwrapper(16);
  const first = counter.unwrap(65_534);
  expect([counter.unwrap(1) - first, counter.unwrap(65_535) - first, counter.unwrap(2) - first]).toEqual([3, 1, 4]);
  expect(counter.peek(5) - first).toBe(7);
  expect(counter.unwrap(3) - first).toBe(5);
});
