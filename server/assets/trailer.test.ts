/** What is shown before a broadcast, from a producer's choice to the address that a viewer's page opens. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PublicBroadcast, StudioAsset } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database, { state: 'scheduled' });
}, 120_000);
afterAll(() => harness?.close());

async function asset(kind: 'clip' | 'still', state: 'ready' | 'processing' = 'ready'): Promise<string> {
  const id = randomUUID();
  const now = new Date();
  await harness.database.client.asset.create({
    data: { ...{ id, broadcastId: show.id, kind, title: kind, state, size: 1n }, createdAt: now, positionAt: now },
  });
  return id;
}

const page = async () =>
  PublicBroadcast.parse(await (await harness.http('GET', `/api/broadcasts/${show.slug}`)).json()).before;

test('one clip and one still are shown before the broadcast; another takes the place of its kind', async () => {
  const [first, second, still, unready] = [
    await asset('clip'),
    await asset('clip'),
    await asset('still'),
    await asset('still', 'processing'),
  ];
  const control = await harness.control('producer', show);
  const choose = (assetId: string, trailer = true) =>
    control.ok('asset:change', { slug: show.slug, assetId, change: { trailer } }, StudioAsset);
  expect(await page()).toEqual({ trailer: null, poster: null });

  expect((await choose(first)).trailer).toBe(true);
  await choose(still);
  await choose(second);
  const { trailer, poster } = await page();
  const address = (id: string, what: string) =>
    expect.stringMatching(new RegExp(`^http://media\\.test/assets/${id}/${what}\\?expires=\\d+&signature=`));
  expect([trailer, poster]).toEqual([address(second, 'trailer'), address(still, 'view')]);

  // What is not ready yet is not shown; what was chosen can be taken back.
  await choose(unready);
  await choose(second, false);
  expect(await page()).toEqual({ trailer: null, poster: null });
});
