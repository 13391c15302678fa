/** One segment of a timeline. */
import type { InitInfo, ThumbnailInfo } from './timeline-event.ts';

export interface TimelinePart {
  /** Seconds. */
  duration: number;
  independent: boolean;
  /** Where its bytes lie in the segment's files: the programme's own, then the lower renditions. */
  places: readonly { offset: number; length: number }[];
}

export interface TimelineSegment {
  /** Media sequence number. */
  msn: number;
  name: string;
  init: InitInfo;
  /** The first of its epoch: EXT-X-DISCONTINUITY stands before it. Never on the very first segment. */
  discontinuity: boolean;
  /** Wall clock of its first frame, ms since the epoch. */
  programDateTime: number;
  parts: TimelinePart[];
  /** Sum of its parts, seconds. */
  duration: number;
  /** Bytes of its files: the programme's own, then the lower renditions. */
  lengths: readonly number[];
  /** No part will follow. */
  complete: boolean;
  /** Its bytes are lost: EXT-X-GAP. */
  gap: boolean;
  /** Nobody asks for its parts any more: they are one. */
  compact: boolean;
  /** A small picture of its beginning; null: there is none. */
  thumbnail: ThumbnailInfo | null;
}

/** Its parts become one: nobody asks for them any more. */
export function compact(segment: TimelineSegment): void {
  const [first] = segment.parts;
  if (!first) return;
  const { duration, lengths } = segment;
  const places = lengths.map((length) => ({ offset: 0, length }));
  segment.parts = [{ duration, independent: first.independent, places }];
  segment.compact = true;
}

/** From the newest to the oldest. */
export function* walkBack(segments: readonly TimelineSegment[]): Generator<TimelineSegment> {
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index];
    if (segment) yield segment;
  }
}

/** Sums of many parts stay whole microseconds. */
export function micro(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
