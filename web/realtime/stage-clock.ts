/** What a stage clock says at an instant. All instants are milliseconds UTC on the server's clock. */
import type { StageView } from '@antenne/server/contract';

export type ItemPhase = 'calm' | 'warn' | 'danger' | 'over';

type ItemNow = NonNullable<StageView['now']>;

/** What is left of the item on air; negative when it runs over. */
export function itemLeft(
  { endsAt, pausedAt, warnMs, dangerMs }: ItemNow,
  now: number,
): { leftMs: number; phase: ItemPhase; paused: boolean } {
  const leftMs = Date.parse(endsAt) - (pausedAt === null ? now : Date.parse(pausedAt));
  const phase = leftMs < 0 ? 'over' : leftMs <= dangerMs ? 'danger' : leftMs <= warnMs ? 'warn' : 'calm';
  return { leftMs, phase, paused: pausedAt !== null };
}

/** How a show stands to its plan, ms: see `Timeline`. */
export type ShowTimes = { overUnderMs: number; delayMs: number };

/**
 * How the show stands now; null while it does not run. The view carries how it stood at its instant; since then it is
 * later by each millisecond that the current item runs past its end.
 */
export function standingAt({ overUnderMs, delayMs, now: item, at }: StageView, now: number): ShowTimes | null {
  if (overUnderMs === null || delayMs === null) return null;
  // While the clock stands, the server says it anew every five seconds: that is fresh enough.
  if (item === null || item.pausedAt !== null) return { overUnderMs, delayMs };
  const past = (instant: number) => Math.max(0, instant - Date.parse(item.endsAt));
  const since = past(now) - past(Date.parse(at));
  return { overUnderMs: overUnderMs + since, delayMs: delayMs + since };
}

/** A server that says nothing for so long, ms, is not heard any more: it speaks every five seconds. */
const SILENT_AFTER = 12_000;

/** How old is what a page shows, ms; null while it is fresh. */
export function ageOf({ link, heardAt }: { link: string; heardAt: number }, now: number): number | null {
  const age = Math.max(0, now - heardAt);
  return link === 'online' && age < SILENT_AFTER ? null : age;
}
