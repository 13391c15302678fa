import { randomUUID } from 'node:crypto';
import type { Queries } from '@antenne/prisma';
import { type Caption, type PublicCaption, readingSeconds } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';

/** As many a page gets when it opens. */
const SHOWN = 60;

type Row = Awaited<ReturnType<Queries['caption']['findMany']>>[number];

function viewPublic({ id, language, text, start, end, rev }: Row): PublicCaption {
  return { id, language, text, start: start.toISOString(), end: end.toISOString(), rev };
}

function view(row: Row): Caption {
  return { ...viewPublic(row), by: row.by };
}

/** The newest captions of a broadcast, newest first. */
export async function listCaptions(queries: Queries, broadcastId: string): Promise<Caption[]> {
  const rows = await queries.caption.findMany({
    where: { broadcastId, text: { not: '' } },
    orderBy: { start: 'desc' },
    take: SHOWN,
  });
  return rows.map(view);
}

/** Captions and corrections after `rev`, in their order. */
export async function captionsAfter(
  queries: Queries,
  broadcastId: string,
  rev: number,
  most: number,
): Promise<PublicCaption[]> {
  const rows = await queries.caption.findMany({
    where: { broadcastId, rev: { gt: rev } },
    orderBy: { rev: 'asc' },
    take: most,
  });
  return rows.map(viewPublic);
}

/** What media is told of a broadcast's captions besides themselves. */
export async function captionFacts(queries: Queries, broadcastId: string) {
  return queries.broadcast.findUnique({
    where: { id: broadcastId },
    select: { slug: true, captionLanguages: true, captionRev: true },
  });
}

/** Broadcasts that have captions, or will have. */
export async function listCaptionedIds(queries: Queries): Promise<string[]> {
  const rows = await queries.broadcast.findMany({
    where: { captionLanguages: { isEmpty: false } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Adds a language. @returns whether it is new. @throws Refusal `tooMany` */
export async function addLanguage({ tx, broadcastId }: Change, language: string, most: number): Promise<boolean> {
  const { captionLanguages } = await tx.broadcast.findUniqueOrThrow({
    where: { id: broadcastId },
    select: { captionLanguages: true },
  });
  if (captionLanguages.includes(language)) return false;
  if (captionLanguages.length >= most) throw new Refusal('tooMany', `there are ${most} languages already`);
  await tx.broadcast.update({ where: { id: broadcastId }, data: { captionLanguages: { push: language } } });
  return true;
}

/** Writes a caption. `duration` in seconds; default: as long as it takes to read. */
export async function addCaption(
  change: Change,
  {
    language,
    text,
    start,
    duration,
    by,
  }: { language: string; text: string; start: Date; duration?: number; by: string },
): Promise<Caption> {
  const end = new Date(start.getTime() + (duration ?? readingSeconds(text)) * 1_000);
  const { broadcastId } = change;
  const rev = await nextRev(change);
  return view(
    await change.tx.caption.create({ data: { id: randomUUID(), broadcastId, language, text, start, end, by, rev } }),
  );
}

/** @throws Refusal `notFound` when it is not this broadcast's */
export async function rewriteCaption(change: Change, id: string, text: string): Promise<Caption> {
  const row = await change.tx.caption.findUnique({ where: { id } });
  if (row?.broadcastId !== change.broadcastId) throw new Refusal('notFound', 'no such caption');
  if (row.text === text) return view(row);
  return view(await change.tx.caption.update({ where: { id }, data: { text, rev: await nextRev(change) } }));
}

async function nextRev({ tx, broadcastId }: Change): Promise<number> {
  const { captionRev } = await tx.broadcast.update({
    where: { id: broadcastId },
    data: { captionRev: { increment: 1 } },
    select: { captionRev: true },
  });
  return captionRev;
}
