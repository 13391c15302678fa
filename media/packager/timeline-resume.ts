/** A broadcast's timeline as the last run left it, for the next one. */
import { randomInt } from 'node:crypto';
import { Timeline, type TimelineConfig } from './timeline.ts';
import type { TimelineEvent } from './timeline-event.ts';

/**
 * @returns the timeline that goes on, and names of files that nothing refers to any more.
 * @throws Error when the events do not fit: a broken index.
 */
export function timelineOf(
  events: readonly TimelineEvent[],
  config: TimelineConfig,
): { timeline: Timeline; forgotten: string[] } {
  const old = new Timeline(config, newRun());
  const forgotten = events.flatMap((event) => old.apply(event));
  const start = events[0];
  const same =
    start?.type === 'start' &&
    start.segmentSeconds === config.segmentSeconds &&
    start.partSeconds === config.partSeconds;
  if (same) return { timeline: old, forgotten };
  // Target durations may not change within one playlist: its segments leave, its numbers go on.
  const fresh = new Timeline(config, newRun());
  const removed = old.listed().filter((segment) => segment.discontinuity).length;
  const { segmentSeconds, partSeconds } = config;
  const firstMsn = old.lastCompleteMsn + (old.open ? 2 : 1);
  const discontinuitySequence = old.discontinuitySequence + removed;
  fresh.apply({ type: 'start', segmentSeconds, partSeconds, firstMsn, discontinuitySequence });
  for (const event of old.captions.snapshot()) fresh.apply(event);
  // The one that goes on.
  for (const event of old.chapters.snapshot().slice(-1)) fresh.apply(event);
  return { timeline: fresh, forgotten: [...forgotten, ...old.retained().map((segment) => segment.name)] };
}

/** Six letters or digits that no earlier run of this broadcast had. */
export function newRun(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
}
