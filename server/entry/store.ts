import type { Queries } from '@antenne/prisma';
import type { EntryMode } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

/** Who may watch a broadcast, as it was decided; generation 0 where nothing ever was. */
export interface StoredEntry {
  mode: EntryMode;
  generation: number;
  passwordHash: string | null;
}

export async function loadEntry(queries: Queries, broadcastId: string): Promise<StoredEntry> {
  const row = await queries.entry.findUnique({ where: { broadcastId } });
  return row ?? { mode: 'open', generation: 0, passwordHash: null };
}

/** Keeps it, and tells media in the same change. */
export async function saveEntry(change: Change, entry: StoredEntry): Promise<void> {
  const { tx, broadcastId } = change;
  const { mode, generation, passwordHash } = entry;
  const data = { mode, generation, passwordHash };
  await tx.entry.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
  change.touchMedia({ gate: gateOf(entry) });
}

export function gateOf({ mode, generation }: Pick<StoredEntry, 'mode' | 'generation'>) {
  return { generation, closed: mode !== 'open' };
}
