/** iCalendar (RFC 5545) of a broadcast: the show, or each item of its programme. */
import { type Locale, localized, type ProgramItem, type PublicBroadcast } from '../contract/index.ts';
import { isSecondTime, localStamp, timeZoneLines } from './time-zone.ts';

export interface CalendarOptions {
  /** The broadcast's page. */
  url: string;
  locale: Locale;
  /** `show`: one event, with a reminder ten minutes before. `items`: one for each line of the programme, in its own zone. */
  events: 'show' | 'items';
  /** Grows with each change of the rundown: who has an older file takes the newer one's times. */
  revision: number;
  /** When the file is made, ms. */
  now: number;
}

interface Event {
  uid: string;
  zone: string;
  /** Milliseconds since 1970 UTC. */
  start: number;
  end: number;
  title: string;
  text: string;
  place: string | null;
  remind: boolean;
}

export function calendarFile(broadcast: PublicBroadcast, options: CalendarOptions): string {
  const program = options.events === 'items' ? items(broadcast, options) : [];
  // A calendar holds something (RFC 5545, 3.6): a programme without items is the show.
  const events = program.length > 0 ? program : [show(broadcast, options)];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Antenne//Antenne//FR',
    // RFC 7986, and what was there before it.
    `NAME:${escapeText(broadcast.title)}`,
    `X-WR-CALNAME:${escapeText(broadcast.title)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    ...zones(events),
    ...events.flatMap((event) => eventLines(event, options)),
    'END:VCALENDAR',
  ];
  return `${lines.map(fold).join('\r\n')}\r\n`;
}

function show(broadcast: PublicBroadcast, { locale, url }: CalendarOptions): Event {
  const { id, zone, title, summary, plannedStart, plannedEnd } = broadcast;
  const about = summary ? localized(summary, locale) : '';
  return {
    uid: id,
    zone,
    start: Date.parse(plannedStart),
    end: Date.parse(plannedEnd),
    title,
    text: `${about}\n${url}`.trim(),
    place: null,
    remind: true,
  };
}

function items({ program, zone, title }: PublicBroadcast, { locale, url }: CalendarOptions): Event[] {
  const told = (item: ProgramItem) => (item.description ? `${localized(item.description, locale)}\n` : '');
  return program
    .filter(({ status }) => status !== 'skipped')
    .map((item) => {
      const start = Date.parse(item.plannedStart);
      return {
        uid: item.id,
        zone: item.zone ?? zone,
        start,
        end: start + item.plannedDurationMs,
        title: localized(item.title, locale),
        text: `${told(item)}${title}\n${url}`,
        place: item.place,
        remind: false,
      };
    });
}

function zones(events: readonly Event[]): string[] {
  return [...new Set(events.map(({ zone }) => zone))].flatMap((zone) => {
    const here = events.filter((event) => event.zone === zone);
    const from = Math.min(...here.map(({ start }) => start));
    return timeZoneLines(zone, from, Math.max(...here.map(({ end }) => end)));
  });
}

function eventLines(event: Event, { url, revision, now }: CalendarOptions): string[] {
  const { uid, zone, start, end, title, text, place, remind } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@antenne`,
    `SEQUENCE:${revision}`,
    `DTSTAMP:${utcStamp(now)}`,
    time('DTSTART', zone, start),
    time('DTEND', zone, end),
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(text)}`,
    ...(place === null ? [] : [`LOCATION:${escapeText(place)}`]),
    `URL:${url}`,
    ...(remind
      ? ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escapeText(title)}`, 'TRIGGER:-PT10M', 'END:VALARM']
      : []),
    'END:VEVENT',
  ];
}

function time(name: string, zone: string, instant: number): string {
  if (isSecondTime(zone, instant)) return `${name}:${utcStamp(instant)}`;
  return `${name};TZID=${zone}:${localStamp(zone, instant)}`;
}

/** `20260509T120000Z` */
function utcStamp(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** RFC 5545, 3.3.11. Of control characters only the tab may stand in a text. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/(?!\t)\p{Cc}/gu, '');
}

/** Breaks a line into pieces of at most 75 octets (RFC 5545, 3.1), never inside a character. */
function fold(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  lines.push(current);
  return lines.join('\r\n');
}
