import { expect, test } from 'vitest';
import { firstRundown } from './first-rundown.ts';

const MINUTE = 60_000;
const guests = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Invitée ${index + 1}` }));

test('an hour with three guests', () => {
  const items = firstRundown(60 * MINUTE, guests(3));
  expect(
    items.map(({ type, title, durationMs, contributor }) => [type, title.fr, durationMs / MINUTE, contributor]),
  ).toEqual([
    ['segment', 'Ouverture', 3, null],
    ['duplex', 'Duplex avec Invitée 1', 14, 0],
    ['duplex', 'Duplex avec Invitée 2', 14, 1],
    ['duplex', 'Duplex avec Invitée 3', 14, 2],
    ['questions', 'Vos questions', 12, null],
    ['segment', 'Clôture', 3, null],
  ]);
  for (const { title } of items) expect(title).toMatchObject({ en: expect.any(String), es: expect.any(String) });
});

test('any show adds up to its length, and every item lasts', () => {
  for (const minutes of [10, 11, 29, 45, 59, 60, 61, 90, 240, 719, 720]) {
    for (let count = 0; count <= 9; count += 1) {
      const items = firstRundown(minutes * MINUTE, guests(count));
      expect(items).toHaveLength(count + 3);
      expect(items.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(minutes * MINUTE);
      for (const { durationMs } of items) {
        expect(durationMs).toBeGreaterThan(0);
        expect(durationMs % (minutes < 60 ? MINUTE / 2 : MINUTE)).toBe(0);
      }
    }
  }
});

test('a long show opens and closes within ten minutes', () => {
  const items = firstRundown(720 * MINUTE, guests(1));
  expect(items[0]?.durationMs).toBe(10 * MINUTE);
  expect(items.at(-1)?.durationMs).toBe(10 * MINUTE);
});
