import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { withoutApostrophe } from '../contract/index.ts';
import { spreadsheet } from './spreadsheet.ts';

const texts = [
  '=1+1',
  '+1',
  '-1',
  '@a',
  '\t=1',
  "'=1",
  "''=1",
  '=HYPERLINK("http://x.test")\nclic',
  "d'ici",
  'a=b',
  '',
];

test('what would be a formula is text, also in a text of several lines, and can be read back', () => {
  const table = spreadsheet(
    ['text'],
    texts.map((text) => ({ text })),
  );
  expect(table.startsWith('\ufefftext\r\n')).toBe(true);
  const cells = Papa.parse<string[]>(table.slice(1))
    .data.map(([cell]) => cell ?? '')
    .slice(1, texts.length + 1);
  expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  expect(cells.map(withoutApostrophe)).toEqual(texts);
});
