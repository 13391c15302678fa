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
      place: 'Riobamba, Équateur',
      continent: 'southAmerica',
      zone: 'America/Guayaquil',
    },
    {
      id: ids.africa,
      name: 'Awa Coulibaly',
      role: 'Productrice de fonio et de karité',
      place: 'Sikasso, Mali',
      continent: 'africa',
      zone: 'Africa/Bamako',
    },
    {
      id: ids.asia,
      name: 'Nguyễn Thị Hạnh',
      role: 'Responsable qualité, coopérative de thé',
      place: 'Thái Nguyên, Viêt Nam',
      continent: 'asia',
      zone: 'Asia/Ho_Chi_Minh',
    },
    {
      id: ids.europe,
      name: 'Claire Mercadier',
      role: 'Acheteuse, coopérative d’importation équitable',
      place: 'Fleurance, France',
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
      name: 'Mele Tupou',
      role: 'Coordinatrice, filière vanille des îles',
      place: 'Nukuʻalofa, Tonga',
      continent: 'oceania',
      zone: 'Pacific/Tongatapu',
    },
  ];
  await tx.contributor.createMany({
    data: people.map((person, index) => ({ ...person, broadcastId, number: index + 1, simulated: index })),
  });
  return ids;
}
