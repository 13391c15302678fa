import { Prisma, type Queries } from '@antenne/prisma';
import { z } from 'zod';
import { commandClip, findAsset, restClip } from '../assets/store.ts';
import { Id, SourceRef, sameSource, slotsIn, Transition } from '../contract/index.ts';
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
  if (!sameSource(before.program, program)) await followClips(change, before.program, program);
  if (!isSame) change.touchMedia({ program, standby: preview, transition, takes, held: [...held] });
}

/** A clip that goes rests at its cue; one that comes plays, where it is meant to. One in both goes on. */
async function followClips(change: Change, from: SourceRef, to: SourceRef): Promise<void> {
  const { tx, broadcastId } = change;
  const [before, after] = [clipsIn(from), clipsIn(to)];
  const gone = before.filter((id) => !after.includes(id));
  const come = after.filter((id) => !before.includes(id));
  for (const id of gone) {
    const row = await tx.asset.findUnique({ where: { id } });
    if (row) await restClip(change, row, row.cueMs);
  }
  for (const id of come) {
    const row = await findAsset(tx, broadcastId, id);
    if (row.playOnTake) await commandClip(change, row, { playing: true, positionMs: row.cueMs, jump: false });
  }
  if (gone.length > 0 || come.length > 0) change.touchMedia();
}

function clipsIn(source: SourceRef): string[] {
  return slotsIn(source).flatMap((slot) => (slot.type === 'clip' ? [slot.assetId] : []));
}
