/** H.264 in Annex B form → RTP payloads (RFC 6184, packetization mode 1: single NAL units, STAP-A, FU-A). */

const NAL_IDR = 5;
const NAL_SPS = 7;
const NAL_PPS = 8;
const NAL_ACCESS_UNIT_DELIMITER = 9;
const NAL_STAP_A = 24;
const NAL_FU_A = 28;

/** The NAL units of an Annex B byte stream, as views. */
export function splitAnnexB(data: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  let start = -1;
  let zeros = 0;
  for (let i = 0; i < data.length; i += 1) {
    const byte = data[i];
    if (byte === 1 && zeros >= 2) {
      if (start >= 0) nals.push(trimZeros(data.subarray(start, i - 2)));
      start = i + 1;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  if (start >= 0) nals.push(trimZeros(data.subarray(start)));
  return nals.filter((nal) => nal.length > 0);
}

function trimZeros(nal: Buffer): Buffer {
  let end = nal.length;
  while (end > 0 && nal[end - 1] === 0) end -= 1;
  return nal.subarray(0, end);
}

function typeOf(nal: Buffer): number {
  return nal.readUInt8(0) & 0x1f;
}

export class H264Packetizer {
  readonly #parameterSets: Buffer;
  readonly #maxPayload: number;

  /**
   * @param extradata SPS and PPS in Annex B form, as the encoder tells them; sent before each IDR picture
   * @param maxPayload bytes
   */
  constructor(extradata: Buffer, maxPayload: number) {
    const sets = splitAnnexB(extradata).filter((nal) => typeOf(nal) === NAL_SPS || typeOf(nal) === NAL_PPS);
    this.#parameterSets = aggregate(sets);
    this.#maxPayload = maxPayload;
  }

  /** The payloads of one picture; the last one gets the marker. */
  packetize(picture: Buffer): Buffer[] {
    const nals = splitAnnexB(picture).filter((nal) => {
      const type = typeOf(nal);
      return type !== NAL_ACCESS_UNIT_DELIMITER && type !== NAL_SPS && type !== NAL_PPS;
    });
    const payloads: Buffer[] = nals.some((nal) => typeOf(nal) === NAL_IDR) ? [this.#parameterSets] : [];
    for (const nal of nals) {
      if (nal.length <= this.#maxPayload) payloads.push(nal);
      else payloads.push(...this.#fragment(nal));
    }
    return payloads;
  }

  #fragment(nal: Buffer): Buffer[] {
    const header = nal.readUInt8(0);
    const body = nal.subarray(1);
    const room = this.#maxPayload - 2;
    const count = Math.ceil(body.length / room);
    const size = Math.ceil(body.length / count);
    const fragments: Buffer[] = [];
    for (let offset = 0; offset < body.length; offset += size) {
      const start = offset === 0 ? 0x80 : 0;
      const end = offset + size >= body.length ? 0x40 : 0;
      const head = Buffer.from([(header & 0xe0) | NAL_FU_A, start | end | (header & 0x1f)]);
      fragments.push(Buffer.concat([head, body.subarray(offset, offset + size)]));
    }
    return fragments;
  }
}

/** One STAP-A of some NAL units; its importance is the highest of theirs. */
function aggregate(nals: Buffer[]): Buffer {
  const importance = Math.max(0, ...nals.map((nal) => nal.readUInt8(0) & 0x60));
  const parts: Buffer[] = [Buffer.from([importance | NAL_STAP_A])];
  for (const nal of nals) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(nal.length);
    parts.push(length, nal);
  }
  return Buffer.concat(parts);
}
