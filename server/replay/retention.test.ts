/** What leaves the disk by itself, over the whole server with the embedded database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { OwnerHealth, Replay } from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

const WITHIN = { timeout: 15_000 };
const GIGABYTE = 1e9;
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

let harness: Harness;
let owner: string;
/** By how they are. */
let shows: Record<'old' | 'kept' | 'recent' | 'live', Show>;
beforeAll(async () => {
  harness = await startHarness({ settings: { DISK_BUDGET_GB: 10 } });
  owner = (await harness.staff('owner', null)).cookie;
  const { client } = harness.database;
  const ended = async (days: number, keep = false) => {
    const show = await makeShow(harness.database, { state: 'ended' });
    await client.broadcast.update({
      where: { id: show.id },
      data: { startedAt: daysAgo(days + 0.1), endedAt: daysAgo(days), replay: { create: { keep } } },
    });
    return show;
  };
  shows = {
    old: await ended(40),
    kept: await ended(80, true),
    recent: await ended(1),
    live: await makeShow(harness.database),
  };
}, 120_000);
afterAll(() => harness?.close());

async function health(): Promise<OwnerHealth> {
  return OwnerHealth.strict().parse(await (await harness.http('GET', '/api/admin/health', { cookie: owner })).json());
}

test('media connects: what is over the budget leaves, the oldest first, and the owner sees what takes how much', async () => {
  const media = new FakeMedia(harness);
  const use = (show: Show, replayBytes: number, recordingBytes = 0) => ({
    slug: show.slug,
    replayBytes: replayBytes * GIGABYTE,
    recordingBytes: recordingBytes * GIGABYTE,
  });
  media.storage = {
    totalBytes: 100 * GIGABYTE,
    freeBytes: 50 * GIGABYTE,
    shortBytes: 0,
    broadcasts: [use(shows.old, 1, 1), use(shows.kept, 4), use(shows.recent, 2), use(shows.live, 3)],
  };
  expect((await health()).storage).toBeNull();
  await media.hello();
  await vi.waitFor(async () => expect((await health()).storage?.broadcasts).toHaveLength(3), WITHIN);
  expect(media.removed).toEqual([shows.old.slug]);
  const { storage } = await health();
  expect(storage).toMatchObject({ budgetBytes: 10 * GIGABYTE, retentionDays: null });
  expect(storage?.broadcasts.map(({ slug, removable }) => [slug, removable])).toEqual([
    [shows.kept.slug, false],
    [shows.live.slug, false],
    [shows.recent.slug, true],
  ]);

  const view = async (show: Show) =>
    Replay.parse(await (await harness.http('GET', `/api/broadcasts/${show.slug}/replay`, { cookie: owner })).json());
  expect(await view(shows.old)).toMatchObject({ removed: true, download: false });
  expect(await view(shows.recent)).toMatchObject({ removed: false, download: true });
  const file = await harness.http('GET', `/api/broadcasts/${shows.old.slug}/replay.mp4`, { cookie: owner });
  expect(file.status).toBe(404);
  const lines = await harness.database.client.auditLine.findMany({ where: { broadcastId: shows.old.id } });
  expect(lines).toMatchObject([{ action: 'replay.expire', actor: 'Antenne', subject: 'Essai' }]);

  // A disk that is nearly full, while all is within the budget.
  media.storage = { ...media.storage, shortBytes: 1 };
  media.client.close();
  const again = new FakeMedia(harness, randomUUID());
  again.storage = media.storage;
  await vi.waitFor(async () => expect((await health()).storage).toBeNull(), WITHIN);
  await again.hello();
  await vi.waitFor(() => expect(again.removed).toEqual([shows.recent.slug]), WITHIN);
  again.client.close();
});

test('a live show that lacks room to be recorded has it made at once', async () => {
  const media = new FakeMedia(harness);
  await media.hello();
  const { client } = harness.database;
  const another = await makeShow(harness.database, { state: 'ended' });
  await client.broadcast.update({ where: { id: another.id }, data: { endedAt: daysAgo(2) } });
  await vi.waitFor(async () => expect((await health()).storage).not.toBeNull(), WITHIN);
  const later = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  media.storage = {
    ...media.storage,
    shortBytes: 1,
    broadcasts: [{ slug: another.slug, replayBytes: 1, recordingBytes: 0 }],
  };
  const status = {
    since: null,
    problem: 'diskLow',
    program: false,
    isos: [],
    bytesPerSecond: 0,
    usableBytes: 0,
  } as const;
  media.report({ type: 'recording', broadcastId: shows.live.id, status: { ...status, isos: [] } });
  await vi.waitFor(() => expect(media.removed).toEqual([another.slug]), WITHIN);
  later.mockRestore();
});
