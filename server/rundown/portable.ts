/**
 * A rundown that can be taken to another day: themes, people and scenes by their names, hard starts by how long after
 * the planned start the clocks on the wall show them. Pure.
 */
import { z } from 'zod';
import { ItemFields, instantOfWall, type NewItem, wallTime } from '../contract/index.ts';
import type { ItemRow } from './edit.ts';

const Name = z.string().nullable();

export const PortableItem = ItemFields.omit({
  themeId: true,
  contributorId: true,
  sceneId: true,
  hardStart: true,
}).extend({
  theme: Name,
  contributor: Name,
  scene: Name,
  /** Templates that were kept before items had one say nothing of it. */
  owner: ItemFields.shape.owner.default(null),
  /** Milliseconds on the wall clock from the planned start. */
  hardAfterMs: z.number().int().nullable(),
});
export type PortableItem = z.infer<typeof PortableItem>;

/** What a broadcast knows by name, and when its wall clocks begin. */
export interface Setting {
  plannedStart: Date;
  zone: string;
  /** Names by id, of each kind. */
  themes: ReadonlyMap<string, string>;
  contributors: ReadonlyMap<string, string>;
  scenes: ReadonlyMap<string, string>;
}

/** Takes items out of their broadcast. */
export function packed(rows: readonly ItemRow[], from: Setting): PortableItem[] {
  const start = wallTime(from.plannedStart.getTime(), from.zone);
  const nameIn = (names: ReadonlyMap<string, string>, id: string | null) => (id && names.get(id)) ?? null;
  return rows.map(({ id: _id, version: _version, themeId, contributorId, sceneId, hardStart, ...rest }) => ({
    ...rest,
    theme: nameIn(from.themes, themeId),
    contributor: nameIn(from.contributors, contributorId),
    scene: nameIn(from.scenes, sceneId),
    hardAfterMs: hardStart === null ? null : wallTime(Date.parse(hardStart), from.zone) - start,
  }));
}

/** Brings items into a broadcast. Names that it does not know are left out. */
export function unpacked(items: readonly PortableItem[], to: Setting, newId: () => string): NewItem[] {
  const start = wallTime(to.plannedStart.getTime(), to.zone);
  const idIn = (names: ReadonlyMap<string, string>, wanted: string | null) =>
    [...names].find(([, name]) => name === wanted)?.[0] ?? null;
  return items.map(({ theme, contributor, scene, hardAfterMs, ...rest }) => ({
    ...rest,
    id: newId(),
    themeId: idIn(to.themes, theme),
    contributorId: idIn(to.contributors, contributor),
    sceneId: idIn(to.scenes, scene),
    hardStart: hardAfterMs === null ? null : new Date(instantOfWall(start + hardAfterMs, to.zone)).toISOString(),
  }));
}
