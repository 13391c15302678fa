/** What an index promises and the disk does not have. */
import type { RenditionFiles } from './rendition-files.ts';
import type { TimelineSegment } from './timeline-segment.ts';

/** Hours are thousands of files: so many are looked at together. */
const CHECKED_AT_ONCE = 32;

/** Numbers of segments whose files, one a rendition, are shorter than they should be; in order. */
export async function lostSegments(
  all: readonly TimelineSegment[],
  filesOf: (segment: TimelineSegment) => readonly RenditionFiles[],
): Promise<number[]> {
  const lost: number[] = [];
  // Several look at a time, out of one list.
  const segments = all.values();
  const check = async (): Promise<void> => {
    for (const segment of segments) {
      if (!segment.gap && !(await isWhole(segment, filesOf(segment)))) lost.push(segment.msn);
    }
  };
  await Promise.all(Array.from({ length: CHECKED_AT_ONCE }, check));
  return lost.sort((a, b) => a - b);
}

async function isWhole(segment: TimelineSegment, files: readonly RenditionFiles[]): Promise<boolean> {
  for (const [index, one] of files.entries()) {
    if ((await one.sizeOf(segment.name)) < (segment.lengths[index] ?? 0)) return false;
  }
  return true;
}
