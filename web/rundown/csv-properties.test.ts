/** What holds for any rundown that goes through a spreadsheet: it comes back as it was. */
import { ItemFields, ItemType, instantOfWall, NewItem, type RundownItem, wallTime } from '@antenne/server/contract';
import fc from 'fast-check';
import { parse } from 'papaparse';
import { expect, test } from 'vitest';
import { rundownItem } from '../realtime/testing.ts';
import { exportCsv, guessMapping, type Names, readLines, readSheet } from './csv.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** What spreadsheets, separators and formulas stumble over, and French spaces. */
const awkward = fc.constantFrom(
  '=1+1',
  '+33 6',
  '-5',
  '@ada',
  "'=1",
  "'quoted'",
  '"',
  '""',
  'a,b;c\td',
  '0012',
  'TRUE',
  'Où ? « Là »',
  'two  spaces',
  'Zoé',
  'Zoe',
  '{}',
  'नमस्ते',
  '你好',
  '👩‍🌾',
);
const text = fc.oneof(
  awkward,
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.tuple(awkward, awkward).map(([a, b]) => a + b),
);
const line = text.map((raw) => raw.replace(/\p{Cc}/gu, ' ').trim()).filter((raw) => raw.isWellFormed());
const words = line.filter((raw) => raw !== '');
const prose = fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n').trim());
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const named = fc.uniqueArray(words, { maxLength: 5 });
const zone = fc.constantFrom('Europe/Paris', 'America/Guayaquil', 'Pacific/Auckland', 'Australia/Lord_Howe', 'UTC');
const nights = ['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-04-04T13:00:00Z', '2026-05-09T22:00:00Z'].map(
  (instant) => Date.parse(instant),
);

const anySheet = fc
  .record({ night: fc.constantFrom(...nights), zone, people: named, themes: named, scenes: named })
  .chain(({ night, zone: here, people, themes, scenes }) => {
    const names: Names = {
      zone: here,
      plannedStart: new Date(night - 2 * HOUR).toISOString(),
      contributors: people.map((name, index) => ({ id: uuid(index), name, place: '', zone: '', continent: null })),
      themes: themes.map((fr, index) => ({ id: uuid(100 + index), title: { fr, en: themes.at(-1 - index) } })),
      scenes: scenes.map((name, index) => ({ id: uuid(200 + index), name })),
    };
    const idOf = (known: readonly { id: string }[]) => nullable(fc.constantFrom(...known.map(({ id }) => id)));
    const item = fc.record({
      title: fc.record({ fr: words, en: words, es: words }, { requiredKeys: ['fr'] }),
      description: nullable(fc.record({ fr: prose.filter((raw) => raw !== ''), en: prose, es: prose })),
      plannedDurationMs: fc.integer({ min: 0, max: 2 * 3_600 }).map((seconds) => seconds * SECOND),
      type: fc.constantFrom(...ItemType.options),
      group: nullable(words),
      /** Seconds after what stands before it is over. */
      hardAfter: nullable(fc.integer({ min: -3_600, max: 3 * 3_600 })),
      contributorId: people.length > 0 ? idOf(names.contributors) : fc.constant(null),
      themeId: themes.length > 0 ? idOf(names.themes) : fc.constant(null),
      sceneId: scenes.length > 0 ? idOf(names.scenes) : fc.constant(null),
      place: nullable(words),
      zone: nullable(zone),
      continent: nullable(words),
      endAction: fc.constantFrom('next', 'hold'),
      warnMs: fc.integer({ min: 0, max: 3_600 }).map((seconds) => seconds * SECOND),
      dangerMs: fc.integer({ min: 0, max: 3_600 }).map((seconds) => seconds * SECOND),
      skip: fc.boolean(),
      public: fc.boolean(),
      notes: prose,
      owner: nullable(words),
    });
    return fc.array(item, { minLength: 1, maxLength: 6 }).map((items) => {
      let near = Date.parse(names.plannedStart);
      const rows = items.map(({ hardAfter, ...rest }, index): RundownItem => {
        const at = hardAfter === null ? null : near + hardAfter * SECOND;
        near = (at ?? near) + rest.plannedDurationMs;
        const hardStart = at === null ? null : new Date(at).toISOString();
        const fields = ItemFields.parse({ ...rest, startMode: hardStart ? 'hard' : 'soft', hardStart });
        return rundownItem({ ...fields, id: uuid(300 + index), rank: index });
      });
      return { names, rows };
    });
  });

test('a spreadsheet computes nothing of it, not even of texts of several lines', () => {
  fc.assert(
    fc.property(anySheet, ({ names, rows }) => {
      const cells = parse<string[]>(exportCsv(rows, names).slice(1)).data.flat();
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
});

test('any rundown reads back as it was exported', () => {
  fc.assert(
    fc.property(anySheet, ({ names, rows }) => {
      const sheet = readSheet(exportCsv(rows, names));
      if (!sheet) throw new Error('no sheet');
      const lines = readLines(sheet, guessMapping(sheet.header), names, () => uuid(400));
      expect(lines.flatMap(({ problems }) => problems)).toEqual([]);
      const read = lines.map(({ item }) => ItemFields.parse(NewItem.parse(item)));
      const firstOf = (hardStart: string | null) =>
        hardStart && new Date(instantOfWall(wallTime(Date.parse(hardStart), names.zone), names.zone)).toISOString();
      // What a wall shows twice comes back as the first of the two.
      expect(read).toEqual(rows.map((row) => ({ ...ItemFields.parse(row), hardStart: firstOf(row.hardStart) })));
    }),
    { numRuns: 300 },
  );
});
