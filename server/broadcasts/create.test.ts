/** A broadcast of the owner's own making, through the doors: made, known to media, run. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { controlCommands, Failure, OwnQuestion, PublicBroadcast, Rundown } from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

let harness: Harness;
let owner: string;
beforeAll(async () => {
  harness = await startHarness();
  owner = (await harness.staff('owner', null)).cookie;
}, 120_000);
afterAll(() => harness?.close());
beforeEach(() => harness.database.client.broadcast.deleteMany());

const wanted = {
  title: 'Café : du grain à la tasse',
  plannedStart: new Date(Date.now() + 3_600_000).toISOString(),
  durationMinutes: 60,
  zone: 'Europe/Paris',
  themes: [{ fr: 'Le prix' }],
  contributors: [{ name: 'Rosa', place: 'Quito, Équateur', zone: 'America/Guayaquil' }],
};
const post = (body: unknown, cookie?: string) =>
  harness.http('POST', '/api/admin/broadcasts', { body, ...(cookie ? { cookie } : {}) });

test('the owner makes one; media has it at once, viewers ask, the studio runs it', async () => {
  const media = new FakeMedia(harness);
  await media.hello();
  const response = await post(wanted, owner);
  expect(response.status).toBe(201);
  const made = PublicBroadcast.parse(await response.json());
  expect(made).toMatchObject({
    slug: 'cafe-du-grain-a-la-tasse',
    state: 'scheduled',
    themes: [{ title: { fr: 'Le prix' }, window: 'preOpen' }],
    program: [
      { type: 'segment' },
      { type: 'duplex', place: 'Quito, Équateur' },
      { type: 'questions' },
      { type: 'segment' },
    ],
  });
  await until('media to have it', () => media.latest(made.id)?.stage === 'ready');
  expect(media.latest(made.id)?.contributors).toMatchObject([{ name: 'Rosa', simulated: null }]);

  const viewer = await harness.audience();
  await viewer.ok('question:submit', newQuestion({ slug: made.slug, themeId: made.themes[0]?.id ?? '' }), OwnQuestion);

  const studio = await harness.client('/control', { extraHeaders: { cookie: owner } }).connected();
  const joined = await studio.ok('control:join', { slug: made.slug }, controlCommands['control:join'].output);
  expect(joined.snapshot?.bus).toMatchObject({ health: 'off', program: { type: 'slate' } });
  expect(joined.snapshot?.log.map(({ action }) => action)).toContain('broadcast.create');
  expect(await studio.ok('broadcast:goLive', { slug: made.slug }, PublicBroadcast)).toMatchObject({ state: 'live' });
  await until('media to be live', () => media.latest(made.id)?.stage === 'live');
  for (const onAir of ['slate', 'feed']) {
    const { snapshot } = await studio.ok('control:join', { slug: made.slug }, controlCommands['control:join'].output);
    await studio.ok('rundown:takeNext', { slug: made.slug, version: snapshot?.rundown.version }, Rundown);
    await until(`${onAir} on air`, () => media.latest(made.id)?.program.type === onAir);
  }
  media.client.close();
});

test('a title that is taken is numbered, and both are listed', async () => {
  await post(wanted, owner);
  expect(await (await post(wanted, owner)).json()).toMatchObject({ slug: 'cafe-du-grain-a-la-tasse-2' });
  const list = PublicBroadcast.array().parse(
    await (await harness.http('GET', '/api/admin/broadcasts', { cookie: owner })).json(),
  );
  expect(list.map(({ slug }) => slug).sort()).toEqual(['cafe-du-grain-a-la-tasse', 'cafe-du-grain-a-la-tasse-2']);
});

test.each([
  ['no title', { title: '  ' }, /^title: /],
  ['a title of two lines', { title: 'a\nb' }, /^title: /],
  ['a title that the database cannot keep', { title: 'a\u0000b' }, /^title: /],
  ['half a character', { title: 'a\ud800' }, /^title: /],
  ['a slug with spaces', { slug: 'a b' }, /^slug: /],
  ['no instant', { plannedStart: '2027-05-09 20:00' }, /^plannedStart: /],
  ['a year of no calendar', { plannedStart: '9999-12-31T23:00:00.000Z' }, /^plannedStart: /],
  ['nine minutes', { durationMinutes: 9 }, /^durationMinutes: /],
  ['a day', { durationMinutes: 1440 }, /^durationMinutes: /],
  ['a zone that does not exist', { zone: 'Europe/Atlantis' }, /^zone: /],
  ['seven themes', { themes: Array.from({ length: 7 }, () => ({ fr: 'Le prix' })) }, /^themes: /],
  ['a guest without a name', { contributors: [{ name: '', place: 'Quito', zone: 'UTC' }] }, /^contributors\.0\.name: /],
  ['ten guests', { contributors: Array.from({ length: 10 }, () => wanted.contributors[0]) }, /^contributors: /],
])('%s is refused by name, and nothing is made', async (_what, change, message) => {
  const response = await post({ ...wanted, ...change }, owner);
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: unknown };
  expect(Failure.parse(error)).toMatchObject({ code: 'badRequest', message: expect.stringMatching(message) });
  expect(await harness.database.client.broadcast.count()).toBe(0);
});

test('only the owner may', async () => {
  expect((await post(wanted)).status).toBe(401);
  const own = PublicBroadcast.parse(await (await post(wanted, owner)).json());
  const { cookie } = await harness.staff('producer', own.id);
  expect((await post(wanted, cookie)).status).toBe(403);
  expect(await harness.database.client.broadcast.count()).toBe(1);
});

test('one whose start has passed takes questions at once, and can be worked', async () => {
  const response = await post({ ...wanted, plannedStart: new Date(Date.now() - 60_000).toISOString() }, owner);
  const { slug, themes } = PublicBroadcast.parse(await response.json());
  expect(themes).toMatchObject([{ window: 'open' }]);
  const studio = await harness.client('/control', { extraHeaders: { cookie: owner } }).connected();
  await studio.ok('control:join', { slug }, controlCommands['control:join'].output);
});
