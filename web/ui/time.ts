/** Times as people read them. All take milliseconds or ISO instants and answer in words; none looks at a clock. */

/** `1:12:33`, `12:05`, with a true minus sign before negative ones. Counts down to 0:00 at the very instant. */
export function clockText(ms: number): string {
  const negative = ms < 0;
  const total = Math.floor(Math.abs(ms) / 1000);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  const text = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
  return negative && total > 0 ? `−${text}` : text;
}

/** `1 h 12`, `48 min`: how long something has been going on. */
export function elapsedText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} h ${String(minutes % 60).padStart(2, '0')}` : `${minutes} min`;
}

/** `14:30` in `zone` (default: the reader's own). */
export function timeIn(instant: string | number, locale: string, zone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(instant));
}

/** `20:14:30` in `zone`. */
export function secondsIn(instant: string | number, locale: string, zone: string): string {
  return `${timeIn(instant, locale, zone)}:${String(new Date(instant).getUTCSeconds()).padStart(2, '0')}`;
}

/** `samedi 9 mai` in `zone`; with the year when `year` is set. */
export function dayIn(instant: string | number, locale: string, zone?: string, year = false): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: year ? 'numeric' : undefined,
    timeZone: zone,
  }).format(new Date(instant));
}

/** Calendar day in `zone` as `2026-05-09`: to see whether two instants share a day there. */
export function dayKey(instant: string | number, zone?: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}

/**
 * Whole calendar days from `from` to `to`: 1 when `to` is already tomorrow. Each is seen in its own zone (`toZone`
 * defaults to `zone`), so that the same instant can be a day apart in two places.
 */
export function daysApart(from: string | number, to: string | number, zone?: string, toZone = zone): number {
  return Math.round((Date.parse(dayKey(to, toZone)) - Date.parse(dayKey(from, zone))) / 86_400_000);
}

export type TimeLeft = { days: number; hours: number; minutes: number; seconds: number };

/** What remains until an instant, never negative. */
export function timeLeft(ms: number): TimeLeft {
  const total = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}
