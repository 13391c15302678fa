import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type ControlSnapshot, controlCommands, type RecordingStatus, recordingKeyText } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, MEDIA_SECRET, startHarness } from '../testing/harness.ts';

const WITHIN = { timeout: 15_000 };
const EVERYTHING = { on: true, isos: true, bestLayer: true };

let harness: Harness;
let show: Show;
let media: FakeMedia;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const set = (client: TestClient, wish: object) =>
  client.ok('recording:set', { slug: show.slug, wish }, controlCommands['recording:set'].output);
const joined = async (client: TestClient): Promise<ControlSnapshot['recording'] | undefined> => {
  const { snapshot } = await client.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
  return snapshot?.recording;
};
const lines = (client: TestClient) => JSON.stringify(client.messages('event'));

test('everything is recorded unless somebody switches it off; media and the other producers are told, and the log', async () => {
  const [anne, other] = [await harness.control('producer', show), await harness.control('producer', show)];
  expect((await joined(anne))?.wish).toEqual(EVERYTHING);
  expect(await set(anne, { on: false })).toEqual({ ...EVERYTHING, on: false });
  await vi.waitFor(() => expect(media.latest(show.id)?.recording).toEqual({ ...EVERYTHING, on: false }), WITHIN);
  await vi.waitFor(() => expect(lines(other)).toContain('"recording.stop"'), WITHIN);
  expect(lines(other)).toContain('"type":"recording"');
  await set(other, { on: true, isos: false });
  await vi.waitFor(() => expect(media.latest(show.id)?.recording?.isos).toBe(false), WITHIN);
  expect((await joined(anne))?.wish).toEqual({ ...EVERYTHING, isos: false });
});

test('what media records is shown to the studios, and is unknown when media is away', async () => {
  const client = await harness.control('producer', show);
  const status: RecordingStatus = {
    since: '2026-05-09T18:00:00.000Z',
    problem: 'isosPaused',
    program: true,
    isos: [],
    bytesPerSecond: 330_000,
    usableBytes: 5_000_000_000,
  };
  media.report({ type: 'recording', broadcastId: show.id, status });
  await vi.waitFor(() => expect(client.messages('recording').at(-1)).toEqual({ status }), WITHIN);
  expect((await joined(client))?.status).toEqual(status);
  media.client.close();
  await vi.waitFor(() => expect(client.messages('recording').at(-1)).toEqual({ status: null }), WITHIN);
});

test('a key opens this broadcast’s recordings for a quarter of an hour', async () => {
  const client = await harness.control('producer', show);
  const before = Date.now();
  const { address, expiresAt } = await client.ok(
    'recording:key',
    { slug: show.slug },
    controlCommands['recording:key'].output,
  );
  const url = new URL(address.replace('{file}', 'index.json'));
  expect(url.pathname).toBe(`/recordings/${show.slug}/index.json`);
  const expires = Number(url.searchParams.get('expires'));
  expect(expires * 1000).toBe(Date.parse(expiresAt));
  expect(expires * 1000 - before).toBeLessThanOrEqual(15 * 60_000);
  const right = createHmac('sha256', MEDIA_SECRET).update(recordingKeyText(show.slug, expires)).digest('base64url');
  expect(url.searchParams.get('signature')).toBe(right);
});

test('a file is deleted by media, and who did it is in the log; one that grows is not', async () => {
  const client = await harness.control('producer', show);
  await client.ok(
    'recording:delete',
    { slug: show.slug, file: 'awa-01.mkv' },
    controlCommands['recording:delete'].output,
  );
  expect(media.deleted).toEqual([{ broadcastId: show.id, slug: show.slug, file: 'awa-01.mkv' }]);
  await vi.waitFor(() => expect(lines(client)).toContain('"recording.delete"'), WITHIN);
  media.deletes = false;
  expect(await client.refused('recording:delete', { slug: show.slug, file: null })).toMatchObject({
    code: 'mediaUnavailable',
  });
  expect(await client.refused('recording:delete', { slug: show.slug, file: '../../secret' })).toMatchObject({
    code: 'badRequest',
  });
});

test.each([
  ['recording:set', { wish: { on: false } }],
  ['recording:key', {}],
  ['recording:delete', { file: null }],
] as const)('%s is for producers', async (name, input) => {
  for (const role of ['moderator', 'presenter'] as const) {
    const client = await harness.control(role, show);
    expect(await client.refused(name, { slug: show.slug, ...input })).toMatchObject({ code: 'forbidden' });
  }
});
