/** VTIMEZONE (RFC 5545, 3.6.5) from what this Node knows of the zones: exact within the span that it is made for. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds that `zone`'s clocks are ahead of UTC at `instant`. */
function offsetAt(zone: string, instant: number): number {
  return localFields(zone, instant) - Math.floor(instant / 1000) * 1000;
}

/** What the clocks of `zone` show at `instant`, as if they were UTC's; whole seconds. */
function localFields(zone: string, instant: number): number {
  const parts = formatter(zone).formatToParts(new Date(instant));
  const field = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

/** `20260509T140000`: what the clocks of `zone` show. */
export function localStamp(zone: string, instant: number): string {
  return new Date(localFields(zone, instant)).toISOString().replace(/[-:]|\.\d+Z/g, '');
}

/**
 * Whether the clocks show the same for the second time, because they were put back since. A local time alone means the
 * first (RFC 5545, 3.3.5).
 */
export function isSecondTime(zone: string, instant: number): boolean {
  const putBack = offsetAt(zone, instant - DAY) - offsetAt(zone, instant);
  return putBack > 0 && localFields(zone, instant - putBack) === localFields(zone, instant);
}

/** `+0200`, with seconds where there are any. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const rest = seconds % 60 === 0 ? '' : two(seconds % 60);
  return `${offset < 0 ? '-' : '+'}${two(seconds / 3600)}${two((seconds / 60) % 60)}${rest}`;
}

/** The instants within `from`–`until` at which the zone's clocks are changed, to the second. */
function changes(zone: string, from: number, until: number): number[] {
  const found: number[] = [];
  for (let start = from; start < until; start += DAY) {
    let [before, after] = [start, Math.min(start + DAY, until)];
    const offset = offsetAt(zone, before);
    if (offsetAt(zone, after) === offset) continue;
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (offsetAt(zone, middle) === offset) before = middle;
      else after = middle;
    }
    found.push(after);
  }
  return found;
}

/** The lines of the component. `from`, `until`: ms since 1970 UTC, of the first and the last event in this zone. */
export function timeZoneLines(zone: string, from: number, until: number): string[] {
  const start = Math.floor((from - DAY) / HOUR) * HOUR;
  const onsets = [start, ...changes(zone, start, until + DAY)];
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`];
  let before = offsetAt(zone, start);
  for (const onset of onsets) {
    const offset = offsetAt(zone, onset);
    // Clocks go forward into daylight time; the first one's name makes no difference to anybody.
    const kind = offset > before ? 'DAYLIGHT' : 'STANDARD';
    // An onset is told by the clocks as they were before it.
    const local = new Date(onset + before).toISOString().replace(/[-:]|\.\d+Z/g, '');
    lines.push(
      `BEGIN:${kind}`,
      `DTSTART:${local}`,
      `TZOFFSETFROM:${offsetText(before)}`,
      `TZOFFSETTO:${offsetText(offset)}`,
      `END:${kind}`,
    );
    before = offset;
  }
  lines.push('END:VTIMEZONE');
  return lines;
}
