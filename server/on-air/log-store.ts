import type { Queries } from '@antenne/prisma';
import type { LogLine } from '../contract/index.ts';

/** The newest 50 lines of the who-did-what log, newest first. */
export async function latestLog(queries: Queries, broadcastId: string): Promise<LogLine[]> {
  const lines = await queries.auditLine.findMany({ where: { broadcastId }, orderBy: { at: 'desc' }, take: 50 });
  return lines.map(({ id, at, actor, action, subject }) => ({ id, at: at.toISOString(), actor, action, subject }));
}
