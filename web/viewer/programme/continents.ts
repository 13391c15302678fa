import type { ProgramItem } from '@antenne/server/contract';

export const CONTINENTS = ['northAmerica', 'southAmerica', 'europe', 'africa', 'asia', 'oceania'] as const;
export type Continent = (typeof CONTINENTS)[number];

const BY_REGION: Record<string, Continent> = {
  ...{ Africa: 'africa', America: 'northAmerica', Asia: 'asia', Europe: 'europe', Australia: 'oceania' },
  ...{ Pacific: 'oceania', Indian: 'africa', Atlantic: 'europe' },
};

/** IANA says `America` for both: the zones of the southern one. */
const SOUTH_AMERICA = new Set(
  [
    'Araguaina Asuncion Bahia Belem Boa_Vista Bogota Buenos_Aires Campo_Grande Caracas Cayenne Coyhaique Cuiaba',
    'Eirunepe Fortaleza Guayaquil Guyana La_Paz Lima Maceio Manaus Montevideo Noronha Paramaribo Porto_Velho',
    'Punta_Arenas Recife Rio_Branco Santarem Santiago Sao_Paulo',
  ].flatMap((names) => names.split(' ')),
);
/** Islands that lie elsewhere than their ocean says. */
const ISLANDS: Record<string, Continent> = {
  ...{ 'Atlantic/Cape_Verde': 'africa', 'Atlantic/St_Helena': 'africa', 'Atlantic/Bermuda': 'northAmerica' },
  ...{ 'Atlantic/Stanley': 'southAmerica', 'Pacific/Galapagos': 'southAmerica', 'Pacific/Easter': 'southAmerica' },
  ...{ 'Indian/Maldives': 'asia', 'Indian/Chagos': 'asia' },
};

function isContinent(name: string | null): name is Continent {
  return CONTINENTS.some((known) => known === name);
}

/** Where an item takes place: as it says, or else as its time zone lets one know. Null: nowhere in particular. */
export function continentOf({
  continent,
  zone,
  place,
}: Pick<ProgramItem, 'continent' | 'zone' | 'place'>): Continent | null {
  if (isContinent(continent)) return continent;
  if (!zone || !place) return null;
  const [region = '', country] = zone.split('/');
  if (region === 'America' && (country === 'Argentina' || SOUTH_AMERICA.has(country ?? ''))) return 'southAmerica';
  return ISLANDS[zone] ?? BY_REGION[region] ?? null;
}
