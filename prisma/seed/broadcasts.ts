import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client.ts';
import { seedContributors } from './contributors.ts';
import { seedQuestions, seedUpcomingQuestions } from './questions.ts';
import { seedRundown, seedUpcomingRundown } from './rundown.ts';
import { seedThemes, seedUpcomingThemes } from './themes.ts';

export const TOUR_SLUG = 'le-tour-du-monde-du-commerce-equitable';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** Two broadcasts: one that has been on air since `now`, one a week ahead. */
export async function seedTour(tx: Prisma.TransactionClient, now: Date) {
  const broadcastId = randomUUID();
  await tx.broadcast.create({
    data: {
      id: broadcastId,
      slug: TOUR_SLUG,
      title: 'Le Tour du Monde du Commerce Équitable',
      summary: {
        fr: 'Quatre heures de direct, six duplexes, un par continent : celles et ceux qui cultivent, transforment et vendent équitable répondent à vos questions.',
        en: 'Four hours live, six two-way links, one per continent: the people who grow, make and sell fair trade answer your questions.',
        es: 'Cuatro horas en directo, seis conexiones, una por continente: quienes cultivan, transforman y venden comercio justo responden a sus preguntas.',
      },
      accent: '#2f5bea',
      zone: 'Europe/Paris',
      state: 'live',
      plannedStart: now,
      plannedEnd: new Date(now.getTime() + 4 * HOUR),
      startedAt: now,
    },
  });
  const themes = await seedThemes(tx, broadcastId, now);
  const contributors = await seedContributors(tx, broadcastId);
  await seedRundown(tx, { broadcastId, themes, contributors, now });
  await seedQuestions(tx, { broadcastId, themes, now });
  await tx.bus.create({
    data: {
      broadcastId,
      program: { type: 'feed', contributorId: contributors.europe },
      preview: { type: 'feed', contributorId: contributors.southAmerica },
    },
  });
  await seedUpcoming(tx, now);
  return { broadcastId, contributorId: contributors.southAmerica };
}

/** A week ahead, so that the page before a show can be seen: a countdown, and questions taken already. */
async function seedUpcoming(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const broadcastId = randomUUID();
  const plannedStart = new Date(Math.ceil((now.getTime() + 7 * DAY) / HOUR) * HOUR);
  await tx.broadcast.create({
    data: {
      id: broadcastId,
      slug: 'cacao-la-face-cachee-de-la-tablette',
      title: 'Cacao, la face cachée de la tablette',
      summary: {
        fr: 'De la cabosse à la tablette, une soirée en direct avec trois coopératives. Vos questions sont déjà attendues.',
        en: 'From the pod to the bar, an evening live with three cooperatives. Your questions are welcome already.',
        es: 'De la mazorca a la tableta, una noche en directo con tres cooperativas. Ya esperamos sus preguntas.',
      },
      accent: '#6b3fa0',
      zone: 'Europe/Paris',
      state: 'scheduled',
      plannedStart,
      plannedEnd: new Date(plannedStart.getTime() + 1.5 * HOUR),
    },
  });
  const themes = await seedUpcomingThemes(tx, { broadcastId, plannedStart, now });
  await seedUpcomingRundown(tx, { broadcastId, themes });
  await seedUpcomingQuestions(tx, { broadcastId, themes, now });
  await tx.bus.create({ data: { broadcastId, program: { type: 'slate' } } });
}
