/** What the rundown itself tells contributors: that they are next, and that they are not any more. */
import { randomUUID } from 'node:crypto';
import type { Cue, CueTemplate } from '../contract/index.ts';
import { addCues, listCuesFrom } from '../contributors/cue-store.ts';
import { listContributors } from '../contributors/store.ts';
import { type Change, SYSTEM } from '../platform/changes.ts';
import type { StoredItem } from '../rundown/run-store.ts';
import { isInItem } from './item-look.ts';
import { listScenes } from './scene-store.ts';

type Whose = Pick<StoredItem, 'contributorId' | 'sceneId'>;

/**
 * Who is in the next item, but not in the present one, and is linked reads that they are next, once for as long as it
 * stays so. Who has read it and is in neither any more reads that, too.
 *
 * @param since what was told before is of another time: when the item began during which another one came to be next;
 *   null: none had begun
 * @param isNew the present item begins with this change: who is still next is told again, for it comes soon now
 */
export async function tellNext(
  change: Change,
  { current, next, since, isNew }: { current: Whose | null; next: Whose | null; since: Date | null; isNew: boolean },
): Promise<void> {
  const { tx, broadcastId } = change;
  const scenes = await listScenes(tx, broadcastId);
  const sceneOf = (item: Whose) => scenes.find(({ id }) => id === item.sceneId) ?? null;
  const isIn = (item: Whose | null, id: string) => item !== null && isInItem(item, sceneOf(item), id, true);
  const told = await listCuesFrom(tx, broadcastId, SYSTEM.name, since ?? new Date(0));
  /** What they read last that says they are next. */
  const belief = (id: string): Cue | null => {
    const last = told.find(({ contributorId }) => contributorId === id) ?? null;
    return last && isTemplate(last, 'youAreNext') ? last : null;
  };
  const people = (await listContributors(tx, broadcastId)).filter(({ here }) => here).map(({ id }) => id);
  const coming = people.filter((id) => isIn(next, id) && !isIn(current, id));
  const waiting = people.filter((id) => !isIn(next, id) && !isIn(current, id) && belief(id)?.seenAt);
  await tell(change, 'youAreNext', isNew ? coming : coming.filter((id) => !belief(id)));
  await tell(change, 'notNext', waiting);
}

/** Whether the rundown itself said this. */
export function isTemplate({ content, from }: Pick<Cue, 'content' | 'from'>, template: CueTemplate): boolean {
  return from === SYSTEM.name && content.type === 'template' && content.template === template;
}

async function tell(change: Change, template: CueTemplate, contributorIds: string[]): Promise<void> {
  if (contributorIds.length === 0) return;
  const content = { type: 'template', template } as const;
  const { cues } = await addCues(change, { key: randomUUID(), from: SYSTEM.name, content, contributorIds });
  for (const cue of cues) change.control({ type: 'cue', cue });
}
