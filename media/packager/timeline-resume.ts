/** A broadcast's timeline as the last run left it, for the next one. */
import { randomInt } from 'node:crypto';
import type { GivenOut } from './given-numbers.ts';
import { Timeline, type TimelineConfig } from './timeline.ts';
import type { InitInfo, TimelineEvent } from './timeline-event.ts';

/** What was in an index: null is a line that cannot be read. */
export type IndexLine = TimelineEvent | null;

type PartEvent = Extract<TimelineEvent, { type: 'part' }>;

/**
 * An index with lines that are missing, or do not fit, gives what the others say. Numbers that were given out and of which
 * it knows nothing are gaps, or, where they are too many to list, left out: none is given out again.
 * @returns the timeline that goes on, names of files that nothing refers to any more, and how many lines were of no use.
 */
export function timelineOf(
  lines: readonly IndexLine[],
  config: TimelineConfig,
  given: GivenOut = { highest: 0, discontinuities: 0, nameOf: () => undefined },
): { timeline: Timeline; forgotten: string[]; unused: number } {
  const start = lines.find((event) => event?.type === 'start');
  const { segmentSeconds, partSeconds } = config;
  const before = start ? { ...config, segmentSeconds: start.segmentSeconds, partSeconds: start.partSeconds } : config;
  const { timeline: old, forgotten, unused } = rebuilt(lines, before, given);
  const isAsBefore = before.segmentSeconds === segmentSeconds && before.partSeconds === partSeconds;
  // A replay stays what it is.
  const same = (isAsBefore || old.ended) && (start !== undefined || old.latestInit !== null);
  const after = old.lastCompleteMsn + (old.open ? 2 : 1);
  if (same && after <= given.highest) {
    const lost = gapsUntil(old, given.highest + 1, given);
    for (const event of lost ?? []) forgotten.push(...old.apply(event));
    if (lost) return { timeline: old, forgotten, unused };
  } else if (same) return { timeline: old, forgotten, unused };
  // Target durations may not change within one playlist: its segments leave, its numbers go on.
  const fresh = new Timeline(config, newRun());
  const firstMsn = Math.max(after, given.highest + 1);
  const discontinuitySequence = Math.max(old.discontinuities, given.discontinuities);
  fresh.apply({ type: 'start', segmentSeconds, partSeconds, firstMsn, discontinuitySequence });
  for (const event of old.captions.snapshot()) fresh.apply(event);
  // The one that goes on.
  for (const event of old.chapters.snapshot().slice(-1)) fresh.apply(event);
  return { timeline: fresh, forgotten: [...forgotten, ...old.retained().map((segment) => segment.name)], unused };
}

/** Six letters or digits that no earlier run of this broadcast had. */
export function newRun(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
}

/** Takes events over as far as they fit: where lines are missing, segments end early or are gaps. */
function rebuilt(lines: readonly IndexLine[], config: TimelineConfig, given: GivenOut) {
  const timeline = new Timeline(config, newRun());
  const forgotten: string[] = [];
  let unused = 0;
  /** Parts may be missing in the segment that was open: where the ones after them lie is not known. */
  let torn = false;
  for (const event of lines) {
    if (event?.type === 'part' && event.opens) {
      torn = false;
      for (const step of stepsUntil(event, timeline, given)) forgotten.push(...timeline.apply(step));
    }
    if (event === null || !fits(event, timeline) || (torn && event.type === 'part')) {
      torn = true;
      unused += 1;
      continue;
    }
    forgotten.push(...timeline.apply(event));
  }
  return { timeline, forgotten, unused };
}

function fits(event: TimelineEvent, timeline: Timeline): boolean {
  if (event.type === 'shut') return timeline.open?.msn === event.msn;
  if (event.type !== 'part') return true;
  const { opens, msn } = event;
  if (!opens) return timeline.open?.msn === msn;
  return !timeline.open && timeline.nextMsn === msn && timeline.init(opens.init) !== undefined;
}

/** What must have happened before a segment could begin, and is not in the index. */
function stepsUntil({ msn, opens }: PartEvent, timeline: Timeline, given: GivenOut): TimelineEvent[] {
  const { segmentSeconds, partSeconds } = timeline.config;
  const steps: TimelineEvent[] = [];
  if (msn > timeline.nextMsn) {
    if (timeline.retained().length === 0) {
      const { discontinuitySequence } = timeline;
      steps.push({ type: 'start', segmentSeconds, partSeconds, firstMsn: msn, discontinuitySequence });
    } else {
      steps.push(...(gapsUntil(timeline, msn, given) ?? []));
    }
  }
  const { latestInit } = timeline;
  // Another one of the same kind, as far as anybody can tell.
  if (opens && latestInit && !timeline.init(opens.init)) steps.push({ type: 'init', ...latestInit, name: opens.init });
  return steps;
}

/**
 * The open segment ends, and every number from the next one to the one before `msn` is a gap.
 * @returns null where there is nothing that they could follow, or more of them than are listed.
 */
function gapsUntil(timeline: Timeline, msn: number, given: GivenOut): TimelineEvent[] | null {
  const { segmentSeconds, partSeconds } = timeline.config;
  const last = timeline.retained().at(-1);
  const shut = timeline.planShut();
  const first = timeline.nextMsn + shut.length;
  if (!last || (msn - first) * segmentSeconds > timeline.longestSeconds) return null;
  const parts = Math.max(1, Math.round(segmentSeconds / partSeconds));
  const from = last.programDateTime + last.duration * 1000;
  const numbers = Array.from({ length: Math.max(0, msn - first) }, (_, index) => first + index);
  const gaps = numbers.flatMap((number) =>
    gapSegment({
      msn: number,
      name: given.nameOf(number) ?? timeline.nameOf(number),
      init: last.init,
      programDateTime: Math.round(from + (number - first) * segmentSeconds * 1000),
      // The newest one may have had a single part only, or none that anybody got.
      parts: number === given.highest ? 1 : parts,
      partSeconds: segmentSeconds / parts,
    }),
  );
  return [...shut, ...gaps];
}

function gapSegment(segment: {
  msn: number;
  name: string;
  init: InitInfo;
  programDateTime: number;
  parts: number;
  partSeconds: number;
}): TimelineEvent[] {
  const { msn, name, init, programDateTime, parts, partSeconds: duration } = segment;
  const opens = { name, init: init.name, discontinuity: false, programDateTime };
  const lower = init.lower.map(() => 0);
  return [
    ...Array.from({ length: parts }, (_, index): TimelineEvent => {
      const independent = index === 0;
      return { type: 'part', msn, ...(independent && { opens }), duration, independent, length: 0, lower };
    }),
    { type: 'shut', msn },
    { type: 'gap', msn },
  ];
}
