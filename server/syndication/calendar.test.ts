import { describe, expect, test } from 'vitest';
import type { PublicBroadcast } from '../contract/index.ts';
import { calendarFile } from './calendar.ts';
import { localStamp, timeZoneLines } from './time-zone.ts';

const BROADCAST: PublicBroadcast = {
  id: '00000000-0000-4000-8000-000000000001',
  slug: 'tour-du-monde',
  title: 'Cacao; café, thé',
  summary: {
    fr: 'Quatre heures de direct, six duplex d’un continent à l’autre 🌍🌍🌍🌍🌍🌍, et\r\nvos\rquestions.\u0007\\',
  },
  accent: '#c2571a',
  zone: 'Europe/Paris',
  state: 'scheduled',
  plannedStart: '2026-05-09T12:00:00.000Z',
  plannedEnd: '2026-05-09T16:00:00.000Z',
  startedAt: null,
  endedAt: null,
  themes: [],
  program: [],
  nowItemId: null,
  nextItemId: null,
  before: { trailer: null, poster: null },
  captionLanguages: [],
  entry: 'open',
  hlsUntil: null,
  hlsUrl: 'http://localhost:3001/hls/tour-du-monde/index.m3u8',
};
const file = calendarFile(BROADCAST, {
  url: 'https://antenne.example/b/tour-du-monde',
  locale: 'fr',
  events: 'show',
  revision: 3,
  now: Date.parse('2026-05-01T08:00:00.500Z'),
});

describe('text', () => {
  test('escapes what iCalendar uses itself, and lets nothing begin a line of its own', () => {
    expect(file).toContain('SUMMARY:Cacao\\; café\\, thé\r\n');
    expect(file.replaceAll('\r\n ', '')).toContain(
      'six duplex d’un continent à l’autre 🌍🌍🌍🌍🌍🌍\\, et\\nvos\\nquestions.\\\\\\nhttps://antenne.example/b/tour-du-monde\r\n',
    );
    expect(file.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('folds lines at 75 octets, without breaking a character', () => {
    const lines = file.split('\r\n');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(file.isWellFormed()).toBe(true);
    expect(lines.at(-1)).toBe('');
  });

  test('says when it was made, in whole seconds of UTC', () => {
    expect(file).toContain('\r\nDTSTAMP:20260501T080000Z\r\n');
  });
});

test('a programme without items is the show', () => {
  const options = { url: 'https://a.example', locale: 'fr', events: 'items', revision: 1, now: 0 } as const;
  expect(calendarFile(BROADCAST, options)).toContain(`\r\nUID:${BROADCAST.id}@antenne\r\n`);
});

describe('zones', () => {
  const at = (text: string) => Date.parse(text);

  test('a span without a change has one offset', () => {
    expect(timeZoneLines('Asia/Kolkata', at('2026-05-09T12:00Z'), at('2026-05-09T16:00Z'))).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Asia/Kolkata',
      'BEGIN:STANDARD',
      'DTSTART:20260508T173000',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]);
  });

  test('a show across the change of clocks in autumn has both offsets, and where they meet', () => {
    const lines = timeZoneLines('Europe/Paris', at('2026-10-24T22:00Z'), at('2026-10-25T03:00Z'));
    expect(lines.slice(-6)).toEqual([
      'BEGIN:STANDARD',
      // 3 o’clock of summer becomes 2 o’clock of winter (RFC 5545, 3.6.5: told by the clocks before it).
      'DTSTART:20261025T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'END:VTIMEZONE',
    ]);
  });

  test('and in spring, west of Greenwich', () => {
    const lines = timeZoneLines('America/New_York', at('2026-03-08T05:00Z'), at('2026-03-08T09:00Z'));
    expect(lines.slice(-6, -1)).toEqual([
      'BEGIN:DAYLIGHT',
      'DTSTART:20260308T020000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'END:DAYLIGHT',
    ]);
  });

  test('local times are those of the clocks on the wall', () => {
    expect(localStamp('Asia/Kathmandu', at('2026-12-31T23:59:59Z'))).toBe('20270101T054459');
    expect(localStamp('UTC', at('2026-05-09T00:00:00Z'))).toBe('20260509T000000');
  });

  test('what begins or ends in the hour that comes twice is told so that it comes once', () => {
    const times = { plannedStart: '2026-10-25T00:30:00.000Z', plannedEnd: '2026-10-25T01:30:00.000Z' };
    const options = { url: 'https://a.example', locale: 'fr', events: 'show', revision: 1, now: 0 } as const;
    const night = calendarFile({ ...BROADCAST, ...times }, options);
    expect(night).toContain('\r\nDTSTART;TZID=Europe/Paris:20261025T023000\r\nDTEND:20261025T013000Z\r\n');
  });
});
