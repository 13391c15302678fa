import { describe, expect, it } from 'vitest';
import { item, THEME } from '../../realtime/testing.ts';
import { byContinent, city, dayStarts, progress, sections, shift, zoneWords } from './sections.ts';

const OTHER = { ...THEME, id: 'theme-2', rank: 1 };
const themed = (id: string, themeId: string) => item({ id, themeId });

describe('sections', () => {
  const shape = (program: Parameters<typeof sections>[0]) =>
    sections(program, [THEME, OTHER]).map(({ theme, items }) => [theme?.id ?? null, ...items.map(({ id }) => id)]);

  it('keeps a clip inside the theme that goes on after it', () => {
    expect(shape([themed('a', THEME.id), item({ id: 'clip' }), themed('b', THEME.id)])).toEqual([
      [THEME.id, 'a', 'clip', 'b'],
    ]);
  });

  it('sets a break between two themes apart', () => {
    expect(
      shape([
        item({ id: 'opening' }),
        themed('a', THEME.id),
        item({ id: 'break' }),
        themed('b', OTHER.id),
        item({ id: 'end' }),
      ]),
    ).toEqual([
      [null, 'opening'],
      [THEME.id, 'a'],
      [null, 'break'],
      [OTHER.id, 'b'],
      [null, 'end'],
    ]);
  });

  it('leaves out what is skipped', () => {
    expect(shape([item({ id: 'a' }), item({ id: 'b', status: 'skipped' })])).toEqual([[null, 'a']]);
  });
});

describe('byContinent', () => {
  const there = (id: string, zone: string, more: { status?: 'done' | 'skipped' } = {}) =>
    item({ id, zone, place: id, ...more });
  it('comes to each continent once, where the programme first does, and last to what is nowhere', () => {
    const program = [
      item({ id: 'opening' }),
      there('quito', 'America/Guayaquil'),
      there('bamako', 'Africa/Bamako'),
      there('lima', 'America/Lima', { status: 'done' }),
      there('hanoi', 'Asia/Ho_Chi_Minh', { status: 'skipped' }),
    ];
    expect(byContinent(program).map(({ continent, items }) => [continent, ...items.map(({ id }) => id)])).toEqual([
      ['southAmerica', 'quito', 'lima'],
      ['africa', 'bamako'],
      [null, 'opening'],
    ]);
  });
});

describe('dayStarts', () => {
  const across = [
    item({ id: 'evening', expectedStart: '2026-05-09T21:30:00.000Z' }),
    item({ id: 'midnight', expectedStart: '2026-05-09T22:00:00.000Z' }),
    item({ id: 'night', expectedStart: '2026-05-09T22:30:00.000Z' }),
  ];

  it('marks the item with which the reader’s day changes', () => {
    expect([...dayStarts(across, 'Europe/Paris')]).toEqual(['midnight']);
  });

  it('marks nothing where it stays the same day', () => {
    expect(dayStarts(across, 'America/Guayaquil').size).toBe(0);
  });
});

describe('shift', () => {
  const moved = (minutes: number) =>
    shift(
      item({ id: 'a', expectedStart: new Date(Date.parse('2026-05-09T12:00:00Z') + minutes * 60_000).toISOString() }),
    );

  it('says nothing of a minute', () => {
    expect(moved(1)).toBe(0);
  });

  it('tells five minutes, either way', () => {
    expect(moved(5)).toBe(300_000);
    expect(moved(-5)).toBe(-300_000);
  });
});

describe('progress', () => {
  const duplex = item({ id: 'a', plannedDurationMs: 30 * 60_000 });
  const start = Date.parse(duplex.expectedStart);

  it.each([
    [-60_000, 0],
    [15 * 60_000, 0.5],
    [45 * 60_000, 1],
  ])('stays between nothing and all, %s ms in', (ms, share) => {
    expect(progress(duplex, start + ms)).toBe(share);
  });
});

it('calls places as people do', () => {
  expect(city('Quito, Équateur')).toBe('Quito');
  expect(zoneWords('America/Argentina/Buenos_Aires')).toEqual({ city: 'Buenos Aires' });
  expect(zoneWords('Etc/UTC')).toMatchObject({ context: 'utc' });
});
