/** A real SFU on spare ports and the fakes that stand at its edges, for the tests beside it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { pino } from 'pino';
import type { RtpIngress } from './ingress.ts';
import { openSfu, type Sfu } from './sfu.ts';

export const silent = pino({ level: 'silent' });

/** One worker, loopback only. The caller closes it. */
export function openTestSfu(): Promise<Sfu> {
  return openSfu({
    workers: 1,
    announcedAddress: '127.0.0.1',
    workerBin: process.env.MEDIASOUP_WORKER_BIN,
    ports: { min: 34_100, max: 34_399 },
    log: silent,
  });
}

export interface RtpPacket {
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payload: Buffer;
}

export function parseRtp(packet: Buffer): RtpPacket {
  return {
    payloadType: packet.readUInt8(1) & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(12 + (packet.readUInt8(0) & 0x0f) * 4),
  };
}

/** The programme's side: a UDP socket that keeps the RTP that arrives (RTCP, muxed on the same port, is left out). */
export async function openRtpSink() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const packets: RtpPacket[] = [];
  socket.on('message', (message) => {
    const type = message.readUInt8(1);
    if (type < 200 || type > 207) packets.push(parseRtp(message));
  });
  return { port: socket.address().port, packets, close: () => socket.close() };
}

/** Sends made-up media into an ingress: key frames only, so that every packet may be the first. */
export async function openRtpSource() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    port: socket.address().port,
    send(ingress: RtpIngress, everyMs = 20) {
      clearInterval(timer);
      timer = setInterval(() => {
        count += 1;
        // Opus: one silent 20 ms CELT frame.
        socket.send(rtp(ingress.audio, count, count * 960, Buffer.from([0xfc, 0xff, 0xfe])), ingress.port, '127.0.0.1');
        // VP8: first partition of a key frame (RFC 7741 descriptor, then the frame tag with its P bit clear), 16×16.
        const vp8 = Buffer.from([0x10, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x10, 0x00, 0x10, 0x00, 0x00]);
        socket.send(rtp(ingress.video, count, count * 1800, vp8), ingress.port, '127.0.0.1');
      }, everyMs);
    },
    close() {
      clearInterval(timer);
      socket.close();
    },
  };
}

function rtp(
  { ssrc, payloadType }: { ssrc: number; payloadType: number },
  sequence: number,
  time: number,
  body: Buffer,
) {
  const header = Buffer.alloc(12);
  header.writeUInt8(0x80, 0);
  header.writeUInt8(0x80 | payloadType, 1);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(time >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  return Buffer.concat([header, body]);
}

/** What a browser would send as the parameters of its microphone. */
export function microphone(ssrc: number) {
  return {
    mid: '0',
    codecs: [
      { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
    ],
    encodings: [{ ssrc }],
    rtcp: { cname: 'test' },
  };
}

/** A camera with three simulcast layers, as Chromium describes it. */
export function camera() {
  return {
    mid: '1',
    codecs: [
      { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] },
      { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
    ],
    headerExtensions: [
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4 },
      { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 10 },
      { uri: 'urn:3gpp:video-orientation', id: 11 },
    ],
    encodings: [{ rid: 'r0' }, { rid: 'r1' }, { rid: 'r2' }],
    rtcp: { cname: 'test' },
  };
}

export const fingerprint = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
