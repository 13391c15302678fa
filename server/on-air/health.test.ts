/** What the owner is told of how a show fares, over real HTTP, with a media node that says so. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { OwnerHealth, type ProgramVitals, type RecordingStatus } from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { Vitals } from './vitals.ts';

const WITHIN = { timeout: 15_000 };
const vitals: ProgramVitals = {
  lateP99Ms: 3.5,
  skipped: 1,
  cores: 0.7,
  rssBytes: 200_000_000,
  restarts: 2,
  parts: { published: 500, late: 3 },
};
const status: RecordingStatus = {
  since: null,
  problem: 'diskLow',
  program: false,
  isos: [],
  bytesPerSecond: 0,
  usableBytes: 5_000_000,
};
const quality = {
  level: 'poor',
  roundTripMs: 300,
  loss: 0.2,
  jitterMs: 50,
  bitrate: 80_000,
  layers: null,
  returns: null,
};

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
afterEach(() => media.client.close());

async function health(cookie: string) {
  const response = await harness.http('GET', '/api/admin/health', { cookie });
  expect(response.status).toBe(200);
  const { server, broadcasts } = OwnerHealth.strict().parse(await response.json());
  expect(server.rssBytes).toBeGreaterThan(1e6);
  return broadcasts.find(({ slug }) => slug === show.slug);
}

test('the owner sees programme, parts, recorder, viewers and links as media tells them, until media is away', async () => {
  const { cookie } = await harness.staff('owner', null);
  const before = await health(cookie);
  expect(before).toMatchObject({ state: 'live', vitals: null, recording: null, viewers: 0 });
  const [person] = before?.contributors ?? [];
  if (!person) throw new Error('the show has nobody');
  expect(person).toMatchObject({ feed: 'absent', quality: null });
  const broadcastId = show.id;
  media.report({ type: 'program', broadcastId, health: 'running', restarts: 2 });
  media.report({ type: 'feed', broadcastId, contributorId: person.id, state: 'live', picture: null });
  media.client.socket.emit('report', { type: 'quality', broadcastId, contributorId: person.id, quality });
  media.report({ type: 'recording', broadcastId, status });
  media.report({ type: 'vitals', broadcastId, vitals });
  await vi.waitFor(async () => expect((await health(cookie))?.vitals).toEqual(vitals), WITHIN);
  const during = await health(cookie);
  expect(during).toMatchObject({ program: 'running', recording: status });
  expect(during?.contributors.find(({ id }) => id === person.id)).toMatchObject({ feed: 'live', quality });
  media.client.close();
  await vi.waitFor(async () => {
    expect(await health(cookie)).toMatchObject({ program: 'mediaLost', vitals: null, recording: null });
  }, WITHIN);
});

test('nobody else sees it', async () => {
  expect((await harness.http('GET', '/api/admin/health')).status).toBe(401);
  const { cookie } = await harness.staff('producer', show.id);
  expect((await harness.http('GET', '/api/admin/health', { cookie })).status).toBe(403);
});

test('a programme that falls silent is not shown as it was', () => {
  let now = 0;
  const kept = new Vitals(() => now);
  kept.take({ type: 'vitals', broadcastId: show.id, vitals });
  now = 14_999;
  expect(kept.of(show.id)).toEqual(vitals);
  now = 15_000;
  expect(kept.of(show.id)).toBeNull();
});
