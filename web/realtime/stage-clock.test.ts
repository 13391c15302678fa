import { describe, expect, it } from 'vitest';
import { ageOf, itemLeft, standingAt } from './stage-clock.ts';
import { stageItem, stageView } from './testing.ts';

const END = Date.parse('2026-05-09T12:10:00.000Z');
const item = stageItem({ endsAt: '2026-05-09T12:10:00.000Z', warnMs: 60_000, dangerMs: 15_000 });

describe('itemLeft', () => {
  it.each([
    [120_000, 'calm'],
    [60_000, 'warn'],
    [15_000, 'danger'],
    [0, 'danger'],
    [-1, 'over'],
  ] as const)('%i ms before the end is %s', (leftMs, phase) => {
    expect(itemLeft(item, END - leftMs)).toEqual({ leftMs, phase, paused: false });
  });

  it('stands while it is paused', () => {
    const paused = { ...item, pausedAt: '2026-05-09T12:08:00.000Z' };
    expect(itemLeft(paused, END + 60_000)).toEqual({ leftMs: 120_000, phase: 'calm', paused: true });
  });
});

describe('standingAt', () => {
  const view = stageView({ overUnderMs: -30_000, delayMs: 5_000, now: item, at: '2026-05-09T12:09:50.000Z' });

  it('stands while the item is within its plan and grows once it is past it', () => {
    expect(standingAt(view, END - 5_000)).toEqual({ overUnderMs: -30_000, delayMs: 5_000 });
    expect(standingAt(view, END + 40_000)).toEqual({ overUnderMs: 10_000, delayMs: 45_000 });
  });

  it('counts nothing twice when the view is from after the end', () => {
    const late = { ...view, at: '2026-05-09T12:10:20.000Z', overUnderMs: -10_000 };
    expect(standingAt(late, END + 30_000)).toEqual({ overUnderMs: 0, delayMs: 15_000 });
  });

  it('is not known while nothing runs', () => {
    expect(standingAt(stageView({ overUnderMs: null, delayMs: null }), END)).toBeNull();
  });
});

describe('ageOf', () => {
  it('says nothing while the server is heard, and the age once it is not', () => {
    expect(ageOf({ link: 'online', heardAt: END }, END + 6_000)).toBeNull();
    expect(ageOf({ link: 'online', heardAt: END }, END + 20_000)).toBe(20_000);
    expect(ageOf({ link: 'reconnecting', heardAt: END }, END + 3_000)).toBe(3_000);
  });
});
