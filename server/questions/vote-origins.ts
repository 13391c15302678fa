/** Votes by where they came from: noticing bursts, taking them out of the count, giving them back. */
import { createHmac } from 'node:crypto';
import type { Queries } from '@antenne/prisma';
import { USUAL_VOTES, type VoteJudgement, type VoteOrigin } from '../contract/index.ts';
import type { AddressKey } from '../platform/address.ts';
import type { Change } from '../platform/changes.ts';
import { type Rate, RateLimiter } from '../platform/rate-limit.ts';
import { groupIds, lockQuestions, recountVotes, speakerOf } from './groups-store.ts';
import { type QuestionRow, subjectOf } from './views.ts';

/** Stands for an address in the database: the same for the same one, and of no use without the key. */
export function originOf({ key: address }: AddressKey, secret: string): string {
  return createHmac('sha256', secret).update(`vote from ${address}`).digest('base64url').slice(0, 22);
}

/** One alarm in ten minutes for each question and address. */
const ALARMS: Rate = { burst: 1, perSecond: 1 / 600 };

/** Notices when more votes for a question come from an address than is usual. Its memory has a limit. */
export class BurstWatch {
  readonly #usual: RateLimiter;
  readonly #alarms: RateLimiter;

  /** @param clock ms of a steady clock */
  constructor(clock?: () => number) {
    this.#usual = new RateLimiter(USUAL_VOTES, clock);
    this.#alarms = new RateLimiter(ALARMS, clock);
  }

  /** Counts a vote. @returns whether somebody should be told now. */
  counts(questionId: string, origin: string): boolean {
    const key = `${questionId} ${origin}`;
    return this.#usual.take(key) > 0 && this.#alarms.take(key) === 0;
  }
}

const MOST_LISTED = 50;

/** Of a question and of all that it speaks for. Those with the most votes first. */
export async function listOrigins(queries: Queries, id: string): Promise<VoteOrigin[]> {
  const questionId = { in: await groupIds(queries, id) };
  const select = {
    by: ['origin'] as 'origin'[],
    _count: true,
    _min: { createdAt: true },
    _max: { createdAt: true },
  } as const;
  const counted = await queries.vote.groupBy({ ...select, where: { questionId, origin: { not: null } } });
  const voided = await queries.voidedVote.groupBy({ ...select, where: { questionId } });
  const origins = new Map<string, { votes: number; voided: number; first: number; last: number }>();
  for (const [groups, kind] of [
    [counted, 'votes'],
    [voided, 'voided'],
  ] as const) {
    for (const { origin, _count, _min, _max } of groups) {
      if (origin === null || !_min.createdAt || !_max.createdAt) continue;
      const known = origins.get(origin) ?? { votes: 0, voided: 0, first: Number.POSITIVE_INFINITY, last: 0 };
      known[kind] += _count;
      known.first = Math.min(known.first, _min.createdAt.getTime());
      known.last = Math.max(known.last, _max.createdAt.getTime());
      origins.set(origin, known);
    }
  }
  return [...origins]
    .map(([origin, { votes, voided, first, last }]) => ({
      origin,
      votes,
      voided,
      firstAt: new Date(first).toISOString(),
      lastAt: new Date(last).toISOString(),
    }))
    .toSorted((a, b) => b.votes + b.voided - (a.votes + a.voided))
    .slice(0, MOST_LISTED);
}

const BURST = 'votes.burst';
const ACTIONS = [BURST, 'votes.void', 'votes.restore', 'votes.accept'] as const;
const MOST_JUDGEMENTS = 20;

/** What was done about the votes of a question and of all that it speaks for. Newest first. */
export async function listJudgements(queries: Queries, id: string): Promise<VoteJudgement[]> {
  const lines = await queries.auditLine.findMany({
    where: { subjectId: { in: await groupIds(queries, id) }, action: { in: [...ACTIONS] } },
    orderBy: { at: 'desc' },
    take: MOST_JUDGEMENTS,
    select: { id: true, at: true, actor: true, action: true, subject: true },
  });
  return lines.flatMap(({ id: lineId, at, actor, action, subject }) => {
    const known = ACTIONS.find((one) => one === action);
    if (!known) return [];
    const count = known === 'votes.void' || known === 'votes.restore' ? Number.parseInt(subject ?? '', 10) : Number.NaN;
    return {
      id: lineId,
      at: at.toISOString(),
      by: actor,
      what: JUDGED[known],
      votes: Number.isNaN(count) ? null : count,
    };
  });
}

const JUDGED = {
  'votes.burst': 'burst',
  'votes.void': 'void',
  'votes.restore': 'restore',
  'votes.accept': 'accept',
} as const satisfies Record<(typeof ACTIONS)[number], VoteJudgement['what']>;

/** What the log says of votes that changed sides: `listJudgements` reads their number from it. */
export function judgedSubject(changed: number, question: QuestionRow): string {
  return `${changed} · ${subjectOf(question)}`;
}

/** Questions with a burst and no judgement after it. Those with the newest first. */
export async function listBursts(queries: Queries, broadcastId: string): Promise<string[]> {
  const newest = await queries.auditLine.findMany({
    where: { broadcastId, action: { in: [...ACTIONS] }, subjectId: { not: null } },
    orderBy: { at: 'desc' },
    distinct: ['subjectId'],
    take: MOST_LISTED,
    select: { action: true, subjectId: true },
  });
  return newest.flatMap(({ action, subjectId }) => (action === BURST && subjectId !== null ? [subjectId] : []));
}

export interface Recounted {
  /** What the questions count afterwards whose votes these are: the one that was asked for, then who speaks for it. */
  totals: { id: string; votes: number }[];
  /** How many votes changed sides. */
  changed: number;
}

/** Takes an origin's votes for a question, and for all that it speaks for, out of the count. */
export async function voidVotes({ tx }: Change, question: QuestionRow, origin: string): Promise<Recounted> {
  const where = { origin, questionId: { in: await groupIds(tx, question.id) } };
  const select = { questionId: true, voterId: true, createdAt: true };
  const rows = await tx.vote.findMany({ where, select });
  await tx.voidedVote.createMany({ data: rows.map((row) => ({ ...row, origin })), skipDuplicates: true });
  const { count } = await tx.vote.deleteMany({
    where: { ...where, voterId: { in: rows.map(({ voterId }) => voterId) } },
  });
  return recount(tx, question, count);
}

/** The other way round. */
export async function restoreVotes({ tx }: Change, question: QuestionRow, origin: string): Promise<Recounted> {
  const where = { origin, questionId: { in: await groupIds(tx, question.id) } };
  const rows = await tx.voidedVote.findMany({ where });
  const { count } = await tx.vote.createMany({ data: rows, skipDuplicates: true });
  await tx.voidedVote.deleteMany({ where });
  return recount(tx, question, count);
}

async function recount(tx: Queries, question: QuestionRow, changed: number): Promise<Recounted> {
  const speaker = await speakerOf(tx, question);
  const ids = [question.id, ...(speaker ? [speaker.id] : [])];
  await lockQuestions(tx, ids);
  const totals: Recounted['totals'] = [];
  for (const id of ids) totals.push({ id, votes: await recountVotes(tx, id) });
  return { totals, changed };
}
