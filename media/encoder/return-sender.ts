import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Packet } from 'node-av/lib';
import type { EncodedTrack } from '../core/encoded.ts';
import { MediaError } from '../core/errors.ts';
import type { ReturnTarget } from '../core/program-link.ts';
import { parseRtcp, writeSenderReport } from '../core/rtcp.ts';
import { isRtcp, writeRtp } from '../core/rtp.ts';
import { H264Packetizer } from './h264-packetizer.ts';
import type { MonitorSink } from './program-encoder.ts';

/** Payload bytes per packet: with RTP, SRTP and header extensions it stays below the 1200 that WebRTC counts on. */
export const MAX_PAYLOAD = 1_100;
const VIDEO_CLOCK = 90_000;
const AUDIO_CLOCK = 48_000;
/** Soon after the start and then once a second, ms: receivers need them for lip sync. */
const REPORT_INTERVAL_MS = 1_000;
const CNAME = 'programme';

/** Sends bytes to a UDP port. */
export interface DatagramSender {
  send(datagram: Buffer, port: number, ip: string): void;
}

/** One RTP stream of the return to one target: numbering, timestamps, sender reports. */
class ReturnStream {
  readonly target: ReturnTarget;
  readonly #clockRate: number;
  readonly #sender: DatagramSender;
  readonly #firstTimestamp = randomInt(2 ** 31);
  #sequence = randomInt(2 ** 15);
  #packets = 0;
  #bytes = 0;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(target: ReturnTarget, sender: DatagramSender) {
    this.target = target;
    this.#clockRate = target.kind === 'video' ? VIDEO_CLOCK : AUDIO_CLOCK;
    this.#sender = sender;
  }

  /** @param mediaMs time of the payloads since the start of the programme; @param startedAt wall clock of that start */
  send(payloads: Buffer[], mediaMs: number, startedAt: number): void {
    const elapsed = Math.round((mediaMs * this.#clockRate) / 1000);
    const timestamp = (this.#firstTimestamp + elapsed + 2 ** 32) % 2 ** 32;
    const { ip, port, ssrc, payloadType } = this.target;
    if (mediaMs - this.#reportedAt >= REPORT_INTERVAL_MS) {
      this.#reportedAt = mediaMs;
      const sent = { packets: this.#packets, bytes: this.#bytes };
      const report = { ssrc, ntpMs: startedAt + mediaMs, rtpTimestamp: timestamp };
      this.#sender.send(writeSenderReport(report, sent, CNAME), port, ip);
    }
    for (const [index, payload] of payloads.entries()) {
      // Sound is one stretch of talk: only pictures end with a marker.
      const marker = this.target.kind === 'video' && index === payloads.length - 1;
      this.#sender.send(
        writeRtp({ payloadType, marker, sequence: this.#sequence, timestamp, ssrc, payload }),
        port,
        ip,
      );
      this.#sequence = (this.#sequence + 1) % 2 ** 16;
      this.#packets += 1;
      this.#bytes += payload.length;
    }
  }
}

/**
 * The programme as WebRTC return: the encoder's own H.264, and Opus, as RTP to the given targets. Both streams tell the
 * programme's wall clock in their sender reports, so that receivers can sync them. Takes H.264 and Opus tracks.
 */
export class ReturnSender implements MonitorSink {
  readonly #sender: DatagramSender;
  #packetizer: H264Packetizer | null = null;
  #tracks: { video: EncodedTrack; audio: EncodedTrack } | null = null;
  #startedAt = 0;
  #streams: ReturnStream[] = [];

  constructor(sender: DatagramSender) {
    this.#sender = sender;
  }

  /** Where to send from now on. A target that was there before goes on with its numbering. */
  set targets(targets: readonly ReturnTarget[]) {
    this.#streams = targets.map(
      (target) =>
        this.#streams.find((stream) => sameTarget(stream.target, target)) ?? new ReturnStream(target, this.#sender),
    );
  }

  get isHeard(): boolean {
    return this.#streams.some(({ target: { kind, without } }) => kind === 'audio' && without === null);
  }

  open(tracks: { video: EncodedTrack; audio: EncodedTrack }, startedAt: number): void {
    const { extradata } = tracks.video.parameters;
    if (!extradata) throw new MediaError('badFormat', 'the encoder named no parameter sets');
    this.#packetizer = new H264Packetizer(extradata, MAX_PAYLOAD);
    this.#tracks = tracks;
    this.#startedAt = startedAt;
  }

  write(kind: 'video' | 'audio', packet: Packet): void {
    const streams = this.#streams.filter(
      ({ target }) => target.kind === kind && target.without === null && !target.small,
    );
    const data = packet.data;
    if (streams.length === 0 || !this.#tracks || !this.#packetizer || !data) return;
    const payloads = kind === 'video' ? this.#packetizer.packetize(data) : [Buffer.from(data)];
    const { num, den } = this.#tracks[kind].timeBase;
    const mediaMs = (Number(packet.pts) * num * 1000) / den;
    for (const stream of streams) stream.send(payloads, mediaMs, this.#startedAt);
  }

  /** One small picture's payloads. */
  writeSmall(payloads: Buffer[], mediaMs: number): void {
    for (const stream of this.#streams) {
      if (stream.target.small) stream.send(payloads, mediaMs, this.#startedAt);
    }
  }

  writeMixMinus(contributorId: string, packet: Packet, mediaMs: number): void {
    const { data } = packet;
    if (!data) return;
    for (const stream of this.#streams) {
      if (stream.target.without === contributorId) stream.send([Buffer.from(data)], mediaMs, this.#startedAt);
    }
  }

  close(): void {
    this.#streams = [];
    this.#packetizer = null;
  }
}

function sameTarget(a: ReturnTarget, b: ReturnTarget): boolean {
  return (
    a.kind === b.kind &&
    a.without === b.without &&
    a.small === b.small &&
    a.ip === b.ip &&
    a.port === b.port &&
    a.ssrc === b.ssrc &&
    a.payloadType === b.payloadType
  );
}

export interface ReturnSocket extends DatagramSender {
  close(): void;
}

/** The UDP socket of the return. `onKeyFrameWanted`: a receiver asked for a key frame by RTCP. */
export function openReturnSocket(onKeyFrameWanted: () => void): ReturnSocket {
  const socket = createSocket('udp4');
  socket.on('message', (datagram) => {
    if (isRtcp(datagram) && parseRtcp(datagram).keyFrameRequest) onKeyFrameWanted();
  });
  // A port that is closed answers with an ICMP error; the SFU is being restarted then.
  socket.on('error', () => {});
  let closed = false;
  return {
    send(datagram, port, ip) {
      if (!closed) socket.send(datagram, port, ip);
    },
    close() {
      if (closed) return;
      closed = true;
      socket.close();
    },
  };
}
