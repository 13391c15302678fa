import { randomUUID } from 'node:crypto';
import type { Database, Queries } from '@antenne/prisma';
import type { HeldFor, OwnQuestion, PublicQuestion, QuestionMove, QuestionState } from '../contract/index.ts';
import { PUBLIC_QUESTION_STATES } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { groupIds, lockSpeaker, membersOf, recountVotes, speakerOf } from './groups-store.ts';
import { moveQuestion, type OtherMove } from './lifecycle.ts';
import { isPublic, ownView, publicView, type QuestionRow, rejectionOf, staffView } from './views.ts';
import { commitInMemory } from './vote-commit-store.ts';

/** Most questions that one page gets at once; a show that has more shows those with the most votes, and the newest. */
const MOST_LISTED = 2_000;

/** What the author sent under this key before, if anything. @throws Refusal `badRequest` when it was elsewhere. */
export async function findByKey(
  queries: Queries,
  broadcastId: string,
  voterId: string,
  key: string,
): Promise<OwnQuestion | null> {
  const row = await queries.question.findUnique({ where: { voterId_key: { voterId, key } } });
  if (row && row.broadcastId !== broadcastId) throw new Refusal('badRequest', 'key: used in another broadcast');
  return row && ownView(row, await speakerOf(queries, row));
}

export interface NewQuestion {
  voterId: string;
  key: string;
  themeId: string;
  text: string;
  author: string | null;
  /** Default: none. */
  place?: string | null;
  /** Default: pending. */
  state?: QuestionState;
  /** Why a moderator must see it first. */
  heldFor?: HeldFor | null;
}

export async function createQuestion(change: Change, question: NewQuestion): Promise<OwnQuestion> {
  const { voterId, key, themeId, text, author, place = null, state = 'pending', heldFor = null } = question;
  const row = await change.tx.question.create({
    data: {
      id: randomUUID(),
      broadcastId: change.broadcastId,
      voterId,
      key,
      themeId,
      original: text,
      author,
      place,
      state,
      ...(heldFor && { heldFor }),
      submittedAt: change.now,
    },
  });
  await tell(change, null, row);
  return ownView(row);
}

/** @throws Refusal `notFound` when it is not this broadcast's: ids of others say nothing. */
export async function findQuestion(queries: Queries, broadcastId: string, id: string): Promise<QuestionRow> {
  const row = await queries.question.findUnique({ where: { id } });
  if (row?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such question');
  return row;
}

export async function findOnAir(queries: Queries, broadcastId: string): Promise<QuestionRow | null> {
  return queries.question.findFirst({ where: { broadcastId, state: 'onAir' } });
}

/**
 * Makes a move that was seen to be allowed, and tells everyone concerned.
 * @throws Refusal `invalidState` when the move does not exist from the question's state.
 */
export async function applyMove(
  change: Change,
  before: QuestionRow,
  move: QuestionMove | OtherMove,
): Promise<QuestionRow> {
  const life = moveQuestion({ ...before, rejection: rejectionOf(before) }, move, change.now);
  if (!life) throw new Refusal('invalidState', `${move.type} is not possible from ${before.state}`);
  const after = await change.tx.question.update({
    where: { id: before.id },
    data: {
      state: life.state,
      edited: life.edited,
      place: life.place,
      rejectionReason: life.rejection?.reason ?? null,
      rejectionNote: life.rejection?.note ?? null,
      onAirAt: life.onAirAt,
      answeredAt: life.answeredAt,
      mergedIntoId: life.mergedIntoId,
      mergedFrom: life.mergedFrom,
      version: { increment: 1 },
    },
  });
  await tell(change, before, after);
  if (before.state === 'onAir' || after.state === 'onAir') change.touchMedia();
  return after;
}

/**
 * Keeps (or, with null, takes back) the answer in writing of a public question.
 * @throws Refusal `invalidState` for one that is not
 */
export async function answerInWriting(
  change: Change,
  before: QuestionRow,
  writtenAnswer: string | null,
): Promise<QuestionRow> {
  if (!publicView(before)) {
    throw new Refusal('invalidState', 'this question is not public');
  }
  const data = { writtenAnswer, version: { increment: 1 } };
  const after = await change.tx.question.update({ where: { id: before.id }, data });
  await tell(change, before, after);
  return after;
}

/**
 * At the end of the show: what was open becomes history; what was on air was answered. One event says it of all: there may
 * be thousands.
 */
export async function archiveOpen(change: Change): Promise<void> {
  const { broadcastId } = change;
  const onAir = await findOnAir(change.tx, broadcastId);
  if (onAir) await applyMove(change, onAir, { type: 'answered' });
  const { count } = await change.tx.question.updateMany({
    where: { broadcastId, state: { in: ['held', 'pending', 'approved', 'queued'] } },
    data: { state: 'archived', version: { increment: 1 } },
  });
  if (count === 0) return;
  change.control({ type: 'questionsArchived' });
  change.audience({ type: 'questionsArchived' });
}

/** The events of one change: to the control room, to the authors, and to everyone while it is public. */
export async function tell(change: Change, before: QuestionRow | null, after: QuestionRow): Promise<void> {
  change.control({ type: 'staffQuestion', question: staffView(after) });
  const speaker = await speakerOf(change.tx, after);
  change.author(after.voterId, { type: 'ownQuestion', question: ownView(after, speaker) });
  // Those whom it speaks for follow it.
  for (const member of await membersOf(change.tx, after)) {
    change.author(member.voterId, { type: 'ownQuestion', question: ownView(member, speaker ?? after) });
  }
  const wasPublic = before && publicView(before);
  const shown = publicView(after);
  if (shown) change.audience({ type: 'question', question: shown });
  else if (wasPublic) change.audience({ type: 'questionGone', id: after.id });
}

export async function listPublic(queries: Queries, broadcastId: string): Promise<PublicQuestion[]> {
  const rows = await queries.question.findMany({
    where: { broadcastId, state: { in: [...PUBLIC_QUESTION_STATES] } },
    orderBy: [{ votes: 'desc' }, { submittedAt: 'desc' }],
    take: MOST_LISTED,
  });
  const onAirFirst = rows.toSorted((a, b) => Number(b.state === 'onAir') - Number(a.state === 'onAir'));
  return onAirFirst.flatMap((row) => publicView(row) ?? []);
}

/** Whether this voter sent the same words before, in this broadcast. */
export async function sentBefore(
  queries: Queries,
  broadcastId: string,
  voterId: string,
  text: string,
): Promise<boolean> {
  return (await queries.question.count({ where: { voterId, broadcastId, original: text } })) > 0;
}

/** The totals of everything public, by question: for pages that caught up from the log, which has no votes. */
export async function voteTotals(queries: Queries, broadcastId: string): Promise<Record<string, number>> {
  const rows = await queries.question.findMany({
    where: { broadcastId, state: { in: [...PUBLIC_QUESTION_STATES] } },
    select: { id: true, votes: true },
  });
  return Object.fromEntries(rows.map(({ id, votes }) => [id, votes]));
}

/** What questions say, by id: pages of `take`, each from behind the last id of the one before. */
export async function listTexts(
  queries: Queries,
  broadcastId: string,
  { after, take }: { after?: string | undefined; take: number },
) {
  return queries.question.findMany({
    where: { broadcastId, ...(after && { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take,
    select: { id: true, version: true, state: true, edited: true, original: true },
  });
}

/** How many questions there are in each state, with their votes. */
export async function countQuestions(queries: Queries) {
  const groups = await queries.question.groupBy({ by: ['broadcastId', 'state'], _count: true, _sum: { votes: true } });
  return groups.map(({ broadcastId, state, _count, _sum }) => ({
    broadcastId,
    state,
    questions: _count,
    votes: _sum.votes ?? 0,
  }));
}

/** Most questions of their own that an author gets at once. */
const MOST_OWN = 200;

/** What each of these authors asked, the newest first. Who asked nothing is left out. */
export async function listOwn(
  queries: Queries,
  broadcastId: string,
  voterIds: readonly string[],
): Promise<Map<string, OwnQuestion[]>> {
  const rows = await queries.question.findMany({
    where: { broadcastId, voterId: { in: [...voterIds] } },
    orderBy: { submittedAt: 'desc' },
  });
  const byAuthor = new Map<string, OwnQuestion[]>();
  for (const row of rows) {
    const own = byAuthor.get(row.voterId) ?? [];
    if (own.length < MOST_OWN) own.push(ownView(row, await speakerOf(queries, row)));
    byAuthor.set(row.voterId, own);
  }
  return byAuthor;
}

/** Every question with its theme's title, in the order in which they came. */
export async function listForExport(queries: Queries, broadcastId: string, states: readonly QuestionState[] | null) {
  return queries.question.findMany({
    where: { broadcastId, ...(states && { state: { in: [...states] } }) },
    orderBy: { submittedAt: 'asc' },
    include: { theme: { select: { title: true } } },
  });
}

export interface NewVote {
  broadcastId: string;
  questionId: string;
  voterId: string;
  /** See `originOf`. */
  origin: string;
  on: boolean;
}

/**
 * Sets or takes back one voter's vote; the total counts each voter once, and not where their vote was voided. The vote for a
 * merged question is one for the question that speaks for it (`id`). It is committed in memory: see `commitInMemory`.
 * @throws Refusal `notFound`, `invalidState`
 */
export async function setVote(
  database: Database,
  { broadcastId, questionId, voterId, origin, on }: NewVote,
): Promise<{ id: string; votes: number; changed: boolean }> {
  return database.client.$transaction(async (tx) => {
    await commitInMemory(tx);
    const question = await lockSpeaker(tx, broadcastId, questionId);
    const { id } = question;
    if (!isPublic(question.state)) throw new Refusal('notFound', 'no such question');
    if (question.state === 'answered') throw new Refusal('invalidState', 'this question was answered');
    const unchanged = { id, votes: question.votes, changed: false };
    if (question.mergedCount > 0) {
      // They may have voted for one of those that were merged.
      const group = { voterId, questionId: { in: await groupIds(tx, id) } };
      if (on && (await tx.vote.count({ where: group })) > 0) return unchanged;
      const { count } = on
        ? await castVote(tx, { questionId: id, voterId, origin })
        : await tx.vote.deleteMany({ where: group });
      if (count === 0) return unchanged;
      return { id, votes: await recountVotes(tx, id), changed: true };
    }
    const { count } = on
      ? await castVote(tx, { questionId: id, voterId, origin })
      : await tx.vote.deleteMany({ where: { questionId: id, voterId } });
    if (count === 0) return unchanged;
    const { votes } = await tx.question.update({
      where: { id },
      data: { votes: { increment: on ? 1 : -1 } },
      select: { votes: true },
    });
    return { id, votes, changed: true };
  });
}

async function castVote(
  tx: Queries,
  { questionId, voterId, origin }: Pick<NewVote, 'questionId' | 'voterId' | 'origin'>,
): Promise<{ count: number }> {
  const voided = await tx.voidedVote.findUnique({ where: { questionId_voterId: { questionId, voterId } } });
  if (voided) return { count: 0 };
  return tx.vote.createMany({ data: [{ questionId, voterId, origin }], skipDuplicates: true });
}
