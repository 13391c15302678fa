import type { Queries } from '@antenne/prisma';
import { WordFilter } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';

export async function loadWordFilter(queries: Queries, broadcastId: string): Promise<WordFilter> {
  const { wordFilter } = await queries.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    select: { wordFilter: true },
  });
  return WordFilter.parse(wordFilter);
}

export async function saveWordFilter({ tx, broadcastId }: Change, filter: WordFilter): Promise<WordFilter> {
  const wordFilter = { blocked: [...new Set(filter.blocked)], allowed: [...new Set(filter.allowed)] };
  await tx.broadcast.update({ where: { id: broadcastId }, data: { wordFilter } });
  return wordFilter;
}
