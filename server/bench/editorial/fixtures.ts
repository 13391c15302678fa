/** A long evening: questions in every state with their votes, and a rundown that fills pages. */
import { randomUUID } from 'node:crypto';
import type { Database } from '@antenne/prisma';
import type { QuestionState } from '../../contract/index.ts';
import type { Show } from '../../testing/fixtures.ts';

/** Rows that one statement takes: PostgreSQL knows 32,767 parameters. */
const CHUNK = 1_000;
const WHAT = ['le prix', 'la part', 'le salaire', 'la récolte', 'le transport', 'le label', 'la prime', 'l’école'];
const OF = ['du café', 'du cacao', 'du coton', 'de la banane', 'du thé', 'du sucre', 'de la mangue', 'du karité'];
const WHERE = ['au Mali', 'en Équateur', 'au Pérou', 'au Togo', 'en Inde', 'au Burkina', 'en Colombie', 'à Madagascar'];
const WHO = ['les femmes', 'les jeunes', 'les coopératives', 'les familles', 'les cueilleurs', 'les porteurs'];

/** In a thousand questions; the rest are pending. */
const STATES: readonly (readonly [QuestionState, number])[] = [
  ['approved', 200],
  ['rejected', 40],
  ['answered', 40],
  ['archived', 20],
];

function stateOf(index: number): QuestionState {
  let place = index % 1_000;
  for (const [state, count] of STATES) {
    if (place < count) return state;
    place -= count;
  }
  return 'pending';
}

/** What question number `index` asks: several share most of their words, as those of an audience do. */
export function textOf(index: number): string {
  const pick = (from: readonly string[], step: number) => from[Math.floor(index / step) % from.length] ?? '';
  return `Question ${index} : que change ${pick(WHAT, 1)} ${pick(OF, 8)} pour ${pick(WHO, 3)} ${pick(WHERE, 64)} en ${2020 + (index % 12)} ?`;
}

async function inChunks<Row>(rows: readonly Row[], write: (chunk: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) await write(rows.slice(from, from + CHUNK));
}

/** So many questions, each of another voter; a fifth of them approved, with 0–9 votes each. @returns the approved ones' ids. */
export async function makeQueue(
  { client }: Database,
  { id: broadcastId, themeId }: Pick<Show, 'id' | 'themeId'>,
  count: number,
): Promise<string[]> {
  const begun = Date.now() - count * 1_000;
  const rows = Array.from({ length: count }, (_, index) => {
    const state = stateOf(index);
    const submittedAt = new Date(begun + index * 1_000);
    return {
      id: randomUUID(),
      broadcastId,
      themeId,
      voterId: randomUUID(),
      key: randomUUID(),
      original: textOf(index),
      author: index % 3 === 0 ? `Awa ${index}` : null,
      state,
      votes: state === 'approved' ? index % 10 : 0,
      submittedAt,
      rejectionReason: state === 'rejected' ? ('offTopic' as const) : null,
      answeredAt: state === 'answered' ? submittedAt : null,
    };
  });
  await inChunks(rows, (data) => client.question.createMany({ data }));
  const votes = rows.flatMap(({ id, votes: given }) =>
    Array.from({ length: given }, () => ({ questionId: id, voterId: randomUUID() })),
  );
  await inChunks(votes, (data) => client.vote.createMany({ data }));
  return rows.filter(({ state }) => state === 'approved').map(({ id }) => id);
}

/** Adds items until the rundown has so many. @returns the ids of all, in order. */
export async function makeItems(
  { client }: Database,
  { id: broadcastId, items }: Show,
  count: number,
): Promise<string[]> {
  const more = Array.from({ length: count - items.length }, (_, index) => ({
    id: randomUUID(),
    broadcastId,
    rank: items.length + index,
    type: 'segment' as const,
    group: `Bloc ${Math.floor(index / 10)}`,
    title: { fr: `Élément ${items.length + index}` },
    notes: 'Lancement, puis plateau.',
    plannedDurationMs: 30_000,
  }));
  await inChunks(more, (data) => client.rundownItem.createMany({ data }));
  return [...items, ...more.map(({ id }) => id)];
}
