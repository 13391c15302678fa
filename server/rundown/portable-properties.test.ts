/** What holds for any rundown that is taken to another day: what was written of it is there again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ItemFields, ItemType, instantOfWall, NewItem, wallTime } from '../contract/index.ts';
import type { ItemRow } from './edit.ts';
import { PortableItem, packed, type Setting, unpacked } from './portable.ts';

const HOUR = 3_600_000;
/** Nights in which clocks change somewhere, and one in which none does. */
const nights = [
  '2026-03-29T00:00:00Z',
  '2026-10-25T00:00:00Z',
  '2026-03-08T06:00:00Z',
  '2026-11-01T05:00:00Z',
  '2026-04-04T13:00:00Z',
  '2026-09-26T13:00:00Z',
  '2026-05-09T22:00:00Z',
].map((instant) => Date.parse(instant));
const zone = fc.constantFrom(
  'Europe/Paris',
  'America/Guayaquil',
  'America/New_York',
  'Pacific/Auckland',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
);

const word = fc.string({ unit: 'grapheme', maxLength: 12 });
const name = word.map((text) => text.replace(/\p{Cc}/gu, '').trim() || 'Ana');
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const localizedText = fc.record({ fr: name, en: name, es: name }, { requiredKeys: ['fr'] });

/** What two broadcasts know by the same names, each under ids of its own. */
const named = fc
  .uniqueArray(name, { maxLength: 4 })
  .map((names) => names.map((text, index) => ({ name: text, here: uuid(index), there: uuid(index + 100) })));

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

const anyShow = fc
  .record({
    night: fc.constantFrom(...nights),
    otherNight: fc.constantFrom(...nights),
    leadMs: fc.integer({ min: 0, max: 4 * HOUR }),
    zone,
    otherZone: zone,
    themes: named,
    contributors: named,
    scenes: named,
  })
  .chain((show) => {
    const start = show.night - show.leadMs;
    const idOf = (known: typeof show.themes) => nullable(fc.constantFrom(...known.map(({ here }) => here), uuid(999)));
    const item = fc.record({
      group: nullable(name),
      type: fc.constantFrom(...ItemType.options),
      title: localizedText,
      description: nullable(localizedText),
      themeId: idOf(show.themes),
      contributorId: idOf(show.contributors),
      sceneId: idOf(show.scenes),
      place: nullable(name),
      continent: nullable(name),
      zone: nullable(zone),
      startMode: fc.constantFrom('soft', 'hard'),
      hardStart: fc.integer({ min: -2 * HOUR, max: 8 * HOUR }).map((by) => new Date(start + by).toISOString()),
      plannedDurationMs: fc.nat(HOUR),
      endAction: fc.constantFrom('next', 'hold'),
      warnMs: fc.nat(HOUR),
      dangerMs: fc.nat(HOUR),
      skip: fc.boolean(),
      public: fc.boolean(),
      notes: word.map((text) => text.replace(/[^\P{Cc}\n\t]/gu, '').trim()),
      owner: nullable(name),
    });
    return fc.array(item, { maxLength: 6 }).map((items) => ({ show, start, items }));
  })
  .map(({ show, start, items }) => {
    const setting = (at: number, inZone: string, side: 'here' | 'there'): Setting => {
      const names = (known: typeof show.themes) => new Map(known.map((one) => [one[side], one.name]));
      return {
        plannedStart: new Date(at),
        zone: inZone,
        themes: names(show.themes),
        contributors: names(show.contributors),
        scenes: names(show.scenes),
      };
    };
    const rows = items.map((fields, index): ItemRow => ({ ...ItemFields.parse(fields), id: uuid(index), version: 3 }));
    return {
      rows,
      from: setting(start, show.zone, 'here'),
      to: setting(show.otherNight - show.leadMs, show.otherZone, 'there'),
    };
  });

/** As it lies in the database meanwhile, and as the editor takes it in. */
function carried(rows: readonly ItemRow[], from: Setting, to: Setting): z.infer<typeof NewItem>[] {
  const kept = z.array(PortableItem).parse(JSON.parse(JSON.stringify(packed(rows, from))));
  let next = 1_000;
  return unpacked(kept, to, () => uuid(next++)).map((item) => NewItem.parse(item));
}

const wallOf = (hardStart: string | null | undefined, { zone: inZone }: Setting) =>
  wallTime(Date.parse(hardStart ?? ''), inZone);
const startWall = ({ plannedStart, zone: inZone }: Setting) => wallTime(plannedStart.getTime(), inZone);

test('back where it was it is the same, whatever is written in it', () => {
  fc.assert(
    fc.property(anyShow, ({ rows, from }) => {
      const back = carried(rows, from, from);
      expect(new Set(back.map(({ id }) => id)).size).toBe(rows.length);
      const known = (names: ReadonlyMap<string, string>, id: string | null) => (id && names.has(id) ? id : null);
      expect(back.map(({ id: _id, hardStart: _hardStart, ...rest }) => rest)).toEqual(
        rows.map(({ id: _id, version: _version, hardStart: _hardStart, ...rest }) => ({
          ...rest,
          themeId: known(from.themes, rest.themeId),
          contributorId: known(from.contributors, rest.contributorId),
          sceneId: known(from.scenes, rest.sceneId),
        })),
      );
      for (const [index, { hardStart }] of rows.entries()) {
        // What a wall shows twice comes back as the first of the two.
        const first = instantOfWall(wallOf(hardStart, from), from.zone);
        expect(back[index]?.hardStart).toBe(new Date(first).toISOString());
      }
    }),
  );
});

test('on another day in another place hard starts are as far from the start on the walls, and names are found there', () => {
  fc.assert(
    fc.property(anyShow, ({ rows, from, to }) => {
      const there = carried(rows, from, to);
      const otherName = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>, id: string | null) =>
        [...after].find(([, text]) => id !== null && text === before.get(id))?.[0] ?? null;
      for (const [index, row] of rows.entries()) {
        const item = there[index];
        expect(item?.title).toEqual(row.title);
        expect(item?.themeId).toBe(otherName(from.themes, to.themes, row.themeId));
        expect(item?.contributorId).toBe(otherName(from.contributors, to.contributors, row.contributorId));
        expect(item?.sceneId).toBe(otherName(from.scenes, to.scenes, row.sceneId));
        const wanted = startWall(to) + wallOf(row.hardStart, from) - startWall(from);
        const late = wallOf(item?.hardStart, to) - wanted;
        // Later by an hour (or half of one) only where the clocks go forward over that very time.
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(HOUR);
        if (late > 0)
          expect(wallOf(new Date(Date.parse(item?.hardStart ?? '') - late).toISOString(), to)).not.toBe(wanted);
      }
    }),
  );
});

test('taken twice it is as if taken once', () => {
  fc.assert(
    fc.property(anyShow, ({ rows, from }) => {
      const content = (items: readonly z.infer<typeof NewItem>[]) => items.map(({ id: _id, ...rest }) => rest);
      const once = carried(rows, from, from);
      const stored = once.map((item): ItemRow => ({ ...ItemFields.parse(item), id: item.id, version: 1 }));
      expect(content(carried(stored, from, from))).toEqual(content(once));
    }),
  );
});
