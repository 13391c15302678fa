/** Small shows for tests. */
import { randomUUID } from 'node:crypto';
import type { Database } from '@antenne/prisma';

const MINUTE = 60_000;
const WORDS = [
  'café',
  'cacao',
  'prime',
  'coton',
  'récolte',
  'transport',
  'label',
  'salaire',
  'banane',
  'climat',
  'école',
];

export interface Show {
  id: string;
  slug: string;
  themeId: string;
  /** Numbers 1 to 3: Quito, Bamako, Lyon. */
  contributors: [string, string, string];
  /** Quito's duplex, a clip, Bamako's duplex. */
  items: [string, string, string];
}

export interface ShowOptions {
  state?: 'scheduled' | 'live' | 'ended';
  window?: 'hidden' | 'preOpen' | 'open' | 'voteOnly' | 'closed';
}

/** Makes a broadcast with a theme, three contributors and three items, none of them taken. */
export async function makeShow(
  { client }: Database,
  { state = 'live', window = 'open' }: ShowOptions = {},
): Promise<Show> {
  const id = randomUUID();
  const slug = `show-${id}`;
  const now = new Date();
  const themeId = randomUUID();
  const contributors: Show['contributors'] = [randomUUID(), randomUUID(), randomUUID()];
  const items: Show['items'] = [randomUUID(), randomUUID(), randomUUID()];
  const places = ['Quito', 'Bamako', 'Lyon'];
  await client.broadcast.create({
    data: {
      id,
      slug,
      title: 'Essai',
      accent: '#2f5bea',
      zone: 'Europe/Paris',
      state,
      plannedStart: now,
      plannedEnd: new Date(now.getTime() + 60 * MINUTE),
      startedAt: state === 'scheduled' ? null : now,
      themes: { create: { id: themeId, rank: 0, title: { fr: 'Le prix' }, window } },
      contributors: {
        create: contributors.map((contributorId, index) => ({
          id: contributorId,
          number: index + 1,
          name: `Invitée de ${places[index]}`,
          place: places[index] ?? '',
          zone: 'UTC',
          simulated: index,
        })),
      },
      bus: { create: { program: { type: 'slate' } } },
      run: { create: { state: state === 'live' ? 'live' : 'idle' } },
    },
  });
  const item = (rank: 0 | 1 | 2, type: 'duplex' | 'clip', contributorId: string | null) => ({
    id: items[rank],
    broadcastId: id,
    rank,
    type,
    title: { fr: `Élément ${rank}` },
    plannedDurationMs: 20 * MINUTE,
    contributorId,
  });
  await client.rundownItem.createMany({
    data: [item(0, 'duplex', contributors[0]), item(1, 'clip', null), item(2, 'duplex', contributors[1])],
  });
  return { id, slug, themeId, contributors, items };
}

/** Approved questions, each of another voter, with texts that share few words. @returns their ids. */
export async function makeQuestions(
  { client }: Database,
  { id: broadcastId, themeId }: Pick<Show, 'id' | 'themeId'>,
  count: number,
): Promise<string[]> {
  const now = Date.now();
  const rows = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    broadcastId,
    themeId,
    voterId: randomUUID(),
    key: randomUUID(),
    original: `Question ${index} : ${WORDS[index % WORDS.length]} et ${WORDS[(index * 7 + 3) % WORDS.length]}, combien ?`,
    state: 'approved' as const,
    submittedAt: new Date(now - (count - index) * 1_000),
  }));
  await client.question.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

/** Removes the show and all that belongs to it: media is told about every broadcast that there is. */
export async function removeShow({ client }: Database, { id }: Show): Promise<void> {
  await client.broadcast.delete({ where: { id } });
}
