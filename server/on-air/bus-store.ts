import { Prisma, type Queries } from '@antenne/prisma';
import { z } from 'zod';
import { Id, SourceRef, sameSource, Transition } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { type Buses, CUT, SLATE } from './bus.ts';

export async function loadBuses(queries: Queries, broadcastId: string): Promise<Buses> {
  const row = await queries.bus.findUnique({ where: { broadcastId } });
  if (!row) return { version: 1, preview: null, program: SLATE, transition: CUT, takes: 0, held: [] };
  return {
    version: row.version,
    preview: SourceRef.nullable().parse(row.preview),
    program: SourceRef.parse(row.program),
    transition: Transition.parse(row.transition),
    takes: row.takes,
    held: z.array(Id).parse(row.held),
  };
}

/** Keeps the buses; media is told of a take, of who is held, and of what may be taken next. */
export async function saveBuses(change: Change, before: Buses, after: Buses): Promise<void> {
  const { broadcastId } = change;
  const { version, preview, program, transition, takes, held } = after;
  const data = { version, preview: preview ?? Prisma.DbNull, program, transition, takes, held: [...held] };
  await change.tx.bus.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
  const isSame =
    sameSource(before.program, program) &&
    sameSource(before.preview, preview) &&
    before.takes === takes &&
    before.held.join() === held.join();
  if (!isSame) change.touchMedia({ program, standby: preview, transition, takes, held: [...held] });
}
