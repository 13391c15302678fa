import type { Queries } from '@antenne/prisma';
import type { Change } from '../platform/changes.ts';
import { lockQuestions, recountVotes } from './groups-store.ts';
import { releaseMerged } from './merge-store.ts';
import { findQuestion, tell } from './store.ts';

/** Ids of all broadcasts in which somebody asked or voted. */
export async function broadcastsOfVoter(queries: Queries, voterId: string): Promise<string[]> {
  const questions = await queries.question.findMany({
    where: { OR: [{ voterId }, { voters: { some: { voterId } } }] },
    select: { broadcastId: true },
    distinct: ['broadcastId'],
  });
  return questions.map(({ broadcastId }) => broadcastId);
}

/**
 * Forgets somebody in one broadcast: their questions and votes, and the events and log lines that quote them. Others whom their
 * questions spoke for have their own back; what they voted for is counted anew.
 * @returns what is gone.
 */
export async function purgeVoter(change: Change, voterId: string): Promise<{ ids: string[]; votes: number }> {
  const { broadcastId, tx } = change;
  const questions = await tx.question.findMany({ where: { broadcastId, voterId } });
  const ids = questions.map(({ id }) => id);
  // An event about one of these would keep what has to go.
  for (const question of questions) await releaseMerged(change, question, { silent: true });
  const votes = await tx.vote.findMany({ where: { voterId, question: { broadcastId } }, select: { questionId: true } });
  const touched = await speakersOf(tx, [...ids, ...votes.map(({ questionId }) => questionId)]);
  if (touched.length > 0) await lockQuestions(tx, touched);
  await tx.vote.deleteMany({ where: { voterId, question: { broadcastId } } });
  await tx.voidedVote.deleteMany({ where: { voterId, question: { broadcastId } } });
  for (const { mergedIntoId } of questions) {
    if (mergedIntoId === null) continue;
    await tx.question.update({ where: { id: mergedIntoId }, data: { mergedCount: { decrement: 1 } } });
  }
  await tx.question.deleteMany({ where: { id: { in: ids } } });
  for (const id of touched.filter((one) => !ids.includes(one))) {
    await recountVotes(tx, id);
    const row = await findQuestion(tx, broadcastId, id);
    await tell(change, row, row);
  }
  const lineIds = await forgetEvents(change, voterId, ids);
  if (ids.length > 0) {
    change.control({ type: 'questionsPurged', ids, lineIds });
    change.audience({ type: 'questionsPurged', ids });
  }
  if (questions.some(({ state }) => state === 'onAir')) change.touchMedia();
  return { ids, votes: votes.length };
}

/** These and all that speak for them, step by step. */
async function speakersOf(tx: Queries, ids: readonly string[]): Promise<string[]> {
  const all = new Set(ids);
  for (let step = [...ids]; step.length > 0; ) {
    const rows = await tx.question.findMany({
      where: { id: { in: step }, mergedIntoId: { not: null } },
      select: { mergedIntoId: true },
    });
    step = rows.flatMap(({ mergedIntoId }) => (mergedIntoId && !all.has(mergedIntoId) ? [mergedIntoId] : []));
    for (const id of step) all.add(id);
  }
  return [...all];
}

/** @returns the ids of the log lines that are gone. */
async function forgetEvents({ broadcastId, tx }: Change, voterId: string, ids: string[]): Promise<string[]> {
  const where = { broadcastId, subjectId: { in: ids } };
  const lines = (await tx.auditLine.findMany({ where, select: { id: true } })).map(({ id }) => id);
  await tx.auditLine.deleteMany({ where });
  await tx.outgoingEvent.deleteMany({ where: { broadcastId, voterId } });
  // Whatever event names one of them: a question whole, its going, a line of the log.
  const names = [...ids, ...lines].map((id) => `%${id}%`);
  if (names.length > 0) {
    await tx.$executeRaw`DELETE FROM "outgoing_events"
      WHERE "broadcastId" = ${broadcastId}::uuid AND "payload"::text LIKE ANY (${names}::text[])`;
  }
  return lines;
}
