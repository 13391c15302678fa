/** Made-up programme output for tests that need no real media. */
import type { Timeline } from '../timeline.ts';
import type { TimelineEvent } from '../timeline-event.ts';

export const INIT = {
  epoch: 'one',
  codecs: 'avc1.42c01e,mp4a.40.2',
  width: 640,
  height: 360,
  frameRate: 25,
  bandwidth: 1_000_000,
  averageBandwidth: 700_000,
  lower: [],
};

/** Plans and applies; returns the events and the files that nothing refers to any more. */
export function commit(timeline: Timeline, events: TimelineEvent[]): { events: TimelineEvent[]; forgotten: string[] } {
  return { events, forgotten: events.flatMap((event) => timeline.apply(event)) };
}

export function beginEpoch(timeline: Timeline, epoch: string): TimelineEvent[] {
  return commit(timeline, timeline.planInit({ ...INIT, epoch })).events;
}

/**
 * Parts of 0.2 s and 1000 bytes, the first of each ten independent, with `lower` more renditions of 300 bytes. `from`:
 * index of the first within its epoch.
 */
export function feedParts(timeline: Timeline, epoch: string, count: number, from = 0, lower = 0) {
  const events: TimelineEvent[] = [];
  const forgotten: string[] = [];
  for (let index = from; index < from + count; index++) {
    const planned = timeline.planPart({
      epoch,
      duration: 0.2,
      independent: index % 10 === 0,
      startsSegment: index % 10 === 0,
      programDateTime: 1_750_000_000_000 + index * 200,
      lengths: [1000, ...Array<number>(lower).fill(300)],
    });
    const done = commit(timeline, planned);
    events.push(...done.events);
    forgotten.push(...done.forgotten);
  }
  return { events, forgotten };
}
