import type { Queries } from '@antenne/prisma';
import type { RecordingWish } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

/** What a broadcast's row says of its recording. */
export function wishOf(row: { recordOn: boolean; recordIsos: boolean; recordBestLayer: boolean }): RecordingWish {
  return { on: row.recordOn, isos: row.recordIsos, bestLayer: row.recordBestLayer };
}

export async function loadWish(queries: Queries, broadcastId: string): Promise<RecordingWish> {
  return wishOf(await queries.broadcast.findUniqueOrThrow({ where: { id: broadcastId } }));
}

export async function saveWish(change: Change, { on, isos, bestLayer }: RecordingWish): Promise<void> {
  const data = { recordOn: on, recordIsos: isos, recordBestLayer: bestLayer };
  await change.tx.broadcast.update({ where: { id: change.broadcastId }, data });
}
