import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client.ts';
import type { TourContributors } from './contributors.ts';
import type { CocoaThemes, TourThemes } from './themes.ts';
import { type SeededItem, tourItems } from './tour-items.ts';

const MINUTE = 60_000;

/** The tour's rundown, on its first item since `now`. */
export async function seedRundown(
  tx: Prisma.TransactionClient,
  {
    broadcastId,
    themes,
    contributors,
    now,
  }: { broadcastId: string; themes: TourThemes; contributors: TourContributors; now: Date },
): Promise<void> {
  const ids = await insertItems(tx, broadcastId, now, tourItems(themes, contributors));
  const first = ids[0];
  if (first === undefined) throw new Error('the tour has no items');
  await tx.run.create({ data: { broadcastId, state: 'live', currentItemId: first, currentStartedAt: now } });
  await tx.asRun.create({ data: { id: randomUUID(), broadcastId, itemId: first, startedAt: now } });
}

export async function seedUpcomingRundown(
  tx: Prisma.TransactionClient,
  { broadcastId, themes }: { broadcastId: string; themes: CocoaThemes },
): Promise<void> {
  await insertItems(tx, broadcastId, new Date(0), [
    {
      type: 'segment',
      minutes: 10,
      fr: 'Ouverture : une tablette, combien de mains ?',
      en: 'Opening: one bar, how many hands?',
      es: 'Apertura: una tableta, ¿cuántas manos?',
    },
    { type: 'clip', minutes: 5, fr: 'De la cabosse à la fève', en: 'From pod to bean', es: 'De la mazorca al grano' },
    {
      type: 'duplex',
      minutes: 25,
      fr: 'Duplex au Pérou : récolter en altitude',
      en: 'Live from Peru: harvesting at altitude',
      es: 'Conexión con Perú: cosechar en altura',
      place: 'Jaén, Pérou',
      continent: 'southAmerica',
      zone: 'America/Lima',
    },
    {
      type: 'questions',
      minutes: 15,
      themeId: themes.growers,
      fr: 'Vos questions : vivre du cacao',
      en: 'Your questions: living on cocoa',
      es: 'Sus preguntas: vivir del cacao',
    },
    {
      type: 'duplex',
      minutes: 15,
      fr: 'Duplex en Côte d’Ivoire : l’école et la plantation',
      en: 'Live from Côte d’Ivoire: school and plantation',
      es: 'Conexión con Costa de Marfil: la escuela y la plantación',
      place: 'Daloa, Côte d’Ivoire',
      continent: 'africa',
      zone: 'Africa/Abidjan',
    },
    {
      type: 'questions',
      minutes: 15,
      themeId: themes.bar,
      fr: 'Vos questions : dans la tablette',
      en: 'Your questions: inside the bar',
      es: 'Sus preguntas: dentro de la tableta',
    },
    { type: 'segment', minutes: 5, fr: 'Clôture', en: 'Closing', es: 'Cierre' },
  ]);
  await tx.run.create({ data: { broadcastId, state: 'idle' } });
}

/** @returns the items' ids, in order. */
async function insertItems(
  tx: Prisma.TransactionClient,
  broadcastId: string,
  start: Date,
  items: readonly SeededItem[],
): Promise<string[]> {
  const rows = items.map((item, rank) => ({
    id: randomUUID(),
    broadcastId,
    rank,
    group: item.group ?? null,
    type: item.type,
    title: { fr: item.fr, en: item.en, es: item.es },
    ...(item.description ? { description: item.description } : {}),
    themeId: item.themeId ?? null,
    contributorId: item.contributorId ?? null,
    place: item.place ?? null,
    continent: item.continent ?? null,
    zone: item.zone ?? null,
    startMode: item.hardStartMinute === undefined ? ('soft' as const) : ('hard' as const),
    hardStart: item.hardStartMinute === undefined ? null : new Date(start.getTime() + item.hardStartMinute * MINUTE),
    plannedDurationMs: item.minutes * MINUTE,
    notes: item.notes ?? '',
  }));
  await tx.rundownItem.createMany({ data: rows });
  return rows.map(({ id }) => id);
}
