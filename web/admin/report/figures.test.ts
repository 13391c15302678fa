import type { ReportItem } from '@antenne/server/contract';
import { expect, test } from 'vitest';
import { niceCeiling, shiftsOf, timeTicks, unbroken } from './figures.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 29, 0, minute)).toISOString();
const item = (plan: ReportItem['plan'], runs: ReportItem['runs'], minutes: number): ReportItem => ({
  ...{ id: 'a', title: { fr: 'a' }, type: 'segment', group: null, plan, runs },
  actualMs: minutes * 60_000,
});

test('an item is late by its first run, and over by all of them', () => {
  const plan = { start: at(0), durationMs: 10 * 60_000 };
  const runs = [
    { from: at(2), until: at(10) },
    { from: at(30), until: at(35) },
  ];
  expect(shiftsOf(item(plan, runs, 13))).toEqual({ lateMs: 120_000, overMs: 180_000 });
  expect(shiftsOf(item(null, runs, 13))).toBeNull();
  expect(shiftsOf(item(plan, [], 0))).toBeNull();
});

test('an axis of time says round instants, few enough to be read', () => {
  const span = { from: Date.parse(at(7)), until: Date.parse(at(4 * 60)) };
  expect(timeTicks(span, 8).map((tick) => new Date(tick).toISOString().slice(11, 16))).toEqual([
    '00:30',
    '01:00',
    '01:30',
    '02:00',
    '02:30',
    '03:00',
    '03:30',
    '04:00',
  ]);
  expect(timeTicks(span, 4)).toHaveLength(4);
});

test.each([
  [0, 5],
  [7, 10],
  [130, 200],
  [1_204, 2_000],
  [5_000, 5_000],
])('an axis up to %s ends with %s', (value, end) => {
  expect(niceCeiling(value)).toBe(end);
});

test('the line breaks where nobody looked', () => {
  const parts = unbroken([0, 1, 2, 7, 8].map((minute) => ({ at: at(minute) })));
  expect(parts.map((part) => part.length)).toEqual([3, 2]);
});
