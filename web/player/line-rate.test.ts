import { EventEmitter } from 'node:events';
import type Hls from 'hls.js';
import { Events } from 'hls.js';
import { expect, test } from 'vitest';
import { LineRate, type Load, rateOf } from './line-rate.ts';

const load = (loaded: number, start: number, first: number, end = 0, aborted = false): Load => ({
  loaded,
  aborted,
  loading: { start, first, end },
});

test('a load that goes on says what comes a second, without the way there and back', () => {
  expect(rateOf(load(10_000, 1_000, 1_200), 1_700)).toBe(160_000);
});

test.each([
  ['has not begun', load(0, 0, 0), 5_000],
  ['has only just begun', load(10_000, 1_000, 1_200), 1_400],
  ['waits for its first byte', load(0, 1_000, 0), 1_900],
  ['is over', load(10_000, 1_000, 1_100, 1_400), 1_500],
  ['was given up', load(10_000, 1_000, 1_100, 0, true), 1_500],
])('a load says nothing where it %s', (_, given, now) => {
  expect(rateOf(given, now)).toBeNull();
});

test('a load of which nothing comes is a line that carries nothing', () => {
  expect(rateOf(load(0, 1_000, 0), 2_000)).toBe(0);
});

test('the rate of each load is told once: of the part that is on its way, and of no words or beginnings', () => {
  const engine = new EventEmitter();
  const line = new LineRate();
  line.attach(engine as unknown as Hls);
  expect(line.take(2_000)).toBeNull();
  const began = (frag: { type: string; sn: number | 'initSegment'; loader: { stats: Load } | null }) => {
    engine.emit(Events.FRAG_LOADING, Events.FRAG_LOADING, { frag });
    return frag;
  };
  const segment = began({ type: 'main', sn: 7, loader: { stats: load(4_000, 1_400, 1_500) } });
  began({ type: 'subtitle', sn: 7, loader: { stats: load(1, 1_000, 1_000) } });
  began({ type: 'main', sn: 'initSegment', loader: { stats: load(1, 1_000, 1_000) } });
  expect(line.take(1_600)).toBeNull();
  expect(line.take(2_000)).toBe(64_000);
  expect(line.take(2_100)).toBeNull();
  // hls.js says nothing of the parts that follow one another.
  segment.loader = { stats: load(1_000, 2_100, 2_200) };
  expect(line.take(2_700)).toBe(16_000);
  segment.loader = null;
  expect(line.take(3_000)).toBeNull();
});
