import type { Queries } from '@antenne/prisma';
import {
  type Chapter,
  type CutsProblem,
  firstShown,
  LocalizedText,
  type Passage,
  type Replay,
  type ReplayChange,
  ReplayCuts,
  readyCuts,
  UNCUT,
} from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';

/** A broadcast's replay as it is decided; version 0 where nothing ever was. */
export interface StoredReplay {
  version: number;
  cuts: ReplayCuts;
  download: boolean;
  keep: boolean;
  removedAt: Date | null;
}

export async function loadReplay(queries: Queries, broadcastId: string): Promise<StoredReplay> {
  const row = await queries.replay.findUnique({ where: { broadcastId } });
  if (!row) return { version: 0, cuts: UNCUT, download: false, keep: false, removedAt: null };
  const { version, download, keep, removedAt } = row;
  return { version, cuts: ReplayCuts.parse(row.cuts), download, keep, removedAt };
}

type Ended = { state: string; startedAt: Date | null; endedAt: Date | null };

/** When it was live. @throws Refusal `invalidState` until it is over */
export function liveTime({ state, startedAt, endedAt }: Ended): Passage {
  if (state !== 'ended' || !startedAt || !endedAt) throw new Refusal('invalidState', 'this broadcast is not over');
  return { from: startedAt.toISOString(), until: endedAt.toISOString() };
}

const REASONS: Record<CutsProblem, string> = {
  backwards: 'an end must come after its beginning',
  outside: 'there was no broadcast at that time',
  nothingLeft: 'less than ten seconds would be left',
};

/** @throws Refusal `badRequest` for cuts that cannot be made, `conflict` where another change was faster */
export async function saveReplay(change: Change, wanted: ReplayChange): Promise<StoredReplay> {
  const { tx, broadcastId } = change;
  const before = await loadReplay(tx, broadcastId);
  if (before.version !== wanted.version) throw new Refusal('conflict', 'the replay was changed meanwhile');
  const broadcast = liveTime(await tx.broadcast.findUniqueOrThrow({ where: { id: broadcastId } }));
  const cuts = readyCuts(wanted.cuts, broadcast);
  if (typeof cuts === 'string') throw new Refusal('badRequest', `cuts: ${REASONS[cuts]}`);
  const data = { version: before.version + 1, cuts, download: wanted.download, keep: wanted.keep };
  await tx.replay.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
  change.touchMedia({ cuts });
  return { ...before, ...data };
}

/** Every broadcast, as far as keeping its media goes. */
export async function listShows(
  queries: Queries,
): Promise<{ id: string; slug: string; title: string; endedAt: Date | null; keep: boolean }[]> {
  const rows = await queries.broadcast.findMany({
    select: { id: true, slug: true, title: true, state: true, endedAt: true, replay: { select: { keep: true } } },
  });
  return rows.map(({ state, endedAt, replay, ...row }) => ({
    ...row,
    endedAt: state === 'ended' ? endedAt : null,
    keep: replay?.keep ?? false,
  }));
}

/** Its media left the disk. */
export async function markRemoved(change: Change): Promise<void> {
  const { tx, broadcastId, now } = change;
  const data = { removedAt: now };
  await tx.replay.upsert({ where: { broadcastId }, create: { broadcastId, ...data }, update: data });
}

/** What viewers find beside a replay. @throws Refusal `invalidState` until the broadcast is over */
export async function viewReplay(
  queries: Queries,
  broadcastId: string,
): Promise<Omit<Replay, 'download'> & { viewersDownload: boolean }> {
  const broadcast = await queries.broadcast.findUniqueOrThrow({ where: { id: broadcastId } });
  const { until: ended } = liveTime(broadcast);
  const { cuts, download, removedAt } = await loadReplay(queries, broadcastId);
  const runs = await queries.asRun.findMany({
    where: { broadcastId, item: { public: true } },
    orderBy: { startedAt: 'asc' },
    include: { item: true },
  });
  const asked = await queries.question.findMany({
    where: { broadcastId, state: 'answered', onAirAt: { not: null } },
    orderBy: { onAirAt: 'asc' },
  });
  const shownAt = (begun: Date, over: Date | null): string | null => {
    const at = firstShown({ from: begun.toISOString(), until: over?.toISOString() ?? ended }, cuts);
    return at === null ? null : new Date(at).toISOString();
  };
  return {
    removed: removedAt !== null,
    viewersDownload: download,
    chapters: runs.flatMap(({ id, item, startedAt, endedAt }): Chapter[] => {
      const at = shownAt(startedAt, endedAt);
      if (at === null) return [];
      return [{ id, title: LocalizedText.parse(item.title), type: item.type, place: item.place, at }];
    }),
    questions: asked.flatMap(({ id, edited, original, author, place, themeId, onAirAt, answeredAt, writtenAnswer }) => {
      const at = onAirAt && shownAt(onAirAt, answeredAt);
      return at ? [{ id, text: edited ?? original, author, place, themeId, at, writtenAnswer }] : [];
    }),
  };
}
