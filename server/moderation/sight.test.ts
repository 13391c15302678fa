/** Who of the control room sees which questions: over real sockets and HTTP, with the embedded database. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ControlEnvelope, controlCommands, OwnQuestion, type QuestionMove, StaffQuestion } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = controlCommands['control:join'].output;
const Found = controlCommands['question:search'].output;
const Similar = controlCommands['question:similar'].output;
const More = controlCommands['question:more'].output;
const SECRET = 'Pourquoi mon voisin Basile vend-il moins cher que nous ?';

let harness: Harness;
let show: Show;
let moderator: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  moderator = await harness.control('moderator', show);
});
afterEach(() => removeShow(harness.database, show));

async function ask(): Promise<StaffQuestion> {
  const viewer = await harness.audience();
  const { id } = await viewer.ok('question:submit', { ...newQuestion(show), text: SECRET }, OwnQuestion);
  viewer.close();
  return (await snapshotOf(moderator)).questions.find((one) => one.id === id) as StaffQuestion;
}
const move = (question: Pick<StaffQuestion, 'id' | 'version'>, what: QuestionMove) =>
  moderator.ok(
    'question:move',
    { slug: show.slug, id: question.id, version: question.version, move: what },
    StaffQuestion,
  );
async function snapshotOf(who: TestClient) {
  const { snapshot } = await who.ok('control:join', { slug: show.slug }, Joined);
  if (!snapshot) throw new Error('no snapshot');
  return snapshot;
}
const events = (who: TestClient) => who.messages('event').map((message) => ControlEnvelope.parse(message).event);
const heard = (who: TestClient) => JSON.stringify(who.messages('event'));

test.each(['producer', 'presenter'] as const)(
  'a %s sees what may go on air, and it goes when it may no longer',
  async (role) => {
    const desk = await harness.control(role, show);
    const pending = await ask();
    await until('the moderators to hear of it', () => heard(moderator).includes('Basile'));
    const approved = await move(pending, { type: 'approve' });
    await until('the approved one', () => heard(desk).includes('Basile'));
    expect(events(desk).flatMap((event) => (event.type === 'staffQuestion' ? [event.question.state] : []))).toEqual([
      'approved',
    ]);
    const rejected = await move(approved, { type: 'reject', reason: 'personalData' });
    const gone = { type: 'questionGone', id: pending.id, version: rejected.version };
    await until('it to be gone', () =>
      events(desk).some((event) => event.type === 'questionGone' && event.version === rejected.version),
    );
    expect(events(desk)).toContainEqual(gone);
    const { questions, sight, log, questionCounts } = await snapshotOf(desk);
    expect(sight).toBe('public');
    expect(JSON.stringify(questions)).not.toContain('Basile');
    expect(questionCounts).toContainEqual(expect.objectContaining({ state: 'rejected', count: 1 }));
    expect(log.find(({ action }) => action === 'question.reject')?.subject).toBeNull();
    desk.close();
  },
);

test('nor is it found, listed, compared or exported, but by moderators', async () => {
  await ask();
  const { slug } = show;
  const presenter = await harness.control('presenter', show);
  const looks = async (who: TestClient) => [
    (await who.ok('question:search', { slug, text: 'Basile' }, Found)).questions.length,
    (await who.ok('question:search', { slug, text: 'Basile', states: ['pending'] }, Found)).questions.length,
    (await who.ok('question:similar', { slug, text: SECRET }, Similar)).similar.length,
  ];
  expect(await looks(moderator)).toEqual([1, 1, 1]);
  expect(await looks(presenter)).toEqual([0, 0, 0]);
  const waiting = { slug, list: 'waiting', themeId: null, offset: 0 };
  expect((await moderator.ok('question:more', waiting, More)).questions).toHaveLength(1);
  expect(await presenter.refused('question:more', waiting)).toMatchObject({ code: 'forbidden' });
  const exported = async (role: 'moderator' | 'presenter') => {
    const { cookie } = await harness.staff(role, show.id);
    const answer = await harness.http('GET', `/api/broadcasts/${slug}/questions.json`, { cookie });
    return z.array(StaffQuestion.extend({ theme: z.string() })).parse(await answer.json()).length;
  };
  expect([await exported('moderator'), await exported('presenter')]).toEqual([1, 0]);
});

test('who comes back gets what they missed as they would have got it', async () => {
  const producer = await harness.control('producer', show);
  const { seq } = await producer.ok('control:join', { slug: show.slug }, Joined);
  const question = await ask();
  const { missed } = await producer.ok('control:join', { slug: show.slug, since: seq }, Joined);
  expect(missed?.map(({ event }) => event)).toEqual([{ type: 'questionGone', id: question.id, version: 1 }]);
});

test('who may see more than before gets it all', async () => {
  const producer = await harness.control('producer', show);
  const { seq } = await producer.ok('control:join', { slug: show.slug }, Joined);
  await ask();
  const { snapshot, missed } = await moderator.ok(
    'control:join',
    { slug: show.slug, since: seq, sight: 'public' },
    Joined,
  );
  expect([snapshot?.sight, snapshot?.questions.length, missed]).toEqual(['all', 1, undefined]);
});

test('what was public meanwhile and is not any more is nothing that somebody missed', async () => {
  const producer = await harness.control('producer', show);
  const { seq } = await producer.ok('control:join', { slug: show.slug }, Joined);
  const rejected = await move(await move(await ask(), { type: 'approve' }), { type: 'reject', reason: 'personalData' });
  const again = await producer.ok('control:join', { slug: show.slug, since: seq, sight: 'public' }, Joined);
  expect(JSON.stringify(again)).not.toContain('Basile');
  expect(again.missed?.map(({ event }) => event)).toContainEqual({
    type: 'questionGone',
    id: rejected.id,
    version: rejected.version,
  });
  expect(JSON.stringify(await snapshotOf(producer))).not.toContain('Basile');
});

test.each([
  ['question:move', { move: { type: 'putOnAir' } }],
  ['question:move', { move: { type: 'queue' } }],
  ['question:answer', { text: 'Oui.' }],
  ['votes:origins', {}],
  ['votes:accept', {}],
  ['votes:void', { origin: 'x', void: true }],
])('nobody works with what they do not see: %s %j', async (name, more) => {
  const { id, version } = await ask();
  const producer = await harness.control('producer', show);
  const refused = await producer.refused(name, { slug: show.slug, id, version, ...more });
  expect(refused).toMatchObject({ code: 'notFound' });
  expect(JSON.stringify([refused, producer.received, (await snapshotOf(producer)).log])).not.toContain('Basile');
});

test('many at once tell no more of one, nor does it speak for others by the hand of who does not see it', async () => {
  const unseen = await ask();
  const { id, version } = await move(await ask(), { type: 'approve' });
  const producer = await harness.control('producer', show);
  const { slug } = show;
  const many = { slug, questions: [{ id: unseen.id, version: unseen.version }], move: { type: 'queue' } };
  const Many = controlCommands['question:moveMany'].output;
  const { refused } = await producer.ok('question:moveMany', many, Many);
  expect(refused).toMatchObject([{ id: unseen.id, failure: { code: 'notFound' } }]);
  expect(JSON.stringify(refused)).not.toContain('Basile');
  const merge = { slug, id, version, move: { type: 'merge', into: unseen.id } };
  expect(await producer.refused('question:move', merge)).toMatchObject({ code: 'notFound' });
  await moderator.ok('question:move', merge, StaffQuestion);
});

test('a move that comes too late does not show what the question has become', async () => {
  const approved = await move(await ask(), { type: 'approve' });
  await move(approved, { type: 'reopen' });
  const late = { slug: show.slug, id: approved.id, version: approved.version, move: { type: 'queue' } };
  const producer = await harness.control('producer', show);
  expect(await producer.refused('question:move', late)).toMatchObject({ code: 'conflict' });
  expect(JSON.stringify(await producer.refused('question:move', late))).not.toContain('Basile');
  expect(JSON.stringify(await moderator.refused('question:move', late))).toContain('Basile');
});
