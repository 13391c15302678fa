/** What a broadcast was made of, item by item: the chapters' part of its timeline. No bytes, no clock, no I/O here. */
import type { TimelineChapter, TimelineEvent, TimelinePlace } from './timeline-event.ts';

/** An item as it went on air: what is said of it never changes. `at`: ms since 1970 UTC. */
export type NewChapter = Omit<TimelineChapter, 'since' | 'removed'>;

export class Chapters {
  /** The earliest first. Each lasts until the next one begins, the last one as long as the broadcast. */
  private all: TimelineChapter[] = [];

  /**
   * @param told every chapter so far; what is known already is left as it was
   * @param now where the playlist ends
   * @param from wall clock of the first listed picture; nobody gets chapters that were over before. Null: nothing is listed
   */
  plan(told: readonly NewChapter[], now: TimelinePlace, from: number | null): TimelineEvent[] {
    const known = new Set(this.all.map(({ id }) => id));
    const sorted = told.toSorted((a, b) => a.at - b.at);
    return sorted.flatMap((chapter, index): TimelineEvent[] => {
      const end = sorted[index + 1]?.at ?? Number.POSITIVE_INFINITY;
      if (known.has(chapter.id) || (from !== null && end <= from)) return [];
      return [{ type: 'chapter', ...chapter, since: now }];
    });
  }

  apply({ type: _, ...chapter }: Extract<TimelineEvent, { type: 'chapter' }>): void {
    this.all = [...this.all, chapter].sort((a, b) => a.at - b.at);
  }

  /** The events that would make this anew. */
  snapshot(): TimelineEvent[] {
    return this.all.map((chapter) => ({ type: 'chapter', ...chapter }));
  }

  /** Those that are listed, with their ends in ms since 1970 UTC. */
  listed(): (TimelineChapter & { end: number })[] {
    return this.withEnds().filter(({ removed }) => removed === undefined);
  }

  /** Ids of those that have left the list at `place` or later. */
  removedSince(place: TimelinePlace): string[] {
    return this.all.filter(({ removed }) => removed && !isBefore(removed, place)).map(({ id }) => id);
  }

  /** Nothing before that instant is listed any more: what was over by then leaves the list, which ends at `now`. */
  removeBefore(instant: number, now: TimelinePlace): void {
    this.all = this.withEnds().map(({ end, ...chapter }) =>
      chapter.removed === undefined && end <= instant ? { ...chapter, removed: now } : chapter,
    );
  }

  /** Nobody can see what was over before that instant any more. */
  forgetBefore(instant: number): void {
    this.all = this.withEnds().flatMap(({ end, ...chapter }) => (chapter.removed && end <= instant ? [] : [chapter]));
  }

  private withEnds(): (TimelineChapter & { end: number })[] {
    return this.all.map((one, index) => ({ ...one, end: this.all[index + 1]?.at ?? Number.POSITIVE_INFINITY }));
  }
}

export function isBefore(a: TimelinePlace, b: TimelinePlace): boolean {
  return a.msn < b.msn || (a.msn === b.msn && a.into < b.into);
}
