import type { PublicBroadcast } from '@antenne/server/contract';

/** Escapes a text for iCalendar (RFC 5545, 3.3.11). */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r?\n/g, '\\n');
}

/** Folds a line to at most 75 octets (RFC 5545, 3.1), never inside a character. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
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

function stamp(instant: string | number): string {
  return new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** A calendar file that reminds of a broadcast ten minutes before. `now`: when the file was made, ms. */
export function calendarFile(broadcast: PublicBroadcast, url: string, summary: string, now: number): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Antenne//Antenne//FR',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${broadcast.id}@antenne`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(broadcast.plannedStart)}`,
    `DTEND:${stamp(broadcast.plannedEnd)}`,
    `SUMMARY:${escaped(broadcast.title)}`,
    `DESCRIPTION:${escaped(`${summary}\n${url}`.trim())}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(broadcast.title)}`,
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** Hands the file to the browser. */
export function downloadCalendar(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.ics`;
  link.click();
  URL.revokeObjectURL(url);
}
