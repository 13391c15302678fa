/** Replays over real HTTP, with the embedded database and a media node that says what it was told. */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { downloadKeyText, OwnerReplay, Replay, UNCUT, uncutKeyText } from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, MEDIA_SECRET, startHarness } from '../testing/harness.ts';

const BEGUN = Date.parse('2026-05-09T22:30:00.000Z');
const minute = (minutes: number) => new Date(BEGUN + minutes * 60_000);
const at = (minutes: number) => minute(minutes).toISOString();
const passage = (from: number, until: number) => ({ from: at(from), until: at(until) });

let harness: Harness;
let show: Show;
let media: FakeMedia;
let owner: string;
let questions: string[];
beforeAll(async () => {
  harness = await startHarness();
  owner = (await harness.staff('owner', null)).cookie;
}, 120_000);
afterAll(() => harness?.close());

/** An hour at midnight in Paris: its items from 0 to 20, 20 to 40 and 40 to 60; questions on air at 5, 25 and 45 for two. */
beforeEach(async () => {
  show = await makeShow(harness.database, { state: 'ended' });
  const { client } = harness.database;
  const broadcastId = show.id;
  await client.broadcast.update({ where: { id: show.id }, data: { startedAt: minute(0), endedAt: minute(60) } });
  await client.asRun.createMany({
    data: show.items.map((itemId, index) => ({
      id: randomUUID(),
      broadcastId,
      itemId,
      startedAt: minute(index * 20),
      endedAt: minute(index * 20 + 20),
    })),
  });
  questions = [5, 25, 45].map(() => randomUUID());
  await client.question.createMany({
    data: questions.map((id, index) => ({
      id,
      broadcastId,
      themeId: show.themeId,
      voterId: randomUUID(),
      key: randomUUID(),
      original: `Question ${index}`,
      author: 'Awa',
      place: 'Dakar',
      state: 'answered',
      submittedAt: minute(0),
      onAirAt: minute(index * 20 + 5),
      answeredAt: minute(index * 20 + 7),
      writtenAnswer: index === 0 ? 'Réponse 0' : null,
    })),
  });
  media = new FakeMedia(harness);
  await media.hello();
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const path = (rest = 'replay') => `/api/broadcasts/${show.slug}/${rest}`;
const adminPath = () => `/api/admin/broadcasts/${show.slug}/replay`;

async function view(cookie?: string): Promise<Replay> {
  const response = await harness.http('GET', path(), cookie ? { cookie } : {});
  expect(response.status).toBe(200);
  return Replay.strict().parse(await response.json());
}

async function decided(): Promise<OwnerReplay> {
  const response = await harness.http('GET', adminPath(), { cookie: owner });
  expect(response.status).toBe(200);
  return OwnerReplay.strict().parse(await response.json());
}

async function change(more: Partial<OwnerReplay>, cookie = owner): Promise<Response> {
  const { version, cuts, download, keep } = await decided();
  return harness.http('PUT', adminPath(), { body: { version, cuts, download, keep, ...more }, cookie });
}

test('chapters are what was on air, questions come when they were asked there', async () => {
  const { chapters, questions: asked, download, removed } = await view();
  expect(chapters.map(({ title, at: when }) => [title.fr, when])).toEqual([
    ['Élément 0', at(0)],
    ['Élément 1', at(20)],
    ['Élément 2', at(40)],
  ]);
  expect(asked.map(({ id, at: when }) => [id, when])).toEqual(questions.map((id, index) => [id, at(index * 20 + 5)]));
  expect(asked[0]).toMatchObject({ author: 'Awa', place: 'Dakar' });
  expect(asked.map(({ writtenAnswer }) => writtenAnswer)).toEqual(['Réponse 0', null, null]);
  expect([download, removed]).toEqual([false, false]);
});

test('what is cut out takes its chapters and questions along, and media is told', async () => {
  const cuts = { start: at(6), end: at(55), removed: [passage(19, 41)] };
  const saved = await change({ cuts });
  expect(saved.status).toBe(200);
  await vi.waitFor(() => expect(media.latest(show.id)).toMatchObject({ stage: 'closed', cuts }));
  const { chapters, questions: asked } = await view();
  expect(chapters.map(({ title, at: when }) => [title.fr, when])).toEqual([
    ['Élément 0', at(6)],
    ['Élément 2', at(41)],
  ]);
  expect(asked.map(({ id, at: when }) => [id, when])).toEqual([
    [questions[0], at(6)],
    [questions[2], at(45)],
  ]);
  // Media that connects later is told as well.
  media.client.close();
  const again = new FakeMedia(harness);
  expect((await again.hello()).find(({ broadcastId }) => broadcastId === show.id)?.cuts).toEqual(cuts);
  again.client.close();
  expect((await change({ cuts: UNCUT })).status).toBe(200);
  expect((await view()).chapters).toHaveLength(3);
});

test('cuts that cannot be made say why and change nothing; of two changes at once one is told', async () => {
  const wrong = await change({ cuts: { ...UNCUT, start: at(30), end: at(20) } });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('an end must come after its beginning');
  expect((await decided()).version).toBe(0);
  expect((await change({ keep: true })).status).toBe(200);
  expect((await change({ version: 0, keep: false })).status).toBe(409);
  expect(await decided()).toMatchObject({ version: 1, keep: true });
});

test('the owner may always download it, viewers once they are let, by a key and a name that says what it is', async () => {
  const get = (cookie?: string) =>
    fetch(`${harness.url}${path('replay.mp4')}`, { redirect: 'manual', headers: cookie ? { cookie } : {} });
  expect((await get()).status).toBe(401);
  const { cookie: producer } = await harness.staff('producer', show.id);
  expect((await get(producer)).status).toBe(403);
  const answer = await get(owner);
  expect(answer.status).toBe(302);
  const address = new URL(answer.headers.get('location') ?? '');
  // Half past midnight in Paris.
  expect(address.pathname).toBe(`/replays/${show.slug}/${show.slug}-2026-05-10.mp4`);
  const sign = (text: string) => createHmac('sha256', MEDIA_SECRET).update(text).digest('base64url');
  const expires = Number(address.searchParams.get('expires'));
  expect(address.searchParams.get('signature')).toBe(sign(downloadKeyText(show.slug, expires)));
  expect([(await view()).download, (await view(owner)).download]).toEqual([false, true]);
  await change({ download: true });
  expect([(await get()).status, (await view()).download]).toEqual([302, true]);
});

test('the owner gets the address of everything, nobody else decides', async () => {
  const url = new URL((await decided()).uncutUrl);
  const [, expires, signature] = /^\/hls\/[^/]+\/~(\d+)\.([^/]+)\/index\.m3u8$/.exec(url.pathname) ?? [];
  const text = uncutKeyText(show.slug, Number(expires));
  expect(signature).toBe(createHmac('sha256', MEDIA_SECRET).update(text).digest('base64url'));
  const { cookie: producer } = await harness.staff('producer', show.id);
  expect((await harness.http('GET', adminPath(), { cookie: producer })).status).toBe(403);
  expect((await change({ keep: true }, producer)).status).toBe(403);
});

test('there is none of a broadcast that is not over', async () => {
  await harness.database.client.broadcast.update({ where: { id: show.id }, data: { state: 'live' } });
  expect((await harness.http('GET', path())).status).toBe(404);
  expect((await harness.http('GET', adminPath(), { cookie: owner })).status).toBe(409);
});
