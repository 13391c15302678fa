import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  ControlEnvelope,
  CreatedRemoteKey,
  controlCommands,
  LONGEST_CAPTION,
  MOST_CAPTION_LANGUAGES,
  OwnQuestion,
  StudioGraphics,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';

const WITHIN = { timeout: 15_000 };

let harness: Harness;
let show: Show;
let media: FakeMedia;
let claire: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  claire = await harness.control('captioner', show);
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const send = (text: string, more: object = {}, by = claire) =>
  by.ok('caption:send', { slug: show.slug, language: 'fr', text, ...more }, controlCommands['caption:send'].output);
const correct = (id: string, text: string) =>
  claire.ok('caption:correct', { slug: show.slug, id, text }, controlCommands['caption:correct'].output);
const refused = (input: object, by = claire) => by.refused('caption:send', { slug: show.slug, ...input });
const joined = async (client = claire) =>
  (await client.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output)).snapshot;

const typesTo = (client: TestClient) =>
  client.messages('event').map((message) => ControlEnvelope.parse(message).event.type);

test('a line is on the screens at once, with media, and kept with its writer’s name', async () => {
  const viewer = await harness.audience();
  await viewer.command('audience:join', { slug: show.slug });
  const before = Date.now();
  const caption = await send('  Bonsoir, et bienvenue. ');
  expect(caption).toMatchObject({ language: 'fr', text: 'Bonsoir, et bienvenue.', by: 'Essai captioner', rev: 1 });
  const start = Date.parse(caption.start);
  expect(start).toBeGreaterThanOrEqual(before);
  expect(start).toBeLessThanOrEqual(Date.now());
  // As long as it takes to read: 22 characters.
  expect(Date.parse(caption.end) - start).toBe(Math.round((1 + 22 / 14) * 1_000));
  const { by: _by, ...words } = caption;
  await vi.waitFor(() => expect(viewer.messages('caption')).toEqual([words]), WITHIN);
  await vi.waitFor(() => expect(claire.messages('caption')).toEqual([caption]), WITHIN);
  await vi.waitFor(() => expect(media.captions).toEqual([words]), WITHIN);
  expect(media.captionLanguages).toEqual(['fr']);
  expect((await joined())?.captions).toEqual([caption]);
});

test('a language is announced to everybody before its first word, and stays announced', async () => {
  const viewer = await harness.audience();
  await viewer.command('audience:join', { slug: show.slug });
  await claire.ok('caption:language', { slug: show.slug, language: 'en' }, controlCommands['caption:language'].output);
  await vi.waitFor(() => expect(media.captionLanguages).toEqual(['en']), WITHIN);
  await send('Bonsoir');
  await send('Good evening', { language: 'en' });
  await vi.waitFor(() => expect(media.captionLanguages).toEqual(['en', 'fr']), WITHIN);
  expect((await joined())?.broadcast.captionLanguages).toEqual(['en', 'fr']);
  await vi.waitFor(
    () => expect(JSON.stringify(viewer.messages('event'))).toContain('"captionLanguages":["en","fr"]'),
    WITHIN,
  );
});

test('a correction replaces the words and keeps their time; an empty one takes them back', async () => {
  const first = await send('Bonsoir Kito');
  const right = await correct(first.id, 'Bonsoir Quito');
  expect(right).toEqual({ ...first, text: 'Bonsoir Quito', rev: 2 });
  await correct(first.id, '');
  await vi.waitFor(() => expect(media.captions.map(({ text, rev }) => [text, rev]).at(-1)).toEqual(['', 3]), WITHIN);
  expect((await joined())?.captions).toEqual([]);
  const elsewhere = await makeShow(harness.database);
  try {
    const stranger = await harness.control('captioner', elsewhere);
    const wanted = { slug: elsewhere.slug, id: first.id, text: 'Ailleurs' };
    expect(await stranger.refused('caption:correct', wanted)).toMatchObject({ code: 'notFound' });
  } finally {
    await removeShow(harness.database, elsewhere);
  }
});

test('media gets what it missed, in order and once', async () => {
  await send('Un');
  await vi.waitFor(() => expect(media.captions).toHaveLength(1), WITHIN);
  media.client.close();
  const { id } = await send('Deux');
  await send('Trois');
  await correct(id, 'Deux, vraiment');
  const back = new FakeMedia(harness, media.nodeId);
  back.captions.push(...media.captions);
  await back.hello();
  await vi.waitFor(
    () =>
      expect(back.captions.map(({ text, rev }) => [text, rev])).toEqual([
        ['Un', 1],
        ['Trois', 3],
        ['Deux, vraiment', 4],
      ]),
    WITHIN,
  );
  back.client.close();
});

test('a service writes with a key over HTTP, for words said a little earlier', async () => {
  const { cookie } = await harness.staff('producer', show.id);
  const answer = await harness.http('POST', `/api/studio/${show.slug}/keys`, {
    body: { name: 'Sous-titres', role: 'captioner' },
    cookie,
  });
  const { token, key } = CreatedRemoteKey.parse(await answer.json());
  expect(key.role).toBe('captioner');
  const headers = { authorization: `Bearer ${token}` };
  const post = (name: string, body: object) =>
    harness.http('POST', `/api/studio/${show.slug}/commands/${name}`, { body, headers });
  const start = new Date(Date.now() - 4_000).toISOString();
  const said = await post('caption:send', { language: 'pt-BR', text: 'Boa noite', start, duration: 3.5 });
  expect(said.status).toBe(200);
  const caption = controlCommands['caption:send'].output.parse(await said.json());
  expect(caption).toMatchObject({ start, language: 'pt-BR', by: 'Sous-titres' });
  expect(Date.parse(caption.end) - Date.parse(start)).toBe(3_500);
  expect((await post('caption:correct', { id: caption.id, text: 'Boa noite!' })).status).toBe(200);
  // It writes captions and does nothing else.
  expect((await post('studio:take', {})).status).toBe(403);
  const bad = await post('caption:send', { language: 'fr', text: 'x', duration: 60 });
  expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: 'badRequest' } }]);
  expect((await harness.http('POST', `/api/studio/${show.slug}/commands/caption:send`, { body: {} })).status).toBe(401);
});

test('who writes captions, on the page or by a key, gets no questions and no log that quotes them', async () => {
  const author = await harness.audience();
  const [producer, moderator] = [await harness.control('producer', show), await harness.control('moderator', show)];
  await joined(moderator);
  const since = (await claire.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output)).seq;
  await author.ok('question:submit', newQuestion(show, 'Pas encore lue'), OwnQuestion);
  await vi.waitFor(() => expect(typesTo(moderator)).toContain('staffQuestion'), WITHIN);
  await producer.ok('graphics:set', { slug: show.slug, graphics: { clock: { on: true } } }, StudioGraphics);
  // What comes after the question has arrived: the question did not.
  await vi.waitFor(() => expect(typesTo(claire)).toContain('graphics'), WITHIN);
  expect(JSON.stringify(claire.received)).not.toContain('Pas encore lue');
  const { missed } = await claire.ok(
    'control:join',
    { slug: show.slug, since },
    controlCommands['control:join'].output,
  );
  expect(missed?.map(({ event }) => event.type)).toEqual(['graphics']);
  expect(await joined()).toMatchObject({ questions: [], questionCounts: [], claims: [], log: [] });
  expect((await joined(moderator))?.questions).toHaveLength(1);
  const more = { slug: show.slug, list: 'waiting', themeId: null, offset: 0 };
  expect(await claire.refused('question:more', more)).toMatchObject({ code: 'forbidden' });
});

test.each([
  ['no text', { language: 'fr', text: ' ' }],
  ['two lines', { language: 'fr', text: 'un\ndeux' }],
  ['too much', { language: 'fr', text: 'x'.repeat(LONGEST_CAPTION + 1) }],
  ['no language', { language: 'français', text: 'Bonsoir' }],
  ['another spelling of a language', { language: 'pt-br', text: 'Boa noite' }],
  ['an old time', { language: 'fr', text: 'Bonsoir', start: '2020-01-01T00:00:00.000Z' }],
  ['a time to come', { language: 'fr', text: 'Bonsoir', start: '2120-01-01T00:00:00.000Z' }],
])('%s is refused', async (_what, input) => {
  expect(await refused(input)).toMatchObject({ code: 'badRequest' });
});

test('moderators and viewers write none, nobody writes before or after the show, and nobody floods it', async () => {
  const line = { language: 'fr', text: 'Bonsoir' };
  expect(await refused(line, await harness.control('moderator', show))).toMatchObject({ code: 'forbidden' });
  await harness.database.client.broadcast.update({ where: { id: show.id }, data: { state: 'ended' } });
  expect(await refused(line)).toMatchObject({ code: 'invalidState' });
  await harness.database.client.broadcast.update({ where: { id: show.id }, data: { state: 'live' } });
  const replies = await Promise.all(
    Array.from({ length: 30 }, () => claire.command('caption:send', { slug: show.slug, ...line })),
  );
  const late = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
  expect(late.length).toBeGreaterThan(0);
  expect(late[0]).toMatchObject({ code: 'tooMany', retryAfterMs: expect.any(Number) });
});

test('there are so many languages at most', async () => {
  const tags = ['fr', 'en', 'es', 'pt', 'wo', 'qu', 'bm'];
  const replies = [];
  for (const language of tags) replies.push(await claire.command('caption:language', { slug: show.slug, language }));
  expect(replies.filter(({ ok }) => ok)).toHaveLength(MOST_CAPTION_LANGUAGES);
});
