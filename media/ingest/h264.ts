import { type AccessUnit, type Depacketized, type Depacketizer, MAX_UNIT_BYTES } from './access-unit.ts';
import type { OrderedPacket } from './reorder-buffer.ts';

const START_CODE = Buffer.from([0, 0, 0, 1]);
const NAL_IDR = 5;
const NAL_SPS = 7;
const NAL_PPS = 8;
const NAL_STAP_A = 24;
const NAL_FU_A = 28;

/** Whether a payload can be the first of a picture: parameter sets and the like, or a slice with macroblock 0. */
function startsPicture(payload: Buffer): boolean {
  if (payload.length < 3) return false;
  const type = payload.readUInt8(0) & 0x1f;
  if (type === NAL_FU_A) return (payload.readUInt8(1) & 0x80) !== 0 && (payload.readUInt8(2) & 0x80) !== 0;
  return type > NAL_IDR || (payload.readUInt8(1) & 0x80) !== 0;
}

/**
 * H.264 from RTP (RFC 6184): single NAL units, STAP-A and FU-A, which is what packetization mode 1 allows. Pictures come
 * out in Annex B form; an IDR picture without parameter sets of its own gets the last ones seen.
 */
export class H264Depacketizer implements Depacketizer {
  #nals: Buffer[] = [];
  #bytes = 0;
  #timestamp = 0;
  /** The fragments of a NAL unit whose end is still to come. */
  #fragments: Buffer[] = [];
  #damaged = false;
  #sps: Buffer | null = null;
  #pps: Buffer | null = null;

  push({ packet, gapBefore }: OrderedPacket): Depacketized {
    const units: AccessUnit[] = [];
    let broken = gapBefore;
    if ((this.#nals.length > 0 || this.#fragments.length > 0) && packet.timestamp !== this.#timestamp) {
      // Some senders set no marker: the change of time ends the picture, unless packets are missing here.
      if (gapBefore) broken = true;
      else broken = !this.#finish(units) || broken;
      this.#drop();
    }
    if (gapBefore) this.#damaged = this.#nals.length > 0 || !startsPicture(packet.payload);
    this.#timestamp = packet.timestamp;
    if (!this.#take(packet.payload)) this.#damaged = true;
    if (packet.marker) {
      broken = !this.#finish(units) || broken;
      this.#drop();
    }
    return { units, broken };
  }

  /** False where the payload makes no sense. */
  #take(payload: Buffer): boolean {
    if (payload.length < 1) return true;
    const header = payload.readUInt8(0);
    const type = header & 0x1f;
    if (type >= 1 && type <= 23) return this.#add(payload);
    if (type === NAL_STAP_A) {
      let offset = 1;
      while (offset + 2 <= payload.length) {
        const size = payload.readUInt16BE(offset);
        offset += 2;
        if (size === 0 || offset + size > payload.length) return false;
        if (!this.#add(payload.subarray(offset, offset + size))) return false;
        offset += size;
      }
      return offset === payload.length;
    }
    if (type !== NAL_FU_A || payload.length < 3) return false;
    const fragment = payload.readUInt8(1);
    if (fragment & 0x80) {
      const complete = this.#fragments.length === 0;
      this.#fragments = [Buffer.from([(header & 0xe0) | (fragment & 0x1f)])];
      if (!complete) return false;
    } else if (this.#fragments.length === 0) {
      return false;
    }
    this.#fragments.push(payload.subarray(2));
    this.#bytes += payload.length;
    if (this.#bytes > MAX_UNIT_BYTES) return false;
    if ((fragment & 0x40) === 0) return true;
    const nal = Buffer.concat(this.#fragments);
    this.#fragments = [];
    return this.#add(nal);
  }

  #add(nal: Buffer): boolean {
    const type = nal.readUInt8(0) & 0x1f;
    if (type === NAL_SPS) this.#sps = Buffer.from(nal);
    if (type === NAL_PPS) this.#pps = Buffer.from(nal);
    this.#nals.push(nal);
    this.#bytes += nal.length;
    return this.#bytes <= MAX_UNIT_BYTES;
  }

  /** Makes a picture of what was gathered; false when it is not whole. */
  #finish(units: AccessUnit[]): boolean {
    if (this.#damaged || this.#fragments.length > 0) return false;
    if (this.#nals.length === 0) return true;
    const types = this.#nals.map((nal) => nal.readUInt8(0) & 0x1f);
    const key = types.includes(NAL_IDR);
    const nals = [...this.#nals];
    if (key && !types.includes(NAL_SPS) && this.#sps && this.#pps) nals.unshift(this.#sps, this.#pps);
    const data = Buffer.concat(nals.flatMap((nal) => [START_CODE, nal]));
    units.push({ data, key, timestamp: this.#timestamp, temporalLayer: 0, layerSync: false });
    return true;
  }

  #drop(): void {
    this.#nals = [];
    this.#fragments = [];
    this.#bytes = 0;
    this.#damaged = false;
  }
}
