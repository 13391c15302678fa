/** The questions as the moderators' desk lists them: the beginning of each list, more of one, and how many there are. */
import type { Prisma, Queries } from '@antenne/prisma';
import {
  FIRST_LISTED,
  type QuestionCount,
  QuestionList,
  type QuestionState,
  type StaffQuestion,
} from '../contract/index.ts';
import { staffView } from './views.ts';

interface ListRule {
  states: readonly QuestionState[];
  orderBy: Prisma.QuestionOrderByWithRelationInput[];
}

const NEWEST: Prisma.QuestionOrderByWithRelationInput[] = [{ submittedAt: 'desc' }, { id: 'desc' }];

/** What must be worked on goes by time and votes, what is decided has the newest first. Withdrawn ones are nobody's work. */
const LISTS: Record<QuestionList, ListRule> = {
  waiting: { states: ['held', 'pending'], orderBy: [{ submittedAt: 'asc' }, { id: 'asc' }] },
  approved: { states: ['approved'], orderBy: [{ votes: 'desc' }, { submittedAt: 'asc' }, { id: 'asc' }] },
  answered: { states: ['answered'], orderBy: [{ answeredAt: 'desc' }, { id: 'desc' }] },
  rejected: { states: ['rejected'], orderBy: NEWEST },
  merged: { states: ['merged'], orderBy: NEWEST },
  archived: { states: ['archived'], orderBy: NEWEST },
};

/** Questions that one look for more brings. */
const MORE = 300;

/** The beginning of every list, and all that is queued or on air. */
export async function listForStaff(queries: Queries, broadcastId: string): Promise<StaffQuestion[]> {
  const chosen = await queries.question.findMany({ where: { broadcastId, state: { in: ['queued', 'onAir'] } } });
  const lists = [];
  for (const list of QuestionList.options) {
    const { states, orderBy } = LISTS[list];
    const where = { broadcastId, state: { in: [...states] } };
    lists.push(await queries.question.findMany({ where, orderBy, take: FIRST_LISTED[list] }));
  }
  return [...chosen, ...lists.flat()].map(staffView);
}

/** Some of a list, from `offset` on; `themeId` null: of every theme. */
export async function listMore(
  queries: Queries,
  broadcastId: string,
  { list, themeId, offset }: { list: QuestionList; themeId: string | null; offset: number },
): Promise<StaffQuestion[]> {
  const { states, orderBy } = LISTS[list];
  const where = { broadcastId, state: { in: [...states] }, ...(themeId === null ? {} : { themeId }) };
  const rows = await queries.question.findMany({ where, orderBy, skip: offset, take: MORE });
  return rows.map(staffView);
}

/** How many there are of each theme in each state. */
export async function countForStaff(queries: Queries, broadcastId: string): Promise<QuestionCount[]> {
  const groups = await queries.question.groupBy({
    by: ['themeId', 'state'],
    where: { broadcastId },
    _count: true,
    _min: { submittedAt: true },
  });
  return groups.flatMap(({ themeId, state, _count, _min }) =>
    _min.submittedAt ? [{ themeId, state, count: _count, oldest: _min.submittedAt.toISOString() }] : [],
  );
}
