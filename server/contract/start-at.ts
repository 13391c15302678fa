import { z } from 'zod';

/** A show lasts a day at most; a week is surely a mistyped number. */
const LONGEST_SECONDS = 7 * 24 * 3_600;

/**
 * Where a link starts, counted from the moment at which the broadcast went live: whole seconds (`90`, `90s`) or hours,
 * minutes and seconds in this order, each of them optional (`1h2m3s`, `2m`). Parsed: seconds.
 */
export const StartAt = z
  .string()
  .regex(/^(?=\d)(?:\d{1,6}s?|(?:\d{1,3}h)?(?:\d{1,5}m)?(?:\d{1,6}s)?)$/i, 'not a time such as 1h2m3s or 90')
  .transform((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    const of = (unit: string) => Number(new RegExp(`(\\d+)${unit}`, 'i').exec(text)?.[1] ?? 0);
    return of('h') * 3_600 + of('m') * 60 + of('s');
  })
  .refine((seconds) => seconds <= LONGEST_SECONDS, 'longer than any broadcast');
