import { afterAll, beforeAll, expect, test } from 'vitest';
import { audienceCommands, controlCommands, OwnQuestion, StaffQuestion } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';

const { output: Found } = controlCommands['question:search'];
const { output: Similar } = controlCommands['question:similar'];
const { output: SimilarPublic } = audienceCommands['question:similar'];

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

const TEXT = 'Quelle marge revient au supermarché sur un kilo de bananes ?';
const AGAIN = 'La marge du supermarché pour un kilo de bananes ?';

test('a moderator finds a question by its words and by what it asks; who only writes captions does not', async () => {
  const author = await harness.audience();
  const own = await author.ok('question:submit', newQuestion(show, TEXT), OwnQuestion);
  const moderator = await harness.control('moderator', show);
  const { slug } = show;
  const found = await moderator.ok('question:search', { slug, text: 'supermarche ban' }, Found);
  expect(found).toMatchObject({ questions: [{ id: own.id, original: TEXT }], more: false });
  const { similar } = await moderator.ok('question:similar', { slug, text: AGAIN }, Similar);
  expect(similar).toMatchObject([{ question: { id: own.id } }]);
  const captioner = await harness.control('captioner', show);
  expect(await captioner.refused('question:search', { slug, text: 'ban' })).toMatchObject({ code: 'forbidden' });
});

test('a viewer who writes is shown who asks it already: public questions, without private fields', async () => {
  const { slug } = show;
  const author = await harness.audience();
  const own = await author.ok(
    'question:submit',
    newQuestion(show, '¿Quién decide en qué se gasta el fondo?'),
    OwnQuestion,
  );
  const viewer = await harness.audience();
  const ask = () => viewer.ok('question:similar', { slug, text: 'Quien decide en que se gasta' }, SimilarPublic);
  expect((await ask()).similar).toEqual([]);
  const moderator = await harness.control('moderator', show);
  const approve = { slug, id: own.id, version: own.version, move: { type: 'approve' } };
  await moderator.ok('question:move', approve, StaffQuestion);
  const { similar } = await ask();
  expect(similar).toMatchObject([{ id: own.id, state: 'approved' }]);
  expect(JSON.stringify(similar)).not.toContain('voterId');
});

test('who asks for it all the time is told when to again', async () => {
  const viewer = await harness.audience();
  const replies = await Promise.all(
    Array.from({ length: 12 }, () => viewer.command('question:similar', { slug: show.slug, text: TEXT })),
  );
  const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ code, retryAfterMs = 0 }) => code === 'tooMany' && retryAfterMs > 0)).toBe(true);
});
