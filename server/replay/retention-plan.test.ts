import { expect, test } from 'vitest';
import { type StoredShow, toRemove } from './retention-plan.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const show = (slug: string, endedAt: Date | null, bytes: number, keep = false): StoredShow => ({
  id: slug,
  slug,
  endedAt,
  keep,
  bytes,
});
const shows = [
  show('yesterday', daysAgo(1), 30),
  show('kept', daysAgo(400), 40, true),
  show('last-month', daysAgo(30), 20),
  show('live', null, 50),
  show('last-year', daysAgo(365), 10),
  show('gone', daysAgo(500), 0),
];
const plan = (retentionDays: number | null, budgetBytes: number | null, shortBytes = 0) =>
  toRemove(shows, { retentionDays, budgetBytes }, shortBytes, NOW).map(({ slug }) => slug);

test('without a rule nothing leaves, however full the disk is', () => {
  expect(plan(null, null, 1_000)).toEqual([]);
});

test('what is older than it may be leaves, unless it is to be kept', () => {
  expect(plan(29, null)).toEqual(['last-year', 'last-month']);
  expect(plan(31, null)).toEqual(['last-year']);
});

test('above the budget the oldest leave first, and no more than needed', () => {
  expect(plan(null, 150)).toEqual([]);
  expect(plan(null, 149)).toEqual(['last-year']);
  expect(plan(null, 139)).toEqual(['last-year', 'last-month']);
});

test('what is live or kept stays, even where that is too much by itself', () => {
  expect(plan(null, 10)).toEqual(['last-year', 'last-month', 'yesterday']);
});

test('a disk that is nearly full counts like a budget that is exceeded', () => {
  expect(plan(null, 1_000, 25)).toEqual(['last-year', 'last-month']);
});
