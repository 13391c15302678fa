/** What holds for any rundown at any moment of its run, near midnights and changes of the clocks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveTimeline, type TimelineInput } from './timeline.ts';

const MIN = 60_000;
const nights = [
  '2026-05-09T22:00:00Z', // midnight in Paris
  '2026-03-29T01:00:00Z', // Paris: summer time begins
  '2026-10-25T01:00:00Z', // Paris: it ends
  '2026-05-10T05:00:00Z', // midnight in Guayaquil, where nothing is ever changed
  '2026-04-04T14:00:00Z', // Auckland: summer time ends
  '2026-09-26T14:00:00Z', // Auckland: it begins
].map((instant) => Date.parse(instant));

const anyItem = fc.record({
  minutes: fc.integer({ min: 0, max: 90 }),
  skip: fc.boolean(),
  hardMinute: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 4 }),
  group: fc.option(fc.constantFrom('Afrique', 'Asie')),
});

const anyInput = fc
  .record({
    night: fc.constantFrom(...nights),
    leadMinutes: fc.integer({ min: 0, max: 180 }),
    items: fc.array(anyItem, { minLength: 1, maxLength: 12 }),
    at: fc.option(fc.nat(11)),
    ran: fc.array(fc.integer({ min: 0, max: 40 * MIN }), { minLength: 12, maxLength: 12 }),
    clock: fc.record({ added: fc.integer({ min: -20, max: 20 }), paused: fc.boolean(), pausedMs: fc.nat(5 * MIN) }),
    sinceMs: fc.nat(60 * MIN),
  })
  .map(({ night, leadMinutes, items, at, ran, clock, sinceMs }): TimelineInput => {
    const start = night - leadMinutes * MIN;
    const timed = items.map(({ minutes, skip, hardMinute, group }, index) => ({
      id: `i${index}`,
      plannedDurationMs: minutes * MIN,
      hardStart: hardMinute === null ? null : start + hardMinute * MIN,
      skip,
      group,
    }));
    const currentIndex = at === null ? -1 : at % timed.length;
    let end = start;
    const asRun = timed.slice(0, Math.max(0, currentIndex)).flatMap(({ id, skip }, index) => {
      if (skip) return [];
      const startedAt = end;
      end += ran[index] ?? 0;
      return [{ itemId: id, startedAt, endedAt: end }];
    });
    const now = end + sinceMs;
    const running = currentIndex < 0 ? undefined : timed[currentIndex];
    if (running) asRun.push({ itemId: running.id, startedAt: end, endedAt: now });
    const pausedMs = Math.min(clock.pausedMs, sinceMs);
    const pausedAt = clock.paused ? end + pausedMs : null;
    const addedMs = clock.added * MIN;
    const current = running ? { itemId: running.id, startedAt: end, addedMs, pausedAt, pausedMs } : null;
    return { plannedStart: start, plannedEnd: start + 240 * MIN, items: timed, asRun, current, ended: false, now };
  });

const toCome = (timeline: ReturnType<typeof deriveTimeline>) =>
  timeline.items.filter(({ status }) => status === 'next' || status === 'upcoming');

describe('any rundown at any moment', () => {
  test('nothing that is to come is expected before now, and each item follows the one before', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const timeline = deriveTimeline(given);
        let end = timeline.items.find(({ status }) => status === 'onAir')?.expectedEnd ?? given.now;
        for (const time of toCome(timeline)) {
          expect(time.expectedStart).toBeGreaterThanOrEqual(given.now);
          // Only a hard start may come before the end of the item before, and says by how much.
          const hard = given.items.find(({ id }) => id === time.id)?.hardStart ?? null;
          if (hard === null || hard < given.now) expect(time.expectedStart).toBeGreaterThanOrEqual(end);
          else expect(time.expectedStart).toBe(hard);
          end = time.expectedEnd;
        }
        expect(timeline.expectedEnd).toBeGreaterThanOrEqual(Math.min(given.now, given.plannedStart));
      }),
    );
  });

  test('each item keeps its duration, and gaps and overlaps are the whole difference', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const timeline = deriveTimeline(given);
        const planned = new Map(given.items.map(({ id, plannedDurationMs }) => [id, plannedDurationMs]));
        for (const time of toCome(timeline)) expect(time.expectedEnd - time.expectedStart).toBe(planned.get(time.id));
        const soft = { ...given, items: given.items.map((one) => ({ ...one, hardStart: null })) };
        const coming = toCome(deriveTimeline(soft));
        const sum = coming.reduce((all, { id }) => all + (planned.get(id) ?? 0), 0);
        const first = coming[0];
        if (first) expect(deriveTimeline(soft).expectedEnd - first.expectedStart).toBe(sum);
      }),
    );
  });

  test('who starts everything at its latest start is on time for the next hard start and for the end', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const coming = toCome(deriveTimeline(given));
        const itemOf = new Map(given.items.map((one) => [one.id, one]));
        coming.forEach((time, index) => {
          const here = itemOf.get(time.id);
          const deadline = coming[index + 1]?.latestStart ?? given.plannedEnd;
          if (here?.hardStart == null)
            expect((time.latestStart ?? Number.NaN) + (here?.plannedDurationMs ?? 0)).toBe(deadline);
          else expect(time.latestStart).toBe(here.hardStart);
        });
      }),
    );
  });

  test('skipping and taking it back leaves everything as it was', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(11), (given, which) => {
        const index = which % given.items.length;
        const toggled = (input: TimelineInput): TimelineInput => ({
          ...input,
          items: input.items.map((one, at) => (at === index ? { ...one, skip: !one.skip } : one)),
        });
        expect(deriveTimeline(toggled(toggled(given)))).toEqual(deriveTimeline(given));
        // Adding a soft item never makes what comes after it earlier.
        const soft = { ...given, items: given.items.map((one) => ({ ...one, hardStart: null })) };
        const [without, within] = soft.items[index]?.skip ? [soft, toggled(soft)] : [toggled(soft), soft];
        expect(deriveTimeline(within).expectedEnd).toBeGreaterThanOrEqual(deriveTimeline(without).expectedEnd);
      }),
    );
  });

  test('by a constant later is by the same constant later, through midnight and daylight saving', () => {
    fc.assert(
      fc.property(anyInput, fc.integer({ min: -400 * 24 * 60, max: 400 * 24 * 60 }), (given, shiftMinutes) => {
        const by = shiftMinutes * MIN + 1;
        expect(deriveTimeline(shifted(given, by))).toEqual(shiftedTimes(deriveTimeline(given), by));
      }),
    );
  });

  test('over and under of the groups is that of their items, and of the item on air what it grows by', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const { groups, items } = deriveTimeline(given);
        const grouped = items.filter((_, index) => given.items[index]?.group !== null);
        const sum = (all: readonly { overUnderMs: number }[]) => all.reduce((so, one) => so + one.overUnderMs, 0);
        expect(sum(groups)).toBe(sum(grouped));
      }),
    );
  });

  test('time that passes moves what is to come later and never earlier', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(90 * MIN), (given, passed) => {
        const soft = { ...given, items: given.items.map((one) => ({ ...one, hardStart: null })) };
        const [before, after] = [deriveTimeline(soft), deriveTimeline({ ...soft, now: soft.now + passed })];
        expect(after.expectedEnd).toBeGreaterThanOrEqual(before.expectedEnd);
        expect(after.expectedEnd - before.expectedEnd).toBeLessThanOrEqual(passed);
      }),
    );
  });
});

function shifted(given: TimelineInput, by: number): TimelineInput {
  return {
    ...given,
    plannedStart: given.plannedStart + by,
    plannedEnd: given.plannedEnd + by,
    now: given.now + by,
    items: given.items.map((one) => ({ ...one, hardStart: one.hardStart === null ? null : one.hardStart + by })),
    asRun: given.asRun.map((run) => ({
      ...run,
      startedAt: run.startedAt + by,
      endedAt: run.endedAt === null ? null : run.endedAt + by,
    })),
    current: given.current && {
      ...given.current,
      startedAt: given.current.startedAt + by,
      pausedAt: given.current.pausedAt === null ? null : given.current.pausedAt + by,
    },
  };
}

function shiftedTimes(timeline: ReturnType<typeof deriveTimeline>, by: number): ReturnType<typeof deriveTimeline> {
  const move = <Time extends number | null>(time: Time) => (time === null ? time : time + by);
  return {
    ...timeline,
    expectedEnd: timeline.expectedEnd + by,
    groups: timeline.groups.map((group) => ({
      ...group,
      expectedStart: group.expectedStart + by,
      expectedEnd: group.expectedEnd + by,
    })),
    items: timeline.items.map((time) => ({
      ...time,
      plannedStart: time.plannedStart + by,
      expectedStart: time.expectedStart + by,
      expectedEnd: time.expectedEnd + by,
      latestStart: move(time.latestStart),
      actualStart: move(time.actualStart),
      actualEnd: move(time.actualEnd),
    })),
  };
}
