import Hls, { Events } from 'hls.js';
import { expect, test } from 'vitest';
import { LineRate, type Load, rateOf } from './line-rate.ts';

const load = (loaded: number, start: number, end = 0, aborted = false): Load => ({
  loaded,
  aborted,
  loading: { start, end },
});

test('a load that goes on says what comes a second', () => {
  expect(rateOf(load(10_000, 1_000), 1_500)).toBe(160_000);
});

test.each([
  ['has not begun', load(0, 0), 5_000],
  ['has only just begun', load(10_000, 1_000), 1_200],
  ['waits for its first byte', load(0, 1_000), 1_900],
  ['is over', load(10_000, 1_000, 1_400), 1_500],
  ['was given up', load(10_000, 1_000, 0, true), 1_500],
])('a load says nothing where it %s', (_, given, now) => {
  expect(rateOf(given, now)).toBeNull();
});

test('a load of which nothing comes is a line that carries nothing', () => {
  expect(rateOf(load(0, 1_000), 2_000)).toBe(0);
});

test('the rate of each load is told once, that of the newest', () => {
  const hls = new Hls();
  const line = new LineRate();
  line.attach(hls);
  expect(line.take(2_000)).toBeNull();
  const began = (loaded: number, start: number) => {
    const frag = { stats: load(loaded, start) };
    hls.trigger(Events.FRAG_LOADING, { frag, part: null } as unknown as Parameters<
      typeof hls.trigger<Events.FRAG_LOADING>
    >[1]);
  };
  began(1_000, 1_000);
  began(4_000, 1_500);
  expect(line.take(1_600)).toBeNull();
  expect(line.take(2_000)).toBe(64_000);
  expect(line.take(2_100)).toBeNull();
  hls.destroy();
});
