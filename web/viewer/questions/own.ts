import type { OwnQuestion } from '@antenne/server/contract';

/** Whether its author may take it back: one that was merged is others' too, and its state is that of the one that speaks for it. */
export function canWithdraw({ state, mergedInto }: Pick<OwnQuestion, 'state' | 'mergedInto'>): boolean {
  return mergedInto === null && (state === 'pending' || state === 'approved');
}
