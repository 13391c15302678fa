import { describe, expect, test } from 'vitest';
import { instantOfWall, NEW_ITEM, wallTime } from '../contract/index.ts';
import type { ItemRow } from './edit.ts';
import { packed, type Setting, unpacked } from './portable.ts';

const setting = (plannedStart: string, more: Partial<Setting> = {}): Setting => ({
  plannedStart: new Date(plannedStart),
  zone: 'Europe/Paris',
  themes: new Map(),
  contributors: new Map(),
  scenes: new Map(),
  ...more,
});
const item = (more: Partial<ItemRow>): ItemRow => ({
  ...NEW_ITEM,
  id: 'a',
  version: 7,
  title: { fr: 'Journal' },
  ...more,
});
const hard = (hardStart: string): ItemRow => item({ startMode: 'hard', hardStart });
const taken = (row: ItemRow, from: Setting, to: Setting) => unpacked(packed([row], from), to, () => 'b')[0];

describe('a hard start on another day', () => {
  test.each([
    [
      'a day later',
      '2026-05-09T18:00:00Z',
      '2026-05-09T19:30:00.000Z',
      '2026-05-10T18:00:00Z',
      '2026-05-10T19:30:00.000Z',
    ],
    // 20:00 and 21:30 in Paris both times: an hour less from UTC.
    [
      'from winter to summer',
      '2026-03-28T19:00:00Z',
      '2026-03-28T20:30:00.000Z',
      '2026-03-29T18:00:00Z',
      '2026-03-29T19:30:00.000Z',
    ],
    // The show begins at 1:00; what was at 4:00 on the wall is at 4:00 again, two hours later and not three.
    [
      'into the night that is an hour shorter',
      '2026-03-27T00:00:00Z',
      '2026-03-27T03:00:00.000Z',
      '2026-03-29T00:00:00Z',
      '2026-03-29T02:00:00.000Z',
    ],
    [
      'into the night that is an hour longer',
      '2026-10-22T23:00:00Z',
      '2026-10-23T02:00:00.000Z',
      '2026-10-24T23:00:00Z',
      '2026-10-25T03:00:00.000Z',
    ],
    [
      'at another hour',
      '2026-05-09T18:00:00Z',
      '2026-05-09T19:30:00.000Z',
      '2026-05-10T10:00:00Z',
      '2026-05-10T11:30:00.000Z',
    ],
    [
      'before the start',
      '2026-05-09T18:00:00Z',
      '2026-05-09T17:55:00.000Z',
      '2026-05-10T18:00:00Z',
      '2026-05-10T17:55:00.000Z',
    ],
  ])('%s', (_when, start, hardStart, newStart, expected) => {
    expect(taken(hard(hardStart), setting(start), setting(newStart))?.hardStart).toBe(expected);
  });

  test('in another zone it stands as far from the start on the walls there', () => {
    const quito = setting('2026-05-10T23:00:00Z', { zone: 'America/Guayaquil' });
    expect(taken(hard('2026-05-09T19:30:00.000Z'), setting('2026-05-09T18:00:00Z'), quito)?.hardStart).toBe(
      '2026-05-11T00:30:00.000Z',
    );
  });
});

test('themes, people and scenes are found again by name, or left out', () => {
  const from = setting('2026-05-09T18:00:00Z', {
    themes: new Map([['t1', 'Le prix']]),
    contributors: new Map([['c1', 'Ana']]),
    scenes: new Map([['s1', 'Duo']]),
  });
  const to = setting('2026-05-10T18:00:00Z', {
    themes: new Map([['t2', 'Le prix']]),
    contributors: new Map([['c2', 'Moussa']]),
    scenes: new Map([['s2', 'Duo']]),
  });
  expect(taken(item({ themeId: 't1', contributorId: 'c1', sceneId: 's1', notes: 'Micro' }), from, to)).toMatchObject({
    id: 'b',
    themeId: 't2',
    contributorId: null,
    sceneId: 's2',
    hardStart: null,
    notes: 'Micro',
  });
});

test.each([
  ['a summer evening', '2026-07-01T18:30:15.250Z', 'Europe/Paris'],
  ['the end of a year far away', '2026-12-31T23:59:59.000Z', 'Pacific/Auckland'],
  ['a zone of half hours', '2026-03-01T00:00:00.000Z', 'Asia/Kolkata'],
])('%s on the wall and back', (_what, instant, zone) => {
  const at = Date.parse(instant);
  expect(instantOfWall(wallTime(at, zone), zone)).toBe(at);
});

test('a time that no clock shows comes as much later as the clocks go; one shown twice is the first', () => {
  const wall = (text: string) => Date.parse(`${text}Z`);
  expect(new Date(instantOfWall(wall('2026-03-29T02:30:00'), 'Europe/Paris')).toISOString()).toBe(
    '2026-03-29T01:30:00.000Z',
  );
  expect(new Date(instantOfWall(wall('2026-10-25T02:30:00'), 'Europe/Paris')).toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  );
});
