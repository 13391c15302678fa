import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client.ts';

/** The six far ends of the tour's duplexes, one per continent. */
export interface TourContributors {
  southAmerica: string;
  africa: string;
  asia: string;
  europe: string;
  northAmerica: string;
  oceania: string;
}

export async function seedContributors(tx: Prisma.TransactionClient, broadcastId: string): Promise<TourContributors> {
  const ids: TourContributors = {
    southAmerica: randomUUID(),
    africa: randomUUID(),
    asia: randomUUID(),
    europe: randomUUID(),
    northAmerica: randomUUID(),
    oceania: randomUUID(),
  };
  const people = [
    {
      id: ids.southAmerica,
      name: 'Rosa Guamán',
      role: 'Présidente de coopérative, plantes aromatiques et cacao',
      place: 'Quito, Équateur',
      continent: 'southAmerica',
      zone: 'America/Guayaquil',
    },
    {
      id: ids.africa,
      name: 'Awa Coulibaly',
      role: 'Productrice de fonio et de karité',
      place: 'Bamako, Mali',
      continent: 'africa',
      zone: 'Africa/Bamako',
    },
    {
      id: ids.asia,
      name: 'Nguyễn Thị Hạnh',
      role: 'Responsable qualité, coopérative de thé',
      place: 'Hanoï, Viêt Nam',
      continent: 'asia',
      zone: 'Asia/Ho_Chi_Minh',
    },
    {
      id: ids.europe,
      name: 'Claire Mercadier',
      role: 'Acheteuse, coopérative d’importation équitable',
      place: 'Lyon, France',
      continent: 'europe',
      zone: 'Europe/Paris',
    },
    {
      id: ids.northAmerica,
      name: 'Étienne Lavoie',
      role: 'Torréfacteur, café équitable',
      place: 'Montréal, Canada',
      continent: 'northAmerica',
      zone: 'America/Toronto',
    },
    {
      id: ids.oceania,
      name: 'Ruth Naisali',
      role: 'Coordinatrice, vanille et cacao des îles du Pacifique',
      place: 'Sydney, Australie',
      continent: 'oceania',
      zone: 'Australia/Sydney',
    },
  ];
  await tx.contributor.createMany({
    data: people.map((person, index) => ({ ...person, broadcastId, number: index + 1, simulated: index })),
  });
  return ids;
}
