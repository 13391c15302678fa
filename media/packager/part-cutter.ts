/**
 * Where parts and segments begin, by the video's timestamps: parts every `partUnits` from the segment's start, segments
 * at the first key frame that comes once a segment is full. By timestamps and not by counting, so that ticks which the
 * clock missed shift nothing. Pure.
 */
export interface CutterConfig {
  /** Timestamp units of one part, of one segment, and of half a frame. */
  partUnits: number;
  segmentUnits: number;
  halfFrameUnits: number;
}

/**
 * What the next video packet does. `at`: where the new part begins: on the grid of parts, even if the picture there was
 * missed and this one is a little later; a segment begins with its key frame.
 */
export type Cut = { type: 'none' } | { type: 'part' | 'segment'; at: number };

const NONE: Cut = { type: 'none' };

export class PartCutter {
  private readonly config: CutterConfig;
  private segmentStart: number | null = null;
  private nextCut = 0;

  constructor(config: CutterConfig) {
    this.config = config;
  }

  /** Says whether a new part or segment begins with this packet. `none` before the first key frame: leave it out. */
  next(pts: number, key: boolean): Cut {
    const { partUnits, segmentUnits, halfFrameUnits } = this.config;
    if (this.segmentStart === null) return key ? this.begin(pts) : NONE;
    const full = this.segmentStart + segmentUnits;
    if (key && pts >= full - halfFrameUnits) return this.begin(pts);
    if (pts < this.nextCut - halfFrameUnits) return NONE;
    // The last part of a segment waits for the key frame: a missed tick makes it late, not absent. A part later, the
    // encoder has broken its word, and a segment without a key frame is better than one that never ends.
    if (pts >= full - halfFrameUnits) return pts >= full + partUnits - halfFrameUnits ? this.begin(pts) : NONE;
    const parts = Math.floor((pts + halfFrameUnits - this.segmentStart) / partUnits);
    this.nextCut = this.segmentStart + (parts + 1) * partUnits;
    return { type: 'part', at: this.segmentStart + parts * partUnits };
  }

  private begin(pts: number): Cut {
    this.segmentStart = pts;
    this.nextCut = pts + this.config.partUnits;
    return { type: 'segment', at: pts };
  }
}
