import type { ProgramSlot, ProgramSource } from './program-link.ts';

/** What stands in its places, in their order: itself where it fills the picture. The card and black have none. */
export function slotsIn(source: ProgramSource): readonly ProgramSlot[] {
  if (source.type === 'slate' || source.type === 'black') return [];
  return 'slots' in source ? source.slots : [source];
}

/** Who is seen and heard in it, in the order of their places. */
export function peopleIn(source: ProgramSource): readonly string[] {
  return slotsIn(source).flatMap((slot) => (slot.type === 'feed' ? [slot.contributorId] : []));
}

/** The same thing to take, whoever is in the scene of everybody at the moment. */
export function isSameSource(a: ProgramSource, b: ProgramSource): boolean {
  return (a.type === 'everybody' && b.type === 'everybody') || isSameView(a, b);
}

/** The same in every place. Both came through one parser, which puts their keys in one order. */
export function isSameView(a: ProgramSource | null, b: ProgramSource | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A clip or still of this id is in it. */
export function hasAsset(source: ProgramSource, id: string): boolean {
  return slotsIn(source).some((slot) => (slot.type === 'clip' || slot.type === 'still') && slot.assetId === id);
}
