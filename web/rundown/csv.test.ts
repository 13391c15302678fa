import { ItemType } from '@antenne/server/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rundownItem } from '../realtime/testing.ts';
import { COLUMNS, exportCsv, guessMapping, type Names, readLines, readSheet } from './csv.ts';

const names: Names = {
  zone: 'Europe/Paris',
  plannedStart: '2026-05-09T21:30:00.000Z',
  contributors: [
    { id: 'c1', name: 'Ana Torres', place: 'Quito', zone: 'America/Guayaquil', continent: 'southAmerica' },
  ],
  themes: [{ id: 't1', title: { fr: 'Le prix juste', en: 'The fair price' } }],
  scenes: [{ id: 's1', name: 'Duo' }],
};
let next = 0;
const newId = () => `id${next++}`;
function read(text: string) {
  const sheet = readSheet(text);
  if (!sheet) throw new Error('no sheet');
  return readLines(sheet, guessMapping(sheet.header), names, newId);
}

test('the columns of an export and of other programs are recognised, each once', () => {
  expect(guessMapping([...COLUMNS])).toEqual([...COLUMNS]);
  expect(guessMapping(['Titre', 'Durée', 'Heure', 'Invité', 'Notes', 'Title', 'Couleur'])).toEqual([
    'title_fr',
    'duration',
    'hard_start',
    'contributor',
    'notes',
    null,
    null,
  ]);
});

test('a spreadsheet becomes items, names become what they stand for', () => {
  const [first, second] = read(
    'Titre;Durée;Intervenant;Thème;Scène;Heure;Public\nBonsoir;1:30;;;;;\n"Ana; en direct";0:20:00;ana torres;the fair PRICE;Duo;0:15;non\n',
  );
  expect(first).toMatchObject({ line: 2, problems: [], item: { title: { fr: 'Bonsoir' }, plannedDurationMs: 90_000 } });
  expect(second).toMatchObject({
    line: 3,
    problems: [],
    item: {
      title: { fr: 'Ana; en direct' },
      plannedDurationMs: 1_200_000,
      contributorId: 'c1',
      place: 'Quito',
      zone: 'America/Guayaquil',
      themeId: 't1',
      sceneId: 's1',
      startMode: 'hard',
      // A quarter past midnight: the show began at half past eleven.
      hardStart: '2026-05-09T22:15:00.000Z',
      public: false,
    },
  });
});

test('every line says what is wrong with it', () => {
  const lines = read(
    'title,duration,type,contributor,hard_start,zone,skip\n,5,segment,,,,\nUn,long,film,Personne,25:00,Mars/Olympus,peut-être\nDeux,5,clip,,,,oui\n',
  );
  expect(lines.map(({ line, problems }) => [line, problems.map(({ problem }) => problem)])).toEqual([
    [2, ['titleMissing']],
    [3, ['duration', 'type', 'hardStart', 'contributor', 'zone', 'yesNo']],
    [4, []],
  ]);
});

test('what was exported reads back the same, and computes nothing in a spreadsheet', () => {
  const items = [
    rundownItem({
      id: 'a',
      title: { fr: '=1+1', en: 'One' },
      notes: 'Ligne 1\nLigne "2"',
      group: 'Ouverture',
      owner: 'Claire',
      public: false,
    }),
    rundownItem({
      id: 'b',
      contributorId: 'c1',
      startMode: 'hard',
      hardStart: '2026-05-09T22:00:00.000Z',
      type: 'duplex',
    }),
  ];
  const text = exportCsv(items, names);
  expect(text).toContain("'=1+1");
  expect(text).not.toMatch(/(^|,)"?=/m);
  const [first, second] = read(text);
  expect([first?.problems, second?.problems]).toEqual([[], []]);
  expect(first?.item).toMatchObject({
    title: { fr: '=1+1', en: 'One' },
    notes: 'Ligne 1\nLigne "2"',
    group: 'Ouverture',
    owner: 'Claire',
    public: false,
    plannedDurationMs: 300_000,
  });
  expect(second?.item).toMatchObject({ contributorId: 'c1', type: 'duplex', hardStart: '2026-05-09T22:00:00.000Z' });
});

test('whatever an item is, its line reads back the same', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((words) => words.replace(/[\p{Cc}\s]+/gu, ' ').trim());
  const seconds = (most: number) => fc.nat(most).map((value) => value * 1_000);
  const item = fc.record({
    title: text.map((fr) => ({ fr: fr.replace(/^'+/, '') || 'Sujet', en: '', es: '' })),
    plannedDurationMs: seconds(86_400),
    warnMs: seconds(3_600),
    dangerMs: seconds(3_600),
    endAction: fc.constantFrom<'next' | 'hold'>('next', 'hold'),
    type: fc.constantFrom(...ItemType.options),
    contributorId: fc.constantFrom('c1', null),
    themeId: fc.constantFrom('t1', null),
    sceneId: fc.constantFrom('s1', null),
    skip: fc.boolean(),
    public: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (fields) => {
      const items = fields.map((of, n) => rundownItem({ ...of, id: `i${n}` }));
      const lines = read(exportCsv(items, names));
      expect(lines.flatMap(({ problems }) => problems)).toEqual([]);
      expect(lines.map((line) => line.item)).toMatchObject(fields);
    }),
  );
});

test('when the clock turns amber and red is a column, under any of its names; without one it is as of a new item', () => {
  for (const [amber, red] of [
    ['Ambre', 'Rouge'],
    ['Warning', 'Danger'],
    ['Ámbar', 'Rojo'],
    ['amber', 'red'],
  ]) {
    const [line] = read(`title,${amber},${red}\nUn,0:02:30,20s\n`);
    expect(line).toMatchObject({ problems: [], item: { warnMs: 150_000, dangerMs: 20_000 } });
  }
  const [without, wrong] = read('title,amber,red\nUn,,\nDeux,2:00:00,bientôt\n');
  expect(without).toMatchObject({ problems: [], item: { warnMs: 60_000, dangerMs: 15_000 } });
  expect(wrong?.problems.map(({ value }) => value)).toEqual(['2:00:00', 'bientôt']);
});

test.each(['', 'title\n', '\n\n'])('%j is no table', (text) => {
  expect(readSheet(text)).toBeNull();
});

test('a quotation mark that is never closed is said, on the line that swallowed the rest', () => {
  const lines = read('title,duration\nUn,5\n"Deux,10\nTrois,15\n');
  expect(lines.map(({ problems }) => problems.map(({ problem }) => problem))).toEqual([[], ['quote']]);
  expect(read('title\n"Un, et demi"\n')[0]?.problems).toEqual([]);
});
