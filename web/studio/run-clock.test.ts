import type { Rundown, RundownItem } from '@antenne/server/contract';
import { describe, expect, test } from 'vitest';
import { foldPast, itemClock, overUnderNow } from './run-clock.ts';

const at = (seconds: number) => Date.UTC(2026, 4, 9, 12, 0, seconds);
const iso = (seconds: number) => new Date(at(seconds)).toISOString();

function anItem(n: number, over: Partial<RundownItem> = {}): RundownItem {
  return {
    id: `00000000-0000-4000-8000-00000000000${n}`,
    rank: n,
    group: null,
    type: 'segment',
    title: { fr: `Sujet ${n}` },
    description: null,
    themeId: null,
    sceneId: null,
    contributorId: null,
    place: null,
    continent: null,
    zone: null,
    startMode: 'soft',
    hardStart: null,
    plannedDurationMs: 300_000,
    endAction: 'next',
    warnMs: 60_000,
    dangerMs: 15_000,
    skip: false,
    public: true,
    notes: '',
    version: 1,
    editedBy: null,
    editedAt: null,
    status: 'upcoming',
    plannedStart: iso(0),
    expectedStart: iso(0),
    expectedEnd: iso(300),
    gapMs: 0,
    actualStart: null,
    actualEnd: null,
    ...over,
  };
}

describe('item clock', () => {
  test('turns amber at one minute, ends at ten seconds, then runs over', () => {
    const item = anItem(1);
    expect(itemClock(item, at(0), at(100))).toMatchObject({ leftMs: 200_000, phase: 'calm' });
    expect(itemClock(item, at(0), at(240)).phase).toBe('warn');
    expect(itemClock(item, at(0), at(290)).phase).toBe('danger');
    expect(itemClock(item, at(0), at(301))).toMatchObject({ leftMs: -1_000, phase: 'over', progress: 1 });
  });
});

describe('over and under', () => {
  const rundown: Rundown = {
    version: 1,
    run: 'live',
    currentItemId: anItem(1).id,
    nextItemId: null,
    currentStartedAt: iso(0),
    items: [anItem(1, { status: 'onAir' })],
    overUnderMs: -45_000,
  };

  test('stands while the item keeps to its plan', () => {
    expect(overUnderNow(rundown, at(0), at(299))).toBe(-45_000);
  });

  test('grows second by second once the item runs over, from the snapshot on', () => {
    expect(overUnderNow(rundown, at(0), at(310))).toBe(-35_000);
    expect(overUnderNow({ ...rundown, overUnderMs: 5_000 }, at(305), at(310))).toBe(10_000);
  });
});

test('what is past folds away', () => {
  const items = [
    anItem(1, { status: 'done' }),
    anItem(2, { status: 'skipped' }),
    anItem(3, { status: 'onAir' }),
    anItem(4),
  ];
  const { past, rest } = foldPast(items);
  expect(past.map((item) => item.rank)).toEqual([1, 2]);
  expect(rest.map((item) => item.rank)).toEqual([3, 4]);
  expect(foldPast([anItem(1, { status: 'done' })]).rest).toEqual([]);
});
