import { expect, test } from 'vitest';
import { continentOf } from './continents.ts';

test.each([
  ['America/Guayaquil', 'southAmerica'],
  ['America/Argentina/Salta', 'southAmerica'],
  ['America/Toronto', 'northAmerica'],
  ['Africa/Bamako', 'africa'],
  ['Atlantic/Cape_Verde', 'africa'],
  ['Indian/Reunion', 'africa'],
  ['Asia/Ho_Chi_Minh', 'asia'],
  ['Australia/Sydney', 'oceania'],
  ['Europe/Paris', 'europe'],
  ['UTC', null],
])('%s lies in %s', (zone, continent) => {
  expect(continentOf({ continent: null, zone, place: 'there' })).toBe(continent);
});

test('what an item says counts more than its zone; one without a place is nowhere', () => {
  expect(continentOf({ continent: 'asia', zone: 'Europe/Istanbul', place: 'Ankara' })).toBe('asia');
  expect(continentOf({ continent: null, zone: 'Europe/Paris', place: null })).toBeNull();
});
