/** Which instant a countdown leads to, as a producer says it. Pure. */

/** Null: the broadcast's planned start. */
export type CountdownEnd = { type: 'planned' } | { type: 'in'; minutes: number } | { type: 'at'; time: string };

/** What can be chosen, in minutes from now. */
export const MINUTES: readonly number[] = [1, 2, 5, 10, 15, 30];

/** `now` in ms. Null for the planned start; undefined where no time was given yet. */
export function countdownUntil(end: CountdownEnd, now: number): string | null | undefined {
  switch (end.type) {
    case 'planned':
      return null;
    case 'in':
      return new Date(now + end.minutes * 60_000).toISOString();
    case 'at':
      return nextTime(end.time, now);
    default:
      return end satisfies never;
  }
}

/** The next time that this browser's clock shows `HH:MM`. */
function nextTime(time: string, now: number): string | undefined {
  const parts = /^(\d\d):(\d\d)$/.exec(time);
  if (!parts) return undefined;
  const at = new Date(now);
  at.setHours(Number(parts[1]), Number(parts[2]), 0, 0);
  if (at.getTime() <= now) at.setDate(at.getDate() + 1);
  return at.toISOString();
}
