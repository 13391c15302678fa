import { NewBroadcast } from '@antenne/server/contract';
import { expect, it } from 'vitest';
import { type Draft, emptyDraft, readDraft, zonesWith } from './draft.ts';

const now = new Date(2026, 4, 9, 20, 17);
const draft: Draft = { ...emptyDraft(now), title: ' Café\téquitable ' };
const guest = { key: 'a', name: 'Rosa', place: 'Quito', zone: 'America/Guayaquil' };

it('begins at the next full hour, also across midnight', () => {
  expect(emptyDraft(now)).toMatchObject({ date: '2026-05-09', time: '21:00' });
  expect(emptyDraft(new Date(2026, 11, 31, 23, 59))).toMatchObject({ date: '2027-01-01', time: '00:00' });
});

it('becomes what the server takes: the instant of the local time, themes by line, guests in order', () => {
  const { broadcast } = readDraft(
    {
      ...draft,
      themes: ' Le prix \r\n\n Le  goût\nLE PRIX\n',
      guests: [guest, { ...guest, key: 'b', name: ' ', place: '' }],
    },
    'Europe/Paris',
    now,
  );
  expect(broadcast).toEqual({
    title: 'Café équitable',
    plannedStart: new Date(2026, 4, 9, 21).toISOString(),
    durationMinutes: 60,
    zone: 'Europe/Paris',
    themes: [{ fr: 'Le prix' }, { fr: 'Le goût' }],
    contributors: [{ name: 'Rosa', place: 'Quito', zone: 'America/Guayaquil' }],
  });
  expect(NewBroadcast.parse(broadcast)).toEqual(broadcast);
});

it.each([
  ['no title', { title: '  ' }, { title: 'titleMissing' }],
  ['no day', { date: '' }, { date: 'dateMissing' }],
  ['no time', { time: '' }, { time: 'timeMissing' }],
  ['a show that would be over', { time: '19:17' }, { date: 'past' }],
  ['a year with too many digits', { date: '20260-05-09' }, { date: 'tooFar' }],
  ['a year that nobody sees', { date: '9999-05-09' }, { date: 'tooFar' }],
  ['seven themes', { themes: 'a\nb\nc\nd\ne\nf\ng' }, { themes: 'themesMany' }],
  ['a theme as long as a speech', { themes: 'a'.repeat(161) }, { themes: 'themeLong' }],
  ['a guest without a name', { guests: [{ ...guest, name: ' ' }] }, { guests: { a: { name: 'nameMissing' } } }],
  ['a guest without a place', { guests: [{ ...guest, place: '' }] }, { guests: { a: { place: 'placeMissing' } } }],
])('%s is told at its field', (_what, change, problem) => {
  expect(readDraft({ ...draft, ...change }, 'UTC', now)).toEqual({
    broadcast: null,
    problems: { guests: {}, ...problem },
  });
});

it('lets a show be made that should have begun already', () => {
  expect(readDraft({ ...draft, time: '20:00' }, 'UTC', now).problems).toBeNull();
});

it('always has the reader’s own zone', () => {
  expect(zonesWith('Europe/Kyiv', ['Europe/Kiev'])).toEqual(['Europe/Kyiv', 'Europe/Kiev']);
  expect(zonesWith('Europe/Paris', ['Africa/Abidjan', 'Europe/Paris'])).toEqual(['Africa/Abidjan', 'Europe/Paris']);
});
