import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audienceCommands, ExportedQuestion, OwnQuestion, StaffQuestion, WordFilter } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';

const { output: Joined } = audienceCommands['audience:join'];

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

const ask = async (text: string, author?: string) => {
  const viewer = await harness.audience();
  return viewer.ok('question:submit', { ...newQuestion(show, text), author }, OwnQuestion);
};
test('where somebody asks from goes with their question, and a moderator can put it right', async () => {
  const viewer = await harness.audience();
  const own = await viewer.ok('question:submit', { ...newQuestion(show, 'D’où ?'), place: 'Lion' }, OwnQuestion);
  expect(own).toMatchObject({ place: 'Lion', author: null });
  const struck = await viewer.ok(
    'question:submit',
    { ...newQuestion(show, 'Et ?'), place: 'http://x.test' },
    OwnQuestion,
  );
  expect(await stored(struck.id)).toMatchObject({ state: 'held', heldFor: { kind: 'link' } });
  const moderator = await harness.control('moderator', show);
  const move = (version: number, what: object) => ({ slug: show.slug, id: own.id, version, move: what });
  const edit = { type: 'edit', text: 'D’où vient-il ?' };
  const long = move(1, { ...edit, place: 'x'.repeat(61) });
  expect(await moderator.refused('question:move', long)).toMatchObject({ code: 'badRequest' });
  const edited = await moderator.ok('question:move', move(1, { ...edit, place: ' Lyon ' }), StaffQuestion);
  expect(edited).toMatchObject({ edited: 'D’où vient-il ?', place: 'Lyon' });
  expect(await moderator.ok('question:move', move(2, edit), StaffQuestion)).toMatchObject({ place: 'Lyon' });
  await moderator.ok('question:move', move(3, { type: 'approve' }), StaffQuestion);
  const { snapshot } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
  expect(snapshot?.questions).toMatchObject([{ id: own.id, place: 'Lyon' }]);

  const { cookie } = await harness.staff('moderator', show.id);
  const path = `/api/broadcasts/${show.slug}/questions`;
  const csv = await (await harness.http('GET', `${path}.csv`, { cookie })).text();
  const { data } = Papa.parse<Record<string, string>>(csv.replace(/^\ufeff/, ''), { header: true });
  expect(data.find(({ id }) => id === own.id)).toMatchObject({ author: '', place: 'Lyon' });
  const json = await (await harness.http('GET', `${path}.json`, { cookie })).json();
  expect(ExportedQuestion.array().parse(json)).toContainEqual(expect.objectContaining({ id: own.id, place: 'Lyon' }));

  expect(await moderator.ok('question:move', move(4, { ...edit, place: '' }), StaffQuestion)).toMatchObject({
    place: null,
  });
  await moderator.ok('question:move', move(5, { type: 'reject', reason: 'unclear' }), StaffQuestion);
});

const stored = (id: string) => harness.database.client.question.findUniqueOrThrow({ where: { id } });

test('a question that strikes is held, moderators see why, its author only that it is being read', async () => {
  const rude = await ask('Vous n’êtes que des c0nnards');
  expect(rude.state).toBe('pending');
  expect(await stored(rude.id)).toMatchObject({ state: 'held', heldFor: { kind: 'word', match: 'connards' } });
  const moderator = await harness.control('moderator', show);
  const reopen = { slug: show.slug, id: rude.id, version: rude.version, move: { type: 'reopen' } };
  const freed = await moderator.ok('question:move', reopen, StaffQuestion);
  expect(freed).toMatchObject({ state: 'pending', heldFor: { kind: 'word' } });
});

test('so is one whose author’s name strikes, and the same words from the same person again', async () => {
  expect(await stored((await ask('Combien ?', 'www.achetez.test')).id)).toMatchObject({ heldFor: { kind: 'link' } });
  const viewer = await harness.audience();
  const send = () => viewer.ok('question:submit', newQuestion(show, 'Et après la récolte ?'), OwnQuestion);
  expect(await stored((await send()).id)).toMatchObject({ state: 'pending', heldFor: null });
  expect(await stored((await send()).id)).toMatchObject({ state: 'held', heldFor: { kind: 'repetition' } });
});

test('a moderator’s own words count from the next question on', async () => {
  const moderator = await harness.control('moderator', show);
  const filter = { blocked: ['Bananix', 'bananix'], allowed: ['mierda'] };
  const saved = await moderator.ok('wordFilter:set', { slug: show.slug, filter }, WordFilter);
  expect(await moderator.ok('wordFilter:read', { slug: show.slug }, WordFilter)).toEqual(saved);
  expect(await stored((await ask('Et BANANIX, alors ?')).id)).toMatchObject({ state: 'held' });
  expect(await stored((await ask('¡Qué mierda de precio!')).id)).toMatchObject({ state: 'pending' });
  const presenter = await harness.control('presenter', show);
  expect(await presenter.refused('wordFilter:set', { slug: show.slug, filter })).toMatchObject({ code: 'forbidden' });
});

test('an answer in writing is everybody’s, once the question is, until it is taken back', async () => {
  const own = await ask('Qui transporte les caisses ?');
  const moderator = await harness.control('moderator', show);
  const { slug } = show;
  const answer = (version: number, text: string) =>
    moderator.command('question:answer', { slug, id: own.id, version, text });
  expect(await answer(1, 'Nous.')).toMatchObject({ ok: false, error: { code: 'invalidState' } });
  const approve = { slug, id: own.id, version: 1, move: { type: 'approve' } };
  await moderator.ok('question:move', approve, StaffQuestion);
  expect(await answer(1, 'Nous.')).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(await answer(2, 'a'.repeat(1_001))).toMatchObject({ ok: false, error: { code: 'badRequest' } });
  expect(await answer(2, ' La coopérative\n elle-même. ')).toMatchObject({ ok: true, data: { version: 3 } });
  const seen = async () => {
    const viewer = await harness.audience();
    const { snapshot } = await viewer.ok('audience:join', { slug }, Joined);
    return snapshot?.questions.find(({ id }) => id === own.id)?.writtenAnswer;
  };
  expect(await seen()).toBe('La coopérative elle-même.');
  await answer(3, '');
  expect(await seen()).toBeNull();
});

test('all questions leave as CSV and JSON, for staff alone; formulas stay text', async () => {
  await ask('=HYPERLINK("http://x.test","clic"); "guillemets", virgules');
  const { cookie } = await harness.staff('moderator', show.id);
  const path = `/api/broadcasts/${show.slug}/questions`;
  expect((await harness.http('GET', `${path}.csv`)).status).toBe(401);
  const other = await harness.staff('moderator', (await makeShow(harness.database)).id);
  expect((await harness.http('GET', `${path}.csv`, { cookie: other.cookie })).status).toBe(403);

  const response = await harness.http('GET', `${path}.csv`, { cookie });
  expect(response.headers.get('content-disposition')).toContain(`${show.slug}-questions.csv`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const { data, errors } = Papa.parse<Record<string, string>>(new TextDecoder().decode(bytes), { header: true });
  expect(errors).toEqual([]);
  const count = await harness.database.client.question.count({ where: { broadcastId: show.id } });
  expect(data).toHaveLength(count);
  expect(data.at(-1)).toMatchObject({ theme: 'Le prix', state: 'held', heldFor: 'link' });
  expect(data.at(-1)?.original).toBe('\'=HYPERLINK("http://x.test","clic"); "guillemets", virgules');

  const json = await (await harness.http('GET', `${path}.json`, { cookie })).json();
  expect(json).toHaveLength(count);
  expect(ExportedQuestion.array().parse(json).at(-1)).toMatchObject({
    theme: 'Le prix',
    themeTitle: { fr: 'Le prix' },
  });
  expect(JSON.stringify(json)).not.toContain('voterId');
});
