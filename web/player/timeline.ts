/** The player's timeline as numbers: how far it reaches, what its keys do, what stands on it. Pure. */

export interface Extent {
  /** Playback time of what can be played first and last, seconds. */
  from: number;
  until: number;
}

/** What a viewer can go to; null while there is nothing. */
export function extentOf({ seekable, duration }: Pick<HTMLMediaElement, 'seekable' | 'duration'>): Extent | null {
  if (seekable.length === 0) return null;
  const from = seekable.start(0);
  const until = Number.isFinite(duration) ? duration : seekable.end(seekable.length - 1);
  return until > from ? { from, until } : null;
}

/** A passage that has a name. */
export interface Chapter {
  /** When it began, ms since 1970 UTC. */
  at: number;
  title: string;
}

export interface Mark {
  /** Playback time, seconds. */
  position: number;
  title: string;
}

/** Chapters where they are on the timeline, in its order. What has not been on air yet is left out. */
export function marksOf(chapters: readonly Chapter[], positionOf: (at: number) => number | null): Mark[] {
  const marks = chapters.flatMap(({ at, title }) => {
    const position = positionOf(at);
    return position === null ? [] : [{ position, title }];
  });
  marks.sort((a, b) => a.position - b.position);
  // Of those before the first picture, and of two at one place, the last is what is shown there.
  return marks.filter(({ position }, index) => position !== marks[index + 1]?.position);
}

/** The chapter that this position belongs to. */
export function markAt(marks: readonly Mark[], position: number): Mark | null {
  return marks.findLast((mark) => mark.position <= position) ?? null;
}

/** Seconds. */
const STEP = 5;
const LARGE_STEP = 60;
/** Who goes back within these seconds of a chapter's beginning means the one before. */
const BEGINNING = 3;

/** Where a key leads from `position`; null: it is none of the timeline's. As ARIA's slider has it. */
export function positionAfter(
  key: string,
  position: number,
  { from, until }: Extent,
  marks: readonly Mark[],
): number | null {
  const within = (seconds: number) => Math.min(Math.max(seconds, from), until);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(position - STEP);
    case 'ArrowRight':
    case 'ArrowUp':
      return within(position + STEP);
    case 'PageUp':
      return within(marks.find((mark) => mark.position > position)?.position ?? position + LARGE_STEP);
    case 'PageDown':
      return within(markAt(marks, position - BEGINNING)?.position ?? position - LARGE_STEP);
    case 'Home':
      return from;
    case 'End':
      return until;
    default:
      return null;
  }
}
