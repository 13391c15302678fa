import { expect, test } from 'vitest';
import { Slug } from '../contract/index.ts';
import { freeSlug, slugOf } from './slug.ts';

test.each([
  ['Café équitable : qui paye ?', 'cafe-equitable-qui-paye'],
  ['  Œufs & Łódź — 100 % ', 'oeufs-lodz-100'],
  ['El año del ñandú', 'el-ano-del-nandu'],
  ['公平贸易', 'emission'],
  ['!?', 'emission'],
])('%s is called %s', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

test.each([['a'.repeat(120)], [`${'a'.repeat(79)} b`], [`?${'a'.repeat(79)} b`], ['é '.repeat(60)]])(
  'a long title gives a slug of the contract: %s',
  (title) => {
    expect(Slug.safeParse(slugOf(title)).success).toBe(true);
    expect(slugOf(title).length).toBeGreaterThanOrEqual(79);
  },
);

test('a taken one gets the first free number, and stays within its length', () => {
  expect(freeSlug('cafe', new Set())).toBe('cafe');
  expect(freeSlug('cafe', new Set(['cafe', 'cafe-2', 'cafe-4']))).toBe('cafe-3');
  const long = `${'a'.repeat(77)}-bb`;
  const numbered = freeSlug(long, new Set([long]));
  expect(numbered).toBe(`${'a'.repeat(77)}-2`);
  expect(Slug.safeParse(numbered).success).toBe(true);
});
