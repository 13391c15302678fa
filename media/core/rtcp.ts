/** RTCP (RFC 3550, RFC 4585): sender reports in and out, and requests for a key frame. */

export interface SenderReport {
  ssrc: number;
  /** The sender's wall clock, ms since the Unix epoch. */
  ntpMs: number;
  /** The same instant on the RTP clock. */
  rtpTimestamp: number;
}

export interface RtcpContents {
  reports: SenderReport[];
  /** A picture-loss indication or a full intra request was among them. */
  keyFrameRequest: boolean;
}

const SENDER_REPORT = 200;
const SOURCE_DESCRIPTION = 202;
const PAYLOAD_FEEDBACK = 206;
const PICTURE_LOSS = 1;
const FULL_INTRA = 4;
/** Seconds from 1900 (NTP) to 1970 (Unix). */
const NTP_OFFSET_S = 2_208_988_800;

/** Reads a compound packet up to its first malformed part. */
export function parseRtcp(datagram: Buffer): RtcpContents {
  const contents: RtcpContents = { reports: [], keyFrameRequest: false };
  let offset = 0;
  while (offset + 4 <= datagram.length) {
    const first = datagram.readUInt8(offset);
    const type = datagram.readUInt8(offset + 1);
    const end = offset + 4 + datagram.readUInt16BE(offset + 2) * 4;
    if (first >> 6 !== 2 || end > datagram.length) break;
    if (type === SENDER_REPORT && end >= offset + 28) {
      const seconds = datagram.readUInt32BE(offset + 8) - NTP_OFFSET_S;
      const fraction = datagram.readUInt32BE(offset + 12) / 2 ** 32;
      contents.reports.push({
        ssrc: datagram.readUInt32BE(offset + 4),
        ntpMs: (seconds + fraction) * 1000,
        rtpTimestamp: datagram.readUInt32BE(offset + 16),
      });
    } else if (type === PAYLOAD_FEEDBACK) {
      const format = first & 0x1f;
      if (format === PICTURE_LOSS || format === FULL_INTRA) contents.keyFrameRequest = true;
    }
    offset = end;
  }
  return contents;
}

export interface SentSoFar {
  packets: number;
  /** Payload bytes. */
  bytes: number;
}

/** A sender report with the canonical name that ties a sender's sound to its picture. */
export function writeSenderReport(report: SenderReport, sent: SentSoFar, cname: string): Buffer {
  const name = Buffer.from(cname);
  const itemBytes = 2 + name.length + 1;
  const paddedItemBytes = Math.ceil(itemBytes / 4) * 4;
  const datagram = Buffer.alloc(28 + 8 + paddedItemBytes);
  const wholeSeconds = Math.floor(report.ntpMs / 1000);
  datagram.writeUInt8(0x80, 0);
  datagram.writeUInt8(SENDER_REPORT, 1);
  datagram.writeUInt16BE(6, 2);
  datagram.writeUInt32BE(report.ssrc, 4);
  datagram.writeUInt32BE((wholeSeconds + NTP_OFFSET_S) % 2 ** 32, 8);
  datagram.writeUInt32BE(Math.floor(((report.ntpMs - wholeSeconds * 1000) / 1000) * 2 ** 32), 12);
  datagram.writeUInt32BE(report.rtpTimestamp, 16);
  datagram.writeUInt32BE(sent.packets % 2 ** 32, 20);
  datagram.writeUInt32BE(sent.bytes % 2 ** 32, 24);

  datagram.writeUInt8(0x81, 28);
  datagram.writeUInt8(SOURCE_DESCRIPTION, 29);
  datagram.writeUInt16BE(1 + paddedItemBytes / 4, 30);
  datagram.writeUInt32BE(report.ssrc, 32);
  datagram.writeUInt8(1, 36);
  datagram.writeUInt8(name.length, 37);
  name.copy(datagram, 38);
  return datagram;
}
