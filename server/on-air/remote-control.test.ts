import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  BusState,
  ControlSnapshot,
  CreatedRemoteKey,
  controlCommands,
  Rundown,
  type SourceRef,
} from '../contract/index.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
afterEach(() => removeShow(harness.database, show));
beforeEach(async () => {
  show = await makeShow(harness.database);
});

const feed = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });

async function makeKey(): Promise<{ cookie: string; id: string; token: string }> {
  const { cookie } = await harness.staff('producer', show.id);
  const answer = await harness.http('POST', `/api/studio/${show.slug}/keys`, { body: { name: 'Stream Deck' }, cookie });
  expect(answer.status).toBe(201);
  const { key, token } = CreatedRemoteKey.parse(await answer.json());
  return { cookie, id: key.id, token };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const press = (token: string, name: string, body: unknown = {}) =>
  harness.http('POST', `/api/studio/${show.slug}/commands/${name}`, { body, headers: bearer(token) });

test('a button takes without knowing a version, the studio sees it, and the log says which key it was', async () => {
  const { token } = await makeKey();
  const studio = await harness.control('producer', show);
  for (const source of [feed(0), feed(1)]) {
    const answer = await press(token, 'studio:take', { source });
    expect(answer.status).toBe(200);
    expect(BusState.parse(await answer.json())).toMatchObject({ program: source });
  }
  const next = await press(token, 'rundown:takeNext');
  expect(Rundown.parse(await next.json()).items[0]).toMatchObject({ status: 'onAir' });

  const state = await harness.http('GET', `/api/studio/${show.slug}`, { headers: bearer(token) });
  const { log, bus } = ControlSnapshot.parse(await state.json());
  expect(bus.program).toEqual(feed(0));
  expect(log.map(({ actor, action }) => [actor, action])).toContainEqual(['Stream Deck', 'take']);
  expect(studio.messages('event').length).toBeGreaterThan(2);
});

test('a version that is said is held to', async () => {
  const { token } = await makeKey();
  await press(token, 'studio:take', { source: feed(0) });
  const late = await press(token, 'studio:take', { source: feed(1), version: 1 });
  expect(late.status).toBe(409);
  expect(await late.json()).toMatchObject({ error: { code: 'conflict', current: { program: feed(0) } } });
});

test('without a key, with a made-up one, or in another broadcast, nothing moves', async () => {
  const { token } = await makeKey();
  expect((await harness.http('POST', `/api/studio/${show.slug}/commands/studio:take`, { body: {} })).status).toBe(401);
  expect((await press('a'.repeat(43), 'studio:take', { source: feed(0) })).status).toBe(401);
  const other = await makeShow(harness.database);
  const answer = await harness.http('POST', `/api/studio/${other.slug}/commands/studio:take`, {
    body: { source: { type: 'slate' } },
    headers: bearer(token),
  });
  expect(answer.status).toBe(403);
  await removeShow(harness.database, other);
});

test('what is no command, or needs a page, is not there; bad input says what is wrong', async () => {
  const { token } = await makeKey();
  expect((await press(token, 'studio:explode')).status).toBe(404);
  expect((await press(token, 'rtc', { peerId: show.id, request: { type: 'join' } })).status).toBe(404);
  const bad = await press(token, 'studio:preview', { source: { type: 'feed' } });
  expect(bad.status).toBe(400);
  expect(await bad.json()).toMatchObject({
    error: { code: 'badRequest', message: expect.stringContaining('source.contributorId') },
  });
});

test('a key presses the talk button of a producer’s studio page, and of no other page', async () => {
  const { token } = await makeKey();
  const { slug } = show;
  const talk = (body: object) => press(token, 'talkback:press', body);
  expect((await talk({ to: 'all' })).status).toBe(404);
  const studio = await harness.control('producer', show);
  const owner = await harness.control('owner', show);
  const desk = await harness.control('moderator', show);
  const Ready = controlCommands['talkback:ready'].output;
  await studio.ok('talkback:ready', { slug }, Ready);
  expect(await desk.refused('talkback:ready', { slug })).toMatchObject({ code: 'forbidden' });

  const to = [show.contributors[0]];
  expect((await talk({ to })).status).toBe(200);
  await owner.ok('talkback:ready', { slug }, Ready);
  expect((await talk({ to })).status).toBe(409);
  expect((await talk({ name: 'essai PRODUCER', to, on: true })).status).toBe(200);
  expect((await talk({ name: 'Essai producer', on: false })).status).toBe(200);
  expect((await talk({ name: 'Essai producer' })).status).toBe(400);
  expect((await talk({ name: 'Personne', to })).status).toBe(404);
  await until('the presses', () => studio.messages('talkPress').length === 3);
  expect(studio.messages('talkPress')).toEqual([
    { to, private: false, on: null },
    { to, private: false, on: true },
    { to: null, private: false, on: false },
  ]);
  expect([...owner.messages('talkPress'), ...desk.messages('talkPress')]).toEqual([]);
  // Somebody of the same name: both are told apart by their ids, which the refusal and the state say.
  const namesake = await harness.control('producer', show);
  await namesake.ok('talkback:ready', { slug }, Ready);
  const refused = await talk({ name: 'Essai producer', to });
  expect(refused.status).toBe(409);
  const { error } = z.object({ error: z.object({ message: z.string() }) }).parse(await refused.json());
  const ids = [...error.message.matchAll(/Essai producer "([0-9a-f-]{36})"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(2);
  const Joined = controlCommands['control:join'].output;
  const { snapshot } = await namesake.ok('control:join', { slug }, Joined);
  expect(ids).toContain(snapshot?.me.id);
  expect((await talk({ producer: snapshot?.me.id, to })).status).toBe(200);
  await until('the press', () => namesake.messages('talkPress').length === 1);
  expect(studio.messages('talkPress')).toHaveLength(3);
  expect((await talk({ producer: show.contributors[0], to })).status).toBe(404);
  namesake.close();
  studio.close();
  await until('nobody of that name', async () => (await talk({ name: 'Essai producer', to })).status === 404);
});

test('a key lets a producer hear somebody alone, in that producer’s page only', async () => {
  const { token } = await makeKey();
  const { slug } = show;
  const solo = (body: object) => press(token, 'solo:press', body);
  const ids = [show.contributors[0]];
  expect((await solo({ ids })).status).toBe(404);
  const studio = await harness.control('producer', show);
  const owner = await harness.control('owner', show);
  await studio.ok('talkback:ready', { slug }, controlCommands['talkback:ready'].output);
  expect((await solo({ ids })).status).toBe(200);
  await owner.ok('talkback:ready', { slug }, controlCommands['talkback:ready'].output);
  expect((await solo({ ids })).status).toBe(409);
  expect((await solo({ name: 'Essai producer', ids, on: true })).status).toBe(200);
  expect((await solo({ name: 'Essai producer' })).status).toBe(400);
  expect((await solo({ name: 'Essai producer', on: false })).status).toBe(200);
  await until('the presses', () => studio.messages('soloPress').length === 3);
  expect(studio.messages('soloPress')).toEqual([
    { ids, on: null },
    { ids, on: true },
    { ids: null, on: false },
  ]);
  expect([...studio.messages('talkPress'), ...owner.messages('soloPress')]).toEqual([]);
  studio.close();
  owner.close();
});

test('a key has a producer’s rights and no more, makes no other key, and ends when it is revoked', async () => {
  const { cookie, id, token } = await makeKey();
  const move = { id: show.themeId, version: 1, move: { type: 'approve' } };
  expect((await press(token, 'question:move', move)).status).toBe(403);
  const another = await harness.http('POST', `/api/studio/${show.slug}/keys`, {
    body: { name: 'Encore' },
    headers: bearer(token),
  });
  expect(another.status).toBe(401);

  const list = await harness.http('GET', `/api/studio/${show.slug}/keys`, { cookie });
  expect(await list.json()).toMatchObject([{ id, name: 'Stream Deck' }]);
  const revoked = await harness.http('POST', `/api/studio/${show.slug}/keys/${id}/revoke`, { cookie });
  expect(revoked.status).toBe(204);
  expect((await press(token, 'studio:take', { source: feed(0) })).status).toBe(403);
  expect(await (await harness.http('GET', `/api/studio/${show.slug}/keys`, { cookie })).json()).toEqual([]);
});
