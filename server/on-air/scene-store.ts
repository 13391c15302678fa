import { Prisma, type Queries } from '@antenne/prisma';
import { GraphicsState, SavedScene } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';

/** Oldest first. */
export async function listScenes(queries: Queries, broadcastId: string): Promise<SavedScene[]> {
  const rows = await queries.savedScene.findMany({
    where: { broadcastId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => SavedScene.parse(row));
}

/** @throws Refusal `notFound` when the scene is not this broadcast's */
export async function findScene(queries: Queries, broadcastId: string, id: string): Promise<SavedScene> {
  const row = await queries.savedScene.findUnique({ where: { id } });
  if (row?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such scene');
  return SavedScene.parse(row);
}

/** Graphics that go on air together with what is on preview; null: they stay as they are. */
export async function armGraphics(change: Change, graphics: GraphicsState | null): Promise<void> {
  const data = { previewGraphics: graphics ?? Prisma.DbNull };
  await change.tx.bus.updateMany({ where: { broadcastId: change.broadcastId }, data });
}

/** What is armed now. */
export async function armedGraphics(change: Change): Promise<GraphicsState | null> {
  const { broadcastId } = change;
  const row = await change.tx.bus.findUnique({ where: { broadcastId }, select: { previewGraphics: true } });
  return row?.previewGraphics ? GraphicsState.parse(row.previewGraphics) : null;
}

/** What was armed, which it is no longer. */
export async function disarmGraphics(change: Change): Promise<GraphicsState | null> {
  const armed = await armedGraphics(change);
  if (armed) await armGraphics(change, null);
  return armed;
}
