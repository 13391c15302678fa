/** Wall clock ↔ playback time, by what the playlist says of its segments (EXT-X-PROGRAM-DATE-TIME). Pure. */

export type DatedSegment = {
  /** Playback time of its first picture, seconds. */
  start: number;
  duration: number;
  /** Wall clock of it, ms since the epoch; null: not said. */
  programDateTime: number | null;
};

/**
 * Where what went out at `at` (ms since the epoch) is. What fell into an interruption is its end; what was before the
 * first segment is that.
 * @returns null when it is later than the last one, or no segment has a date
 */
export function playbackTimeOf(segments: readonly DatedSegment[], at: number): number | null {
  const dated = segments.filter(({ programDateTime }) => programDateTime !== null);
  for (const { start, duration, programDateTime } of dated) {
    const into = (at - (programDateTime ?? 0)) / 1000;
    if (into < duration) return start + Math.max(0, into);
  }
  return null;
}

/**
 * When what is at `position` (playback time, seconds) went out, ms since the epoch. Goes on beyond the last segment: what
 * is shown there belongs to the one that is being made.
 * @returns null where no segment before it has a date
 */
export function instantOf(segments: readonly DatedSegment[], position: number): number | null {
  const segment = segments.findLast(({ start, programDateTime }) => programDateTime !== null && start <= position);
  if (!segment) return null;
  return (segment.programDateTime ?? 0) + (position - segment.start) * 1000;
}
