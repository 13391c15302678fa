/** RTP (RFC 3550), as far as the programme needs it. Everything read here comes from a network: nothing is trusted. */

export interface RtpPacket {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** A view into the datagram. */
  payload: Buffer;
}

export const RTP_HEADER_BYTES = 12;

/** Tells RTCP from RTP on a muxed port (RFC 5761, section 4). */
export function isRtcp(datagram: Buffer): boolean {
  const second = datagram.length >= 2 ? datagram.readUInt8(1) : 0;
  return second >= 192 && second <= 223;
}

/** The packet in `datagram`, or null where it is not a whole RTP packet. */
export function parseRtp(datagram: Buffer): RtpPacket | null {
  if (datagram.length < RTP_HEADER_BYTES) return null;
  const first = datagram.readUInt8(0);
  if (first >> 6 !== 2) return null;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (datagram.length < start + 4) return null;
    start += 4 + datagram.readUInt16BE(start + 2) * 4;
  }
  let end = datagram.length;
  if (first & 0x20) end -= datagram.readUInt8(end - 1);
  if (end < start) return null;
  const second = datagram.readUInt8(1);
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payload: datagram.subarray(start, end),
  };
}

/** Header and payload as one datagram. */
export function writeRtp(packet: RtpPacket): Buffer {
  const datagram = Buffer.allocUnsafe(RTP_HEADER_BYTES + packet.payload.length);
  datagram.writeUInt8(0x80, 0);
  datagram.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  datagram.writeUInt16BE(packet.sequence, 2);
  datagram.writeUInt32BE(packet.timestamp, 4);
  datagram.writeUInt32BE(packet.ssrc, 8);
  packet.payload.copy(datagram, RTP_HEADER_BYTES);
  return datagram;
}

/** Carries a counter of `bits` bits on past its wrap: each value becomes the nearest one to the value before. */
export class Unwrapper {
  readonly #modulus: number;
  #last: number | null = null;

  constructor(bits: 16 | 32) {
    this.#modulus = 2 ** bits;
  }

  unwrap(value: number): number {
    if (this.#last === null) {
      // Room below the first value, so that a packet that was overtaken by it stays positive.
      this.#last = value + this.#modulus;
      return this.#last;
    }
    let delta = (value - this.#last) % this.#modulus;
    if (delta < 0) delta += this.#modulus;
    if (delta > this.#modulus / 2) delta -= this.#modulus;
    this.#last += delta;
    return this.#last;
  }

  /** What `value` would become, without remembering it. */
  peek(value: number): number {
    const last = this.#last;
    const result = this.unwrap(value);
    this.#last = last;
    return result;
  }
}
