import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client.ts';
import type { CocoaThemes, TourThemes } from './themes.ts';

const MINUTE = 60_000;

interface SeededQuestion {
  themeId: string;
  text: string;
  author: string | null;
  place?: string;
  state: 'pending' | 'approved' | 'queued' | 'rejected' | 'answered';
  votes?: number;
  /** Minutes before the seed at which it was sent. */
  agoMinutes: number;
}

/** Eight questions, so that every column of the moderation has something in it. */
export async function seedQuestions(
  tx: Prisma.TransactionClient,
  { broadcastId, themes, now }: { broadcastId: string; themes: TourThemes; now: Date },
): Promise<void> {
  await insert(tx, broadcastId, now, [
    {
      themeId: themes.cooperatives,
      text: 'Comment une petite coopérative trouve-t-elle ses premiers acheteurs sans passer par un intermédiaire ?',
      author: 'Margaux',
      place: 'Nantes',
      state: 'queued',
      votes: 14,
      agoMinutes: 52,
    },
    {
      themeId: themes.cooperatives,
      text: 'Qui décide de la répartition de la prime équitable : les producteurs, ou le bureau de la coopérative ?',
      author: 'Yannick',
      state: 'approved',
      votes: 21,
      agoMinutes: 47,
    },
    {
      themeId: themes.growth,
      text: 'Quand la grande distribution lance sa propre gamme équitable, est-ce une victoire ou un danger ?',
      author: 'Inès B.',
      state: 'approved',
      votes: 17,
      agoMinutes: 41,
    },
    {
      themeId: themes.growth,
      text: 'Peut-on grandir de 15 % par an et continuer à payer les récoltes d’avance ?',
      author: null,
      state: 'pending',
      agoMinutes: 9,
    },
    {
      themeId: themes.price,
      text: 'Sur une tablette à 2,90 €, combien revient réellement à la personne qui a récolté le cacao ?',
      author: 'Paul',
      place: 'Lyon',
      state: 'answered',
      votes: 33,
      agoMinutes: 58,
    },
    {
      themeId: themes.price,
      text: 'Pourquoi le café équitable n’est-il pas beaucoup plus cher quand les cours mondiaux s’envolent ?',
      author: 'Salomé',
      state: 'pending',
      agoMinutes: 6,
    },
    {
      themeId: themes.price,
      text: 'Vous pouvez me dire où acheter vos produits à Brest ?',
      author: 'Loïc',
      state: 'rejected',
      agoMinutes: 30,
    },
    {
      themeId: themes.cooperatives,
      text: '¿Qué pasa con la cooperativa cuando una cosecha se pierde por la sequía?',
      author: 'Lucía',
      place: 'Toulouse',
      state: 'pending',
      agoMinutes: 3,
    },
  ]);
}

export async function seedUpcomingQuestions(
  tx: Prisma.TransactionClient,
  { broadcastId, themes, now }: { broadcastId: string; themes: CocoaThemes; now: Date },
): Promise<void> {
  await insert(tx, broadcastId, now, [
    {
      themeId: themes.growers,
      text: 'Est-ce que les enfants des producteurs veulent encore cultiver le cacao ?',
      author: 'Nadia',
      state: 'approved',
      votes: 5,
      agoMinutes: 25,
    },
    {
      themeId: themes.bar,
      text: 'Le chocolat équitable est-il toujours biologique ?',
      author: 'Hugo',
      place: 'Lille',
      state: 'approved',
      votes: 2,
      agoMinutes: 12,
    },
  ]);
}

async function insert(
  tx: Prisma.TransactionClient,
  broadcastId: string,
  now: Date,
  questions: readonly SeededQuestion[],
): Promise<void> {
  const at = (agoMinutes: number) => new Date(now.getTime() - agoMinutes * MINUTE);
  const rows = questions.map((question) => ({ id: randomUUID(), ...question }));
  await tx.question.createMany({
    data: rows.map(({ id, themeId, text, author, place = null, state, votes = 0, agoMinutes }) => ({
      id,
      broadcastId,
      themeId,
      voterId: randomUUID(),
      key: randomUUID(),
      original: text,
      author,
      place,
      state,
      votes,
      submittedAt: at(agoMinutes),
      ...(state === 'rejected'
        ? { rejectionReason: 'offTopic' as const, rejectionNote: 'La liste des magasins est sur le site de la marque.' }
        : {}),
      ...(state === 'answered' ? { onAirAt: at(2), answeredAt: at(1) } : {}),
    })),
  });
  // Each vote has its voter: totals can be counted again from them.
  await tx.vote.createMany({
    data: rows.flatMap(({ id, votes = 0 }) =>
      Array.from({ length: votes }, () => ({ questionId: id, voterId: randomUUID() })),
    ),
  });
}
