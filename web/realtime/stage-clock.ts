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

/**
 * The show's over/under now. The view carries the one of its instant; since then it grows with each millisecond that the
 * current item runs past its end.
 */
export function overUnderAt({ overUnderMs, now: item, at }: StageView, now: number): number | null {
  // While the clock stands, the server says it anew every five seconds: that is fresh enough.
  if (overUnderMs === null || item === null || item.pausedAt !== null) return overUnderMs;
  const past = (instant: number) => Math.max(0, instant - Date.parse(item.endsAt));
  return overUnderMs + past(now) - past(Date.parse(at));
}

/** A server that says nothing for so long, ms, is not heard any more: it speaks every five seconds. */
const SILENT_AFTER = 12_000;

/** How old is what a page shows, ms; null while it is fresh. */
export function ageOf({ link, heardAt }: { link: string; heardAt: number }, now: number): number | null {
  const age = Math.max(0, now - heardAt);
  return link === 'online' && age < SILENT_AFTER ? null : age;
}
