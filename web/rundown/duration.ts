/** Durations as people type them. Pure; milliseconds. */
import { LONGEST_ITEM_MS } from '@antenne/server/contract';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** `5:30`, `1:02:03`, `90s`, `10m`, `1h`, `1h30`; a number alone is in `unit`. */
function term(text: string, unit: number): number | null {
  const clock = /^(?:(\d{1,3}):)?(\d{1,4}):(\d{2})$/.exec(text);
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    if (Number(seconds) > 59 || (clock[1] !== undefined && Number(minutes) > 59)) return null;
    return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  }
  if (/^\d+$/.test(text)) return Number(text) * unit;
  const spelt = /^(?:(\d+)h(?:(\d+)$)?)?(?:(\d+)(?:min|m|'))?(?:(\d+)(?:s|"))?$/.exec(text);
  if (!spelt || text === '') return null;
  const [, hours, rest, minutes = rest, seconds] = spelt;
  return Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * SECOND;
}

/**
 * What was typed into a duration: a time of its own (a number alone is minutes), or a sum of times. One that begins
 * with a sign changes `current`; there, and after every sign, a number alone is seconds: `+30`, `-1:00`, `3:00+15`.
 * @returns null for what is no duration, less than none, or longer than an item may be.
 */
export function parseDuration(text: string, current: number): number | null {
  const compact = text.toLowerCase().replace(/\s+/g, '').replaceAll('−', '-');
  if (compact === '') return null;
  const parts = compact.match(/[+-]?[^+-]+/g);
  if (!parts || parts.join('') !== compact) return null;
  let total = 0;
  for (const [index, part] of parts.entries()) {
    const sign = part[0] === '-' ? -1 : 1;
    const signed = part[0] === '+' || part[0] === '-';
    if (index === 0 && signed) total = current;
    const value = term(signed ? part.slice(1) : part, signed ? SECOND : MINUTE);
    if (value === null) return null;
    total += sign * value;
  }
  return total >= 0 && total <= LONGEST_ITEM_MS ? total : null;
}
