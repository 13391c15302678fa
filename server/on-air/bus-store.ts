import { Prisma, type Queries } from '@antenne/prisma';
import { SourceRef, sameSource, Transition } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { type Buses, CUT, SLATE } from './bus.ts';

export async function loadBuses(queries: Queries, broadcastId: string): Promise<Buses> {
  const row = await queries.bus.findUnique({ where: { broadcastId } });
  if (!row) return { version: 1, preview: null, program: SLATE, transition: CUT };
  return {
    version: row.version,
    preview: SourceRef.nullable().parse(row.preview),
    program: SourceRef.parse(row.program),
    transition: Transition.parse(row.transition),
  };
}

/** Keeps the buses; media is told when the programme is another. */
export async function saveBuses(change: Change, before: Buses, after: Buses): Promise<void> {
  const { broadcastId } = change;
  const { version, preview, program, transition } = after;
  const data = { version, preview: preview ?? Prisma.DbNull, program, transition };
  await change.tx.bus.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
  if (!sameSource(before.program, after.program)) change.touchMedia();
}
