import type { OrderedPacket } from './reorder-buffer.ts';

/** One whole coded picture, as its decoder wants it. */
export interface AccessUnit {
  data: Buffer;
  /** It can be decoded without any picture before it. */
  key: boolean;
  /** RTP time, not unwrapped. */
  timestamp: number;
  /** Pictures build on none of a higher layer: without those above 0 there are fewer pictures, each of them whole. */
  temporalLayer: number;
  /** It builds on layer 0 alone. */
  layerSync: boolean;
}

/** What a packet brought: whole pictures, and whether something was missing before the last of them. */
export interface Depacketized {
  units: AccessUnit[];
  /** A picture was lost, wholly or in part: pictures that build on it cannot be decoded. */
  broken: boolean;
}

export interface Depacketizer {
  push(ordered: OrderedPacket): Depacketized;
}

/** A coded picture larger than this is taken for damage. */
export const MAX_UNIT_BYTES = 4 * 1024 * 1024;
