/** The two buses as stored, and the rules of a take. */
import { Prisma, type Queries } from '@antenne/prisma';
import { type ItemType, SourceRef, sameSource } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

export interface Buses {
  version: number;
  preview: SourceRef | null;
  program: SourceRef;
}

const SLATE: SourceRef = { type: 'slate' };

/**
 * The buses after a take: `direct` goes on air; without it, preview and programme change places.
 * Null when there is nothing on preview.
 */
export function takeBuses(buses: Buses, direct: SourceRef | undefined): Buses | null {
  const program = direct ?? buses.preview;
  if (!program) return null;
  const swapped = direct === undefined || sameSource(direct, buses.preview);
  return { version: buses.version + 1, program, preview: swapped ? buses.program : buses.preview };
}

/** What a rundown item puts on air: its contributor; the slate for what has no source yet; null leaves the programme. */
export function sourceOfItem(item: { type: ItemType; contributorId: string | null }): SourceRef | null {
  if (item.contributorId) return { type: 'feed', contributorId: item.contributorId };
  return item.type === 'break' || item.type === 'clip' ? SLATE : null;
}

export async function loadBuses(queries: Queries, broadcastId: string): Promise<Buses> {
  const row = await queries.bus.findUnique({ where: { broadcastId } });
  if (!row) return { version: 1, preview: null, program: SLATE };
  return {
    version: row.version,
    preview: SourceRef.nullable().parse(row.preview),
    program: SourceRef.parse(row.program),
  };
}

/** Keeps the buses; media is told when the programme is another. */
export async function saveBuses(change: Change, before: Buses, after: Buses): Promise<void> {
  const { broadcastId } = change;
  const data = { version: after.version, preview: after.preview ?? Prisma.DbNull, program: after.program };
  await change.tx.bus.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
  if (!sameSource(before.program, after.program)) change.touchMedia();
}
