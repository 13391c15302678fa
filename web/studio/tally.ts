import {
  type BusState,
  type LogAction,
  type LogLine,
  type SlotRef,
  type SourceRef,
  type StudioContributor,
  sameSource,
  slotsIn,
} from '@antenne/server/contract';

export type Tally = 'onAir' | 'preview' | 'off';

/**
 * Red follows what the mixer really shows, not what was asked for. Whoever is on both buses is red: that is what counts.
 * @param tile one person, something of the house's, or the card
 */
export function tallyOf(tile: SourceRef, bus: BusState): Tally {
  if (isSeenIn(tile, bus.onAir) || isSeenIn(tile, bus.incoming)) return 'onAir';
  return isSeenIn(tile, bus.preview) ? 'preview' : 'off';
}

/** A source is seen in every scene that it is part of. */
export function isSeenIn(tile: SourceRef, source: SourceRef | null): boolean {
  return sameSource(tile, source) || slotsIn(source).some((slot) => sameSource(tile, slot));
}

/** The programme was asked for something that the mixer does not show yet. */
export function isTaking(bus: BusState): boolean {
  return bus.onAir !== null && !sameSource(bus.onAir, bus.program);
}

export function feedOf(contributor: StudioContributor): SlotRef {
  return { type: 'feed', contributorId: contributor.id };
}

const CUTS: readonly string[] = [
  'take',
  'rundown.takeNext',
  'rundown.take',
  'rundown.takePrevious',
  'rundown.goOn',
  'clip.end',
] satisfies LogAction[];
/** What puts another source on preview: by hand, or because another item is next. */
const PREVIEWS: readonly string[] = [
  'preview',
  'scene.bind',
  'scene.unbind',
  'scene.remove',
  'rundown.skip',
  'rundown.unskip',
  'rundown.add',
  'rundown.remove',
  'rundown.move',
  'rundown.change',
  'rundown.undo',
  'rundown.redo',
] satisfies LogAction[];

/**
 * Who else touched the buses last, for the sentence after a conflict; null when the log says that it was oneself (in
 * another window) or does not say.
 */
export function lastTouch(log: readonly LogLine[], me: string): { actor: string; cut: boolean } | null {
  const line = log.find(({ action }) => CUTS.includes(action) || PREVIEWS.includes(action));
  return line && line.actor !== me ? { actor: line.actor, cut: CUTS.includes(line.action) } : null;
}

/** How many views stand in one row under the multiview's two: up to four a quarter of its width each, more in two rows. */
export function viewColumns(count: number): number {
  return count <= 4 ? 4 : Math.ceil(count / 2);
}
