/** What the large clock counts, from the rundown item in which this contributor speaks. */
import type { DuplexState } from '@antenne/server/contract';

export type ItemClock =
  /** Nothing planned yet. */
  | { type: 'none' }
  /** Until they are expected; negative when it is late. */
  | { type: 'until'; ms: number }
  /** What is left of their item; negative when it runs over. */
  | { type: 'left'; ms: number };

/** @param now server time in ms */
export function itemClock(item: DuplexState['item'], now: number): ItemClock {
  if (!item) return { type: 'none' };
  return item.onAir
    ? { type: 'left', ms: Date.parse(item.expectedEnd) - now }
    : { type: 'until', ms: Date.parse(item.expectedStart) - now };
}

/** The last minute of one's item: time to come to an end. */
export function isClosing(clock: ItemClock): boolean {
  return clock.type === 'left' && clock.ms < 60_000;
}
