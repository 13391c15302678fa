/** The rules of a take. */
import {
  type ItemType,
  type SlotRef,
  type SourceRef,
  sameSource,
  slotsIn,
  type Transition,
} from '../contract/index.ts';

export interface Buses {
  version: number;
  preview: SourceRef | null;
  program: SourceRef;
  /** How the programme came, or comes, to its source. */
  transition: Transition;
  /** How many takes there have been. */
  takes: number;
  /** Whose feed was lost on air since the last take. */
  held: readonly string[];
}

export const SLATE: SourceRef = { type: 'slate' };
export const CUT: Transition = { type: 'cut' };

/**
 * The buses after a take: `direct` goes on air; without it, preview and programme change places.
 * Null when there is nothing on preview.
 */
export function takeBuses(buses: Buses, direct: SourceRef | undefined, transition = CUT): Buses | null {
  const program = direct ?? buses.preview;
  if (!program) return null;
  const swapped = direct === undefined || sameSource(direct, buses.preview);
  const preview = swapped ? buses.program : buses.preview;
  return { version: buses.version + 1, program, preview, transition, takes: buses.takes + 1, held: [] };
}

/** What a rundown item puts on air: its contributor; the slate for what has no source yet; null leaves the programme. */
export function sourceOfItem(item: { type: ItemType; contributorId: string | null }): SourceRef | null {
  if (item.contributorId) return { type: 'feed', contributorId: item.contributorId };
  return item.type === 'break' || item.type === 'clip' ? SLATE : null;
}

/** A source without what is gone: a grid of those who are left, or the first of them by itself; null: nobody is. */
export function sourceWithout(source: SourceRef, isGone: (slot: SlotRef) => boolean): SourceRef | null {
  const slots = slotsIn(source);
  const left = slots.filter((slot) => !isGone(slot));
  if (left.length === slots.length) return source;
  return source.type === 'grid' && left.length > 1 ? { ...source, slots: left } : (left[0] ?? null);
}
