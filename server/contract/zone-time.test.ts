/** What holds for any wall clock: days before and after each change of the clocks among them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOfWall, wallTime } from './zone-time.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks that change by an hour, by half of one, by two, at midnight, southwards, and never; offsets to the quarter. */
const zones = [
  'Europe/Paris',
  'America/Guayaquil',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'Africa/Casablanca',
  'Africa/Bamako',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
  'UTC',
];
const zone = fc.constantFrom(...zones);
const [from, to] = [Date.parse('2019-01-01T00:00:00Z'), Date.parse('2037-01-01T00:00:00Z')];

/** What the zone is ahead of UTC at an instant, as Node's own tables say it in words: `GMT+05:45`. */
function ahead(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
}

/** The first instant after `since` at which the offset is another one; null: for a year it never is. */
function nextChange(since: number, timeZone: string): number | null {
  const before = ahead(since, timeZone);
  let later = since;
  while (ahead(later, timeZone) === before) {
    later += 7 * DAY;
    if (later > since + 366 * DAY) return null;
  }
  let earlier = later - 7 * DAY;
  while (later - earlier > 1) {
    const middle = Math.floor((earlier + later) / 2);
    if (ahead(middle, timeZone) === before) earlier = middle;
    else later = middle;
  }
  return later;
}

const changes = zones.flatMap((timeZone) =>
  ['2025-01-01', '2025-07-01', '2026-01-01', '2026-07-01'].flatMap((day) => {
    const at = nextChange(Date.parse(day), timeZone);
    return at === null ? [] : [{ timeZone, at }];
  }),
);

/** Any time anywhere, half of them within a day of a change of the clocks there. */
const anywhere = fc.oneof(
  fc.record({ timeZone: zone, at: fc.integer({ min: from, max: to }) }),
  fc
    .record({ change: fc.constantFrom(...changes), by: fc.integer({ min: -DAY, max: DAY }) })
    .map(({ change, by }) => ({ timeZone: change.timeZone, at: change.at + by })),
);

test('there are clocks that change among them, and some that never do', () => {
  expect(changes.length).toBeGreaterThan(20);
  expect(new Set(changes.map(({ timeZone }) => timeZone)).size).toBeLessThan(zones.length);
});

test('a wall shows what its zone is ahead of UTC, to the millisecond', () => {
  fc.assert(
    fc.property(anywhere, ({ timeZone, at }) => {
      expect(wallTime(at, timeZone)).toBe(at + ahead(at, timeZone));
    }),
    { numRuns: 500 },
  );
});

test('what a wall shows is found again: the same instant, or of two the first', () => {
  fc.assert(
    fc.property(anywhere, ({ timeZone, at }) => {
      const wall = wallTime(at, timeZone);
      const found = instantOfWall(wall, timeZone);
      expect(wallTime(found, timeZone)).toBe(wall);
      expect(found).toBeLessThanOrEqual(at);
      // Another one only where the clocks went back meanwhile, by as much.
      expect(at - found).toBe(ahead(found, timeZone) - ahead(at, timeZone));
    }),
    { numRuns: 500 },
  );
});

test('any time that can be written has an instant: where no clock shows it, as much later as the clocks go', () => {
  fc.assert(
    fc.property(anywhere, fc.integer({ min: -3 * HOUR, max: 3 * HOUR }), ({ timeZone, at }, by) => {
      const wall = wallTime(at, timeZone) + by;
      const found = instantOfWall(wall, timeZone);
      const late = wallTime(found, timeZone) - wall;
      const gap = ahead(found, timeZone) - ahead(found - DAY, timeZone);
      expect(late === 0 || late === gap).toBe(true);
      expect(late).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});

test('the same time tomorrow is a day away, an hour or two more or less where the clocks change', () => {
  fc.assert(
    fc.property(anywhere, ({ timeZone, at }) => {
      const tomorrow = instantOfWall(wallTime(at, timeZone) + DAY, timeZone);
      const changed = ahead(at, timeZone) !== ahead(tomorrow, timeZone);
      expect(Math.abs(tomorrow - at - DAY)).toBeLessThanOrEqual(changed ? 2 * HOUR : 0);
    }),
    { numRuns: 500 },
  );
});
