import { expect, it } from 'vitest';
import { broadcast } from '../realtime/testing.ts';
import { calendarFile } from './calendar.ts';

const file = calendarFile(
  broadcast({ title: 'Cacao; café, thé' }),
  'https://antenne.example/b/tour-du-monde',
  'Quatre heures de direct, six duplex d’un continent à l’autre, et vos questions.',
  Date.parse('2026-05-01T08:00:00Z'),
);

it('names the instants in UTC', () => {
  expect(file).toContain('\r\nDTSTART:20260509T120000Z\r\nDTEND:20260509T160000Z\r\n');
});

it('escapes what iCalendar uses itself', () => {
  expect(file).toContain('SUMMARY:Cacao\\; café\\, thé\r\n');
});

it('folds lines at 75 octets, without breaking a character', () => {
  for (const line of file.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(file.replaceAll('\r\n ', '')).toContain(
    'six duplex d’un continent à l’autre\\, et vos questions.\\nhttps://antenne.example/',
  );
});
