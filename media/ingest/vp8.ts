import { type AccessUnit, type Depacketized, type Depacketizer, MAX_UNIT_BYTES } from './access-unit.ts';
import type { OrderedPacket } from './reorder-buffer.ts';

interface Vp8Descriptor {
  /** Bytes. */
  length: number;
  startsFrame: boolean;
  /** 0 for the base layer, and where the sender names none. */
  temporalLayer: number;
  /** The picture builds on the base layer alone. */
  layerSync: boolean;
}

/** The payload descriptor (RFC 7741, section 4.2), or null when the packet ends inside it. */
export function readVp8Descriptor(payload: Buffer): Vp8Descriptor | null {
  if (payload.length < 1) return null;
  const first = payload.readUInt8(0);
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  let length = 1;
  let temporalLayer = 0;
  let layerSync = false;
  if (first & 0x80) {
    if (payload.length < 2) return null;
    const extensions = payload.readUInt8(1);
    length = 2;
    if (extensions & 0x80) {
      if (payload.length < 3) return null;
      length += payload.readUInt8(2) & 0x80 ? 2 : 1;
    }
    if (extensions & 0x40) length += 1;
    if (extensions & 0x30) {
      if (payload.length <= length) return null;
      const layer = payload.readUInt8(length);
      if (extensions & 0x20) {
        temporalLayer = layer >> 6;
        layerSync = (layer & 0x20) !== 0;
      }
      length += 1;
    }
  }
  return payload.length > length ? { length, startsFrame, temporalLayer, layerSync } : null;
}

/** A key frame has the P bit off, the start code and its size behind the frame tag (RFC 6386, section 9.1). */
function isKeyFrame(frame: Buffer): boolean {
  return frame.length >= 10 && (frame.readUInt8(0) & 1) === 0 && frame.readUIntBE(3, 3) === 0x9d012a;
}

/** VP8 from RTP (RFC 7741). */
export class Vp8Depacketizer implements Depacketizer {
  #parts: Buffer[] = [];
  #bytes = 0;
  #timestamp = 0;
  #temporalLayer = 0;
  #layerSync = false;

  push({ packet, gapBefore }: OrderedPacket): Depacketized {
    const units: AccessUnit[] = [];
    let broken = gapBefore;
    // The picture before was cut short: its last packet never came.
    if (this.#bytes > 0 && (gapBefore || packet.timestamp !== this.#timestamp)) {
      broken = true;
      this.#drop();
    }
    const descriptor = readVp8Descriptor(packet.payload);
    if (!descriptor) return { units, broken: broken || packet.payload.length > 0 };
    if (descriptor.startsFrame) {
      if (this.#bytes > 0) broken = true;
      this.#drop();
      this.#timestamp = packet.timestamp;
      this.#temporalLayer = descriptor.temporalLayer;
      this.#layerSync = descriptor.layerSync;
    } else if (this.#bytes === 0) {
      return { units, broken: true };
    }
    const part = packet.payload.subarray(descriptor.length);
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes > MAX_UNIT_BYTES) {
      this.#drop();
      return { units, broken: true };
    }
    if (packet.marker) {
      const data = this.#parts.length === 1 ? part : Buffer.concat(this.#parts);
      const [temporalLayer, layerSync] = [this.#temporalLayer, this.#layerSync];
      units.push({ data, key: isKeyFrame(data), timestamp: packet.timestamp, temporalLayer, layerSync });
      this.#drop();
    }
    return { units, broken };
  }

  #drop(): void {
    this.#parts = [];
    this.#bytes = 0;
  }
}
