/** Where the run of a rundown stands, as stored: instants alone, so that a process that dies takes nothing along. */
import { randomUUID } from 'node:crypto';
import { Prisma } from '@antenne/prisma';
import { addedAfter, elapsedMs, nextItem, runClock } from '../contract/index.ts';
import type { Change } from '../platform/changes.ts';
import { Refusal } from '../platform/failure.ts';
import { type Rehearsal, rehearsalOf } from './run.ts';
import { bumpVersion, chaptersOf, loadRundown, type StoredRundown, viewRundown } from './store.ts';

export type StoredItem = StoredRundown['items'][number];
type StoredRun = NonNullable<StoredRundown['run']>;

/** Of the item that begins: nothing was added, it neither stands nor is held. */
const FRESH_CLOCK = { addedMs: 0, pausedAt: null, pausedMs: 0, heldAt: null } as const;
const NO_ITEM = { currentItemId: null, currentStartedAt: null, ...FRESH_CLOCK } as const;

/**
 * A run that goes on, live or in rehearsal.
 * @param seenVersion the rundown's version that the producer saw; without it any will do.
 * @throws Refusal `conflict` with the current rundown, `invalidState`
 */
export async function loadRun(change: Change, seenVersion?: number): Promise<StoredRundown & { run: StoredRun }> {
  const stored = await loadRundown(change.tx, change.broadcastId);
  if (seenVersion !== undefined && stored.rundownVersion !== seenVersion) throw overtaken(stored, change);
  const { run } = stored;
  if (run?.state !== 'live' && run?.state !== 'rehearsal') throw new Refusal('invalidState', 'nothing runs');
  return { ...stored, run };
}

/** The same, with an item that runs. @throws Refusal `conflict`, `invalidState` */
async function loadCurrent(change: Change, itemId?: string) {
  const stored = await loadRun(change);
  const clock = runClock(viewRundown(stored, change.now));
  const item = stored.items.find(({ id }) => id === clock?.itemId);
  if (!clock || !item) throw new Refusal('invalidState', 'no item runs');
  if (itemId !== undefined && item.id !== itemId) throw overtaken(stored, change);
  return { run: stored.run, item, clock };
}

function overtaken(stored: StoredRundown, change: Change): Refusal {
  return new Refusal('conflict', 'the rundown has changed meanwhile', { current: viewRundown(stored, change.now) });
}

/** The item that *Take next* would put on air; null: there is none, or the show is not live. */
export function itemToCome({ items, run }: Pick<StoredRundown, 'items' | 'run'>): StoredItem | null {
  return run?.state === 'live' ? nextItem(items, run.currentItemId) : null;
}

/** Begins the run without an item: the show is live, nothing of the rundown has been taken yet. */
export async function beginRun(change: Change): Promise<void> {
  const { broadcastId } = change;
  await change.tx.run.upsert({
    where: { broadcastId },
    create: { broadcastId, state: 'live' },
    update: { state: 'live' },
  });
  await bumpVersion(change);
}

/** Ends the run and the item that it stood on. */
export async function endRun(change: Change): Promise<void> {
  const { broadcastId } = change;
  await endOpenItems(change);
  const ended = { state: 'ended', ...NO_ITEM } as const;
  await change.tx.run.upsert({ where: { broadcastId }, create: { broadcastId, ...ended }, update: ended });
  await bumpVersion(change);
}

/** The current item ends, and `itemId` begins at `change.now`. */
export async function beginItem(change: Change, run: StoredRun, itemId: string): Promise<void> {
  const { broadcastId, now } = change;
  const data = { currentItemId: itemId, currentStartedAt: now, ...FRESH_CLOCK };
  if (run.state === 'rehearsal') {
    const before = rehearsalOf(run);
    const runs = before.runs.map((one) => ({ ...one, endedAt: one.endedAt ?? Math.max(one.startedAt, now.getTime()) }));
    const rehearsal: Rehearsal = { ...before, runs: [...runs, { itemId, startedAt: now.getTime(), endedAt: null }] };
    await change.tx.run.update({ where: { broadcastId }, data: { ...data, rehearsal } });
  } else {
    await endOpenItems(change);
    await change.tx.run.update({ where: { broadcastId }, data });
    await change.tx.asRun.create({ data: { id: randomUUID(), broadcastId, itemId, startedAt: now } });
    change.touchMedia({ chapters: await chaptersOf(change.tx, broadcastId) });
  }
  await bumpVersion(change);
}

/** @returns how much it really was, and of which item. @throws Refusal `conflict`, `invalidState` */
export async function addTime(change: Change, ms: number, itemId?: string) {
  const { item, run, clock } = await loadCurrent(change, itemId);
  const addedMs = addedAfter(item, clock, ms, change.now.getTime());
  await setRun(change, { addedMs });
  return { item, run, byMs: addedMs - clock.addedMs };
}

/** @param on whether it is held; default: the other way. @throws Refusal `invalidState` */
export async function hold(change: Change, on?: boolean) {
  const { item, run } = await loadCurrent(change);
  const held = on ?? run.heldAt === null;
  if (held !== (run.heldAt !== null)) await setRun(change, { heldAt: held ? change.now : null });
  return { item, run, held };
}

/** @param on whether its clock stands; default: the other way. @throws Refusal `invalidState` */
export async function pause(change: Change, on?: boolean) {
  const { item, run, clock } = await loadCurrent(change);
  const { pausedAt } = run;
  const paused = on ?? pausedAt === null;
  if (paused && pausedAt === null) await setRun(change, { pausedAt: change.now });
  if (!paused && pausedAt !== null) {
    // What it showed while it stood is what it goes on from.
    const pausedMs = change.now.getTime() - clock.startedAt - elapsedMs(clock, change.now.getTime());
    await setRun(change, { pausedAt: null, pausedMs });
  }
  return { item, run, paused };
}

/** @returns the item. @throws Refusal `notFound`, `invalidState` for the one that runs */
export async function skipItem(change: Change, itemId: string, skip: boolean): Promise<StoredItem> {
  const { items, run } = await loadRundown(change.tx, change.broadcastId);
  const item = items.find(({ id }) => id === itemId);
  if (!item) throw new Refusal('notFound', 'no such item');
  if (run?.currentItemId === itemId) throw new Refusal('invalidState', 'it runs now');
  if (item.skip !== skip) {
    await change.tx.rundownItem.update({ where: { id: itemId }, data: { skip, version: { increment: 1 } } });
    await bumpVersion(change);
  }
  return item;
}

/** idle → rehearsal. `before`: what is on preview now. @throws Refusal `invalidState` */
export async function beginRehearsal(change: Change, before: Omit<Rehearsal, 'runs'>): Promise<void> {
  const { broadcastId } = change;
  const rehearsal: Rehearsal = { ...before, runs: [] };
  const begun = { state: 'rehearsal', ...NO_ITEM, rehearsal } as const;
  await change.tx.run.upsert({ where: { broadcastId }, create: { broadcastId, ...begun }, update: begun });
  await bumpVersion(change);
}

/** rehearsal → idle, and nothing of it stays. @returns what was on preview before; null where nobody rehearsed. */
export async function endRehearsal(change: Change): Promise<Rehearsal | null> {
  const { broadcastId } = change;
  const run = await change.tx.run.findUnique({ where: { broadcastId } });
  if (run?.state !== 'rehearsal') return null;
  await setRun(change, { state: 'idle', ...NO_ITEM, rehearsal: Prisma.DbNull });
  return rehearsalOf(run);
}

/**
 * The machine's clock was set: the instants of what runs now are moved with it, so that it has been running for as long
 * as it really has.
 * @returns whether anything runs
 */
export async function shiftRun(change: Change, byMs: number): Promise<boolean> {
  const { broadcastId, tx } = change;
  const run = await tx.run.findUnique({ where: { broadcastId } });
  if (!run?.currentStartedAt) return false;
  const moved = (instant: Date | null) => instant && new Date(instant.getTime() + byMs);
  const rehearsal = run.state === 'rehearsal' ? rehearsalOf(run) : null;
  await setRun(change, {
    currentStartedAt: moved(run.currentStartedAt),
    pausedAt: moved(run.pausedAt),
    heldAt: moved(run.heldAt),
    ...(rehearsal && {
      rehearsal: {
        ...rehearsal,
        runs: rehearsal.runs.map((one) => (one.endedAt === null ? { ...one, startedAt: one.startedAt + byMs } : one)),
      },
    }),
  });
  for (const { id, startedAt } of await tx.asRun.findMany({ where: { broadcastId, endedAt: null } })) {
    await tx.asRun.update({ where: { id }, data: { startedAt: new Date(startedAt.getTime() + byMs) } });
  }
  return true;
}

/** Ids of the broadcasts in which something may follow by itself. */
export async function listRunning(queries: Change['tx']): Promise<string[]> {
  const runs = await queries.run.findMany({
    where: { state: { in: ['live', 'rehearsal'] }, currentItemId: { not: null } },
    select: { broadcastId: true },
  });
  return runs.map(({ broadcastId }) => broadcastId);
}

async function setRun(change: Change, data: Prisma.RunUpdateInput): Promise<void> {
  await change.tx.run.update({ where: { broadcastId: change.broadcastId }, data });
  await bumpVersion(change);
}

async function endOpenItems(change: Change): Promise<void> {
  const { broadcastId, tx, now } = change;
  for (const { id, startedAt } of await tx.asRun.findMany({ where: { broadcastId, endedAt: null } })) {
    await tx.asRun.update({ where: { id }, data: { endedAt: new Date(Math.max(startedAt.getTime(), now.getTime())) } });
  }
}
