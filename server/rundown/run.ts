/** The rules of a run. Pure. */
import { z } from 'zod';
import { dueAt, GraphicsState, Id, type Rundown, type RundownItem, runClock, SourceRef } from '../contract/index.ts';

/** What a rehearsal keeps, until it ends: what has been taken, and what was on preview before. Instants in ms. */
export const Rehearsal = z.object({
  runs: z.array(z.object({ itemId: Id, startedAt: z.number(), endedAt: z.number().nullable() })),
  preview: SourceRef.nullable(),
  previewGraphics: GraphicsState.nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

/** @throws when there is none: a run in rehearsal always has one. */
export function rehearsalOf({ rehearsal }: { rehearsal: unknown }): Rehearsal {
  return Rehearsal.parse(rehearsal);
}

/**
 * When the item after the current one begins by itself (ms). Null: somebody has to take it, because the item ends so, is
 * held or paused, or is the last one.
 */
export function advanceAt(
  rundown: Parameters<typeof runClock>[0] &
    Pick<Rundown, 'run' | 'nextItemId' | 'heldAt'> & {
      items: readonly Pick<RundownItem, 'id' | 'endAction' | 'plannedDurationMs'>[];
    },
): number | null {
  const clock = runClock(rundown);
  const item = rundown.items.find(({ id }) => id === clock?.itemId);
  const runs = rundown.run === 'live' || rundown.run === 'rehearsal';
  if (!clock || !item || !runs || item.endAction !== 'next' || rundown.nextItemId === null) return null;
  if (rundown.heldAt !== null || clock.pausedAt !== null) return null;
  return dueAt(item, clock, clock.startedAt);
}
