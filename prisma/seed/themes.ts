import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client.ts';

/** The tour's three themes, by what they are about. */
export interface TourThemes {
  cooperatives: string;
  growth: string;
  price: string;
}

const HOUR = 60 * 60_000;

export async function seedThemes(tx: Prisma.TransactionClient, broadcastId: string, now: Date): Promise<TourThemes> {
  const ids: TourThemes = { cooperatives: randomUUID(), growth: randomUUID(), price: randomUUID() };
  const opened = { preOpensAt: new Date(now.getTime() - 72 * HOUR), opensAt: now };
  await tx.theme.createMany({
    data: [
      {
        id: ids.cooperatives,
        broadcastId,
        rank: 0,
        title: {
          fr: 'Coopératives du commerce équitable : comment les producteurs arrivent-ils à vendre sur ce marché ?',
          en: 'Fair trade cooperatives: how do producers manage to sell on this market?',
          es: 'Cooperativas de comercio justo: ¿cómo logran los productores vender en este mercado?',
        },
        ...opened,
      },
      {
        id: ids.growth,
        broadcastId,
        rank: 1,
        title: {
          fr: 'Croissance du commerce équitable : comment concilier business et valeur ?',
          en: 'The growth of fair trade: how can business and values be reconciled?',
          es: 'El crecimiento del comercio justo: ¿cómo conciliar negocio y valores?',
        },
        ...opened,
      },
      {
        id: ids.price,
        broadcastId,
        rank: 2,
        title: {
          fr: 'Le prix équitable : que payent les consommateurs ?',
          en: 'The fair price: what do consumers pay for?',
          es: 'El precio justo: ¿qué pagan los consumidores?',
        },
        ...opened,
      },
    ],
  });
  return ids;
}

export interface CocoaThemes {
  growers: string;
  bar: string;
}

/** Pre-open: questions are taken a week before the show. */
export async function seedUpcomingThemes(
  tx: Prisma.TransactionClient,
  { broadcastId, plannedStart, now }: { broadcastId: string; plannedStart: Date; now: Date },
): Promise<CocoaThemes> {
  const ids: CocoaThemes = { growers: randomUUID(), bar: randomUUID() };
  const windows = {
    preOpensAt: new Date(now.getTime() - HOUR),
    opensAt: plannedStart,
    votesOnlyAt: new Date(plannedStart.getTime() + 1.25 * HOUR),
    closesAt: new Date(plannedStart.getTime() + 1.5 * HOUR),
  };
  await tx.theme.createMany({
    data: [
      {
        id: ids.growers,
        broadcastId,
        rank: 0,
        title: {
          fr: 'Vivre du cacao : que change une coopérative pour une famille ?',
          en: 'Living on cocoa: what does a cooperative change for a family?',
          es: 'Vivir del cacao: ¿qué cambia una cooperativa para una familia?',
        },
        ...windows,
      },
      {
        id: ids.bar,
        broadcastId,
        rank: 1,
        title: {
          fr: 'Dans la tablette : où va votre argent ?',
          en: 'Inside the bar: where does your money go?',
          es: 'Dentro de la tableta: ¿adónde va su dinero?',
        },
        ...windows,
      },
    ],
  });
  return ids;
}
