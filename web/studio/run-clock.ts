/** What the rundown's clocks say at an instant. All instants are milliseconds UTC on the server's clock. */
import type { Rundown, RundownItem } from '@antenne/server/contract';

/** Time left at which an item's countdown turns amber, in ms. */
export const WARN_MS = 60_000;
/** Time left at which it says that it ends now, in ms. */
export const DANGER_MS = 10_000;

export type ItemClock = {
  elapsedMs: number;
  /** Negative: the item runs over. */
  leftMs: number;
  /** 0–1 of the planned duration. */
  progress: number;
  phase: 'calm' | 'warn' | 'danger' | 'over';
};

/** The clock of the item on air. */
export function itemClock(item: RundownItem, startedAt: number, now: number): ItemClock {
  const elapsedMs = Math.max(0, now - startedAt);
  const leftMs = item.plannedDurationMs - elapsedMs;
  return {
    elapsedMs,
    leftMs,
    progress: item.plannedDurationMs > 0 ? Math.min(1, elapsedMs / item.plannedDurationMs) : 1,
    phase: leftMs < 0 ? 'over' : leftMs <= DANGER_MS ? 'danger' : leftMs <= WARN_MS ? 'warn' : 'calm',
  };
}

/**
 * The show's over/under now. The rundown carries the one of its snapshot; since then it grows with each second that
 * the current item runs past its plan.
 * @param snapshotAt when this rundown reached us
 */
export function overUnderNow(rundown: Rundown, snapshotAt: number, now: number): number {
  const item = rundown.items.find((candidate) => candidate.id === rundown.currentItemId);
  if (!item || rundown.currentStartedAt === null || rundown.run !== 'live') return rundown.overUnderMs;
  const end = Date.parse(rundown.currentStartedAt) + item.plannedDurationMs;
  const overAt = (instant: number) => Math.max(0, instant - end);
  return rundown.overUnderMs + overAt(now) - overAt(snapshotAt);
}

/** Items that a glance needs: what is past folds away, except the last one done. */
export function foldPast(items: readonly RundownItem[]): { past: RundownItem[]; rest: RundownItem[] } {
  const first = items.findIndex(
    (item) => item.status === 'onAir' || item.status === 'next' || item.status === 'upcoming',
  );
  const from = first === -1 ? items.length : first;
  return { past: items.slice(0, from), rest: items.slice(from) };
}
