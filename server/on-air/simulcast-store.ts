import type { Queries } from '@antenne/prisma';
import { type DesiredTarget, SimulcastTarget } from '../contract/index.ts';
import { Refusal } from '../platform/failure.ts';

type Row = { id: string; name: string; address: string; enabled: boolean };

/** A target without its key. */
export function viewTarget({ id, name, address, enabled }: Row): SimulcastTarget {
  return SimulcastTarget.parse({ id, name, host: new URL(address).host, enabled });
}

/** Oldest first. */
export async function listTargets(queries: Queries, broadcastId: string): Promise<SimulcastTarget[]> {
  return (await rowsOf(queries, broadcastId)).map(viewTarget);
}

/** Those that are switched on, as media needs them. */
export async function desiredTargets(queries: Queries, broadcastId: string): Promise<DesiredTarget[]> {
  const rows = await rowsOf(queries, broadcastId);
  return rows.filter(({ enabled }) => enabled).map(({ id, name, address }) => ({ id, name, address }));
}

/** @throws Refusal `notFound` when the target is not this broadcast's */
export async function findTarget(queries: Queries, broadcastId: string, id: string): Promise<Row> {
  const row = await queries.simulcastTarget.findUnique({ where: { id } });
  if (row?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such target');
  return row;
}

function rowsOf(queries: Queries, broadcastId: string): Promise<Row[]> {
  return queries.simulcastTarget.findMany({
    where: { broadcastId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}
