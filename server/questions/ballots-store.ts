/**
 * Votes by the hundred: as many as come while the last ones are being written go to the database together, and to the disk
 * with one flush before any of them is acknowledged.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Database, Prisma, type Queries } from '@antenne/prisma';
import { takesVotes, themeWindow } from '../broadcasts/theme-window.ts';
import { Refusal } from '../platform/failure.ts';
import { lockQuestions } from './groups-store.ts';
import { type NewVote, setVote } from './store.ts';
import { isPublic } from './views.ts';
import { bringToDisk, commitInMemory } from './vote-commit-store.ts';

export interface CountedVote {
  /** The question that it counts for: the one that speaks for a merged one. */
  id: string;
  votes: number;
  changed: boolean;
}

interface Ballot {
  vote: NewVote;
  resolve: (counted: CountedVote) => void;
  reject: (error: unknown) => void;
}

/** So many go to the database at once. */
const MOST = 500;

/** Milliseconds that a vote waits for others: writing one takes as long as writing a hundred. */
const GATHER_MS = 80;

/** Counts votes in the order in which they came. */
export class Ballots {
  readonly #database: Database;
  readonly #clock: () => Date;
  #waiting: Ballot[] = [];
  #running = false;

  constructor(database: Database, clock: () => Date = () => new Date()) {
    this.#database = database;
    this.#clock = clock;
  }

  /**
   * Sets or takes back one voter's vote, as `setVote` does, where the theme takes votes now.
   * @throws Refusal `notFound`, `invalidState`, `closed`
   */
  cast(vote: NewVote): Promise<CountedVote> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ vote, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await delay(GATHER_MS);
      const batch = this.#take();
      try {
        await this.#count(batch);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }

  /** Two votes of one voter for one question depend on each other: the second one waits for the next turn. */
  #take(): Ballot[] {
    const batch = new Map<string, Ballot>();
    const later: Ballot[] = [];
    for (const ballot of this.#waiting) {
      const key = `${ballot.vote.questionId} ${ballot.vote.voterId}`;
      if (batch.size < MOST && !batch.has(key)) batch.set(key, ballot);
      else later.push(ballot);
    }
    this.#waiting = later;
    return [...batch.values()];
  }

  async #count(batch: readonly Ballot[]): Promise<void> {
    const { counted, merged } = await this.#database.client.$transaction((tx) => this.#countSingle(tx, batch));
    // Their group is locked by itself: two such locks in one transaction could wait for each other.
    for (const ballot of merged) counted.set(ballot, await this.#countMerged(ballot));
    const outcomes = [...counted.values()];
    if (outcomes.some((outcome) => !(outcome instanceof Refusal) && outcome.changed)) {
      await bringToDisk(this.#database.client);
    }
    for (const [{ resolve, reject }, outcome] of counted) {
      if (outcome instanceof Refusal) reject(outcome);
      else resolve(outcome);
    }
  }

  async #countMerged({ vote }: Ballot): Promise<CountedVote | Refusal> {
    try {
      return await setVote(this.#database, vote);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  /** Those for questions that speak for themselves alone. */
  async #countSingle(tx: Queries, batch: readonly Ballot[]) {
    await commitInMemory(tx);
    const ids = [...new Set(batch.map(({ vote }) => vote.questionId))];
    await lockQuestions(tx, ids);
    const rows = await tx.question.findMany({
      where: { id: { in: ids } },
      select: {
        ...{ id: true, state: true, votes: true, mergedIntoId: true, mergedCount: true, broadcastId: true },
        ...{ theme: true, broadcast: { select: { state: true } } },
      },
    });
    const questions = new Map(rows.map((row) => [row.id, row]));
    const counted = new Map<Ballot, CountedVote | Refusal>();
    const merged: Ballot[] = [];
    const single: Ballot[] = [];
    const now = this.#clock();
    for (const ballot of batch) {
      const { questionId, broadcastId } = ballot.vote;
      const row = questions.get(questionId);
      const refusal =
        row?.broadcastId !== broadcastId
          ? new Refusal('notFound', 'no such question')
          : row.broadcast.state === 'ended' || !takesVotes(themeWindow(row.theme, now))
            ? new Refusal('closed', 'this theme takes no votes now')
            : null;
      if (refusal || !row) counted.set(ballot, refusal ?? new Refusal('notFound', 'no such question'));
      else if (row.mergedIntoId !== null || row.mergedCount > 0) merged.push(ballot);
      else if (!isPublic(row.state)) counted.set(ballot, new Refusal('notFound', 'no such question'));
      else if (row.state === 'answered') counted.set(ballot, new Refusal('invalidState', 'this question was answered'));
      else single.push(ballot);
    }
    const changed = await write(
      tx,
      single.map(({ vote }) => vote),
    );
    const totals = await recount(tx, changed);
    for (const ballot of single) {
      const { questionId: id } = ballot.vote;
      const votes = totals.get(id) ?? questions.get(id)?.votes ?? 0;
      counted.set(ballot, { id, votes, changed: changed.has(ballot.vote) });
    }
    return { counted, merged };
  }
}

/** @returns those that changed something: neither there already, nor voided, nor to be taken back where there was none. */
async function write(tx: Queries, votes: readonly NewVote[]): Promise<Set<NewVote>> {
  type Pair = Pick<NewVote, 'questionId' | 'voterId'>;
  const given = votes.filter(({ on }) => on);
  const takenBack = votes.filter(({ on }) => !on);
  const inserted =
    given.length === 0
      ? []
      : await tx.$queryRaw<Pair[]>`
        INSERT INTO "votes" ("questionId", "voterId", "origin")
        SELECT * FROM (VALUES ${Prisma.join(
          given.map((vote) => Prisma.sql`(${vote.questionId}::uuid, ${vote.voterId}::uuid, ${vote.origin}::text)`),
        )}) AS "given" ("questionId", "voterId", "origin")
        WHERE NOT EXISTS (
          SELECT 1 FROM "voided_votes" v WHERE v."questionId" = "given"."questionId" AND v."voterId" = "given"."voterId"
        ) ON CONFLICT DO NOTHING RETURNING "questionId", "voterId"`;
  const deleted =
    takenBack.length === 0
      ? []
      : await tx.$queryRaw<Pair[]>`
        DELETE FROM "votes" WHERE ("questionId", "voterId") IN (${Prisma.join(
          takenBack.map((vote) => Prisma.sql`(${vote.questionId}::uuid, ${vote.voterId}::uuid)`),
        )}) RETURNING "questionId", "voterId"`;
  const keyOf = ({ questionId, voterId }: Pair) => `${questionId} ${voterId}`;
  const changed = new Set([...inserted, ...deleted].map(keyOf));
  return new Set(votes.filter((vote) => changed.has(keyOf(vote))));
}

/** Adds what changed to the totals. @returns those that are another one now. */
async function recount(tx: Queries, changed: ReadonlySet<NewVote>): Promise<Map<string, number>> {
  const deltas = new Map<string, number>();
  for (const { questionId, on } of changed) deltas.set(questionId, (deltas.get(questionId) ?? 0) + (on ? 1 : -1));
  if (deltas.size === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; votes: number }[]>`
    UPDATE "questions" SET "votes" = "votes" + "more"."delta"
    FROM (VALUES ${Prisma.join([...deltas].map(([id, delta]) => Prisma.sql`(${id}::uuid, ${delta}::int)`))})
      AS "more" ("id", "delta")
    WHERE "questions"."id" = "more"."id" RETURNING "questions"."id", "questions"."votes"`;
  return new Map(rows.map(({ id, votes }) => [id, votes]));
}
