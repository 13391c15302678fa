import { Prisma, type Queries } from '@antenne/prisma';
import { type AssetChange, AssetFacts, AssetProblem, type DesiredAsset, Transition } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { gainOf, processingOf } from '../platform/channel.ts';
import { Refusal } from '../platform/failure.ts';

export function listAssets(queries: Queries, broadcastId: string) {
  return queries.asset.findMany({ where: { broadcastId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

export type AssetRow = Awaited<ReturnType<typeof listAssets>>[number];

/** @throws Refusal `notFound` when the asset is not this broadcast's. */
export async function findAsset(queries: Queries, broadcastId: string, id: string): Promise<AssetRow> {
  const row = await queries.asset.findUnique({ where: { id } });
  if (row?.broadcastId !== broadcastId) throw new Refusal('notFound', 'no such clip or still');
  return row;
}

/** Another one of its kind takes its place. @returns those that were it before */
export async function replaceTrailers(change: Change, { id, kind }: AssetRow): Promise<AssetRow[]> {
  const { tx, broadcastId } = change;
  const where = { broadcastId, kind, trailer: true, id: { not: id } };
  const before = await tx.asset.findMany({ where });
  await tx.asset.updateMany({ where, data: { trailer: false } });
  return before.map((row) => ({ ...row, trailer: false }));
}

export function createAsset(
  change: Change,
  asset: { id: string; kind: AssetRow['kind']; title: string; bytes: number },
): Promise<AssetRow> {
  const { id, kind, title, bytes } = asset;
  const { broadcastId, now } = change;
  return change.tx.asset.create({
    data: { id, broadcastId, kind, title, size: BigInt(bytes), createdAt: now, positionAt: now },
  });
}

/** Uploads that were allowed and never began. */
export async function removeAbandoned(change: Change, before: Date): Promise<string[]> {
  const { broadcastId } = change;
  const where = { broadcastId, state: 'waiting' as const, createdAt: { lt: before } };
  const rows = await change.tx.asset.findMany({ where, select: { id: true } });
  await change.tx.asset.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  return rows.map(({ id }) => id);
}

export function updateAsset(change: Change, before: AssetRow, wanted: AssetChange): Promise<AssetRow> {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  // A clip that rests, rests at its cue.
  const rests = wanted.cueMs !== undefined && !before.playing ? { positionMs: wanted.cueMs } : {};
  return change.tx.asset.update({ where: { id: before.id }, data: { ...given, ...rests } });
}

/** What media says of it; null when that is no news. */
export async function reportAsset(
  change: Change,
  report: {
    assetId: string;
    state: AssetRow['state'];
    progress: number;
    problem: AssetProblem | null;
    facts: AssetFacts | null;
  },
): Promise<AssetRow | null> {
  const { assetId, state, progress, problem, facts } = report;
  const before = await change.tx.asset.findUnique({ where: { id: assetId } });
  if (before?.broadcastId !== change.broadcastId) return null;
  if (before.state === state && before.progress === progress && before.problem === problem) return null;
  const data = { state, progress, problem, facts: facts ?? Prisma.DbNull };
  return change.tx.asset.update({ where: { id: assetId }, data });
}

/** A command for a clip: the programme process follows it once, by its number. */
export function commandClip(
  change: Change,
  row: AssetRow,
  playout: { playing: boolean; positionMs: number; jump: boolean },
): Promise<AssetRow> {
  const data = { ...playout, positionMs: Math.round(playout.positionMs), positionAt: change.now };
  return change.tx.asset.update({ where: { id: row.id }, data: { ...data, serial: { increment: 1 } } });
}

/** How the clip stands without any command: what a programme process that begins anew goes by. */
export function restClip(change: Change, row: AssetRow, positionMs: number): Promise<AssetRow> {
  return change.tx.asset.update({
    where: { id: row.id },
    data: { playing: false, positionMs: Math.round(positionMs), positionAt: change.now },
  });
}

export async function removeAsset(change: Change, id: string): Promise<void> {
  await change.tx.asset.delete({ where: { id } });
}

export function playoutOf(row: AssetRow): DesiredAsset['playout'] {
  const { playing, positionMs, positionAt, serial, jump } = row;
  return { playing, positionMs, at: positionAt.toISOString(), serial, jump };
}

export function factsOf(row: AssetRow): AssetFacts | null {
  return AssetFacts.nullable().parse(row.facts);
}

export function endTransitionOf(row: AssetRow): Transition {
  return Transition.parse(row.endTransition);
}

export function problemOf(row: AssetRow): AssetProblem | null {
  return AssetProblem.nullable().parse(row.problem);
}

export function desiredAsset(row: AssetRow): DesiredAsset {
  const { id, kind, title, loop, cueMs, duck, playOnTake, atEnd } = row;
  const sound = { gain: gainOf(row), duck, processing: processingOf(row) };
  const endTransition = endTransitionOf(row);
  return { id, kind, title, loop, cueMs, ...sound, playOnTake, atEnd, endTransition, playout: playoutOf(row) };
}
