import { randomUUID } from 'node:crypto';
import { Prisma, type Queries } from '@antenne/prisma';
import type { NewBroadcast } from '../contract/index.ts';
import type { Changes, Doer } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { firstRundown } from './first-rundown.ts';
import { freeSlug, slugOf } from './slug.ts';

const MINUTE = 60_000;
const ACCENT = '#2f5bea';
const GENERAL_THEME = { fr: 'Vos questions', en: 'Your questions', es: 'Sus preguntas' };
/** Two owners who make shows of one name at once: the later one looks again for a slug, so often at most. */
const TRIES = 5;

/**
 * Makes a scheduled broadcast that can run at once: themes that take questions already, contributors, a rundown, the
 * slate on air. Media is told.
 * @throws Refusal `conflict` when its slug was taken again and again meanwhile.
 */
export async function createBroadcast(
  changes: Changes,
  wanted: NewBroadcast,
  doer: Doer,
): Promise<{ id: string; slug: string }> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const id = randomUUID();
      let slug = '';
      await changes.create(
        id,
        async (tx, now) => {
          slug = await findFreeSlug(tx, wanted.slug ?? slugOf(wanted.title));
          await insert(tx, { id, slug, wanted, now });
        },
        async (change) => {
          change.audit(doer, 'broadcast.create', wanted.title, id);
          change.touchMedia();
        },
      );
      return { id, slug };
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    }
  }
  throw new Refusal('conflict', 'slug: taken');
}

async function findFreeSlug(tx: Queries, wanted: string): Promise<string> {
  // A number may take the place of the last characters of a long one.
  const like = await tx.broadcast.findMany({
    where: { slug: { startsWith: wanted.slice(0, 70) } },
    select: { slug: true },
  });
  return freeSlug(wanted, new Set(like.map(({ slug }) => slug)));
}

async function insert(
  tx: Queries,
  { id, slug, wanted, now }: { id: string; slug: string; wanted: NewBroadcast; now: Date },
): Promise<void> {
  const plannedStart = new Date(wanted.plannedStart);
  const durationMs = wanted.durationMinutes * MINUTE;
  const titles = wanted.themes.length > 0 ? wanted.themes : [GENERAL_THEME];
  const themes = titles.map((title, rank) => ({ id: randomUUID(), rank, title }));
  const contributors = wanted.contributors.map((contributor, index) => ({
    ...contributor,
    id: randomUUID(),
    number: index + 1,
  }));
  await tx.broadcast.create({
    data: {
      id,
      slug,
      title: wanted.title,
      accent: wanted.accent ?? ACCENT,
      zone: wanted.zone,
      plannedStart,
      plannedEnd: new Date(plannedStart.getTime() + durationMs),
    },
  });
  await tx.theme.createMany({
    // They close with the broadcast itself: a show that runs late goes on taking questions.
    data: themes.map((theme) => ({
      ...theme,
      broadcastId: id,
      preOpensAt: now < plannedStart ? now : null,
      opensAt: plannedStart,
    })),
  });
  await tx.contributor.createMany({ data: contributors.map((contributor) => ({ ...contributor, broadcastId: id })) });
  await tx.rundownItem.createMany({
    data: firstRundown(durationMs, contributors).map((item, rank) => {
      const guest = item.contributor === null ? undefined : contributors[item.contributor];
      return {
        id: randomUUID(),
        broadcastId: id,
        rank,
        type: item.type,
        title: item.title,
        // A round about everything belongs to no single theme.
        themeId: item.type === 'questions' && themes.length === 1 ? (themes[0]?.id ?? null) : null,
        contributorId: guest?.id ?? null,
        place: guest?.place ?? null,
        zone: guest?.zone ?? null,
        plannedDurationMs: item.durationMs,
      };
    }),
  });
  await tx.run.create({ data: { broadcastId: id, state: 'idle' } });
  await tx.bus.create({ data: { broadcastId: id, program: { type: 'slate' } } });
}
