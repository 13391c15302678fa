/** Wall clocks: what a clock on the wall of a zone shows at an instant, and back. All in milliseconds. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the wall clock of `zone` shows at `instant`, as if it stood in UTC. */
export function wallTime(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1_000) + 1_000) % 1_000);
}

/**
 * The instant at which the wall clock of `zone` shows `wall` (as given by `wallTime`). Where it shows it twice, the
 * first time; where it never does because the clocks go forward, as much later as they go.
 */
export function instantOfWall(wall: number, zone: string): number {
  const DAY = 86_400_000;
  const offsetAt = (instant: number) => wallTime(instant, zone) - instant;
  const before = wall - offsetAt(wall - DAY);
  if (wallTime(before, zone) === wall) return before;
  const after = wall - offsetAt(wall + DAY);
  return wallTime(after, zone) === wall ? after : before;
}
