import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  AudienceEnvelope,
  AudienceSnapshot,
  audienceCommands,
  ControlEnvelope,
  controlCommands,
  OwnQuestion,
  type QuestionMove,
  StaffQuestion,
  ThemeWindow,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = controlCommands['control:join'].output;
const JoinedViewer = audienceCommands['audience:join'].output;
const Rules = controlCommands['theme:window'].output;
const Many = controlCommands['question:moveMany'].output;
const More = controlCommands['question:more'].output;
const Purged = controlCommands['person:purge'].output;

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

const client = () => harness.database.client;
const approve = { type: 'approve' } as const;

/** Stored without its author's page. */
async function stored(more: Partial<StaffQuestion> & { voterId?: string; text?: string } = {}) {
  const { state = 'pending', voterId = randomUUID(), text = 'Combien ?' } = more;
  const id = randomUUID();
  await client().question.create({
    data: {
      id,
      broadcastId: show.id,
      themeId: show.themeId,
      voterId,
      key: randomUUID(),
      original: text,
      state,
      submittedAt: new Date(),
    },
  });
  return id;
}
const moveOf = (who: TestClient, id: string, version: number, move: QuestionMove) =>
  who.command('question:move', { slug: show.slug, id, version, move });

describe('several at once', () => {
  test('two moderators on one question: one wins, the other gets the current state', async () => {
    const [ines, paul] = [await harness.control('moderator', show), await harness.control('moderator', show)];
    const id = await stored();
    const replies = await Promise.all([
      moveOf(ines, id, 1, approve),
      moveOf(paul, id, 1, { type: 'reject', reason: 'unclear' }),
    ]);
    const [won] = replies.flatMap((reply) => (reply.ok ? [StaffQuestion.parse(reply.data)] : []));
    const [lost] = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(lost).toMatchObject({ code: 'conflict', current: { id, version: 2, state: won?.state } });
  });

  test('two takes of two questions at once put exactly one on air', async () => {
    const [producer, presenter] = [await harness.control('producer', show), await harness.control('presenter', show)];
    const [one, other] = [await stored({ state: 'queued' }), await stored({ state: 'queued' })];
    const onAir = { type: 'putOnAir', replace: false } as const;
    const replies = await Promise.all([moveOf(producer, one, 1, onAir), moveOf(presenter, other, 1, onAir)]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await client().question.count({ where: { broadcastId: show.id, state: 'onAir' } })).toBe(1);
    // Whatever the code decides, the database holds it.
    await expect(
      client().question.updateMany({ where: { id: { in: [one, other] } }, data: { state: 'onAir' } }),
    ).rejects.toThrow();
  });

  test('a final decision is taken back with a reason, which the log keeps', async () => {
    const moderator = await harness.control('moderator', show);
    const id = await stored({ state: 'rejected' });
    expect(await moveOf(moderator, id, 1, { type: 'reopen' })).toMatchObject({
      ok: false,
      error: { code: 'badRequest' },
    });
    expect(await moveOf(moderator, id, 1, { type: 'reopen', reason: ' \u200b ' })).toMatchObject({ ok: false });
    expect(await moveOf(moderator, id, 1, { type: 'reopen', reason: 'trop sévère' })).toMatchObject({ ok: true });
    const line = await client().auditLine.findFirst({ where: { subjectId: id } });
    expect(line).toMatchObject({ action: 'question.reopen', subject: 'Combien ? (trop sévère)' });
  });

  test('many are decided at once; what changed meanwhile is named, and merges are all or none', async () => {
    const moderator = await harness.control('moderator', show);
    const ids = [await stored(), await stored({ state: 'held' }), await stored()];
    const [first = '', held = '', gone = ''] = ids;
    await moveOf(moderator, gone, 1, { type: 'reject', reason: 'duplicate' });
    const wanted = ids.map((id) => ({ id, version: 1 }));
    const outcome = await moderator.ok(
      'question:moveMany',
      { slug: show.slug, questions: wanted, move: approve },
      Many,
    );
    expect(outcome.moved.map(({ id, state }) => [id, state])).toEqual([
      [first, 'approved'],
      [held, 'approved'],
    ]);
    expect(outcome.refused).toMatchObject([{ id: gone, failure: { code: 'conflict' } }]);
    const [into, a] = [await stored({ state: 'approved' }), await stored()];
    const merge = (questions: string[]) => ({
      slug: show.slug,
      questions: questions.map((id) => ({ id, version: 1 })),
      move: { type: 'merge', into },
    });
    expect(await moderator.refused('question:moveMany', merge([a, into]))).toMatchObject({ code: 'badRequest' });
    expect(await client().question.findUnique({ where: { id: a } })).toMatchObject({ state: 'pending', version: 1 });
    expect((await moderator.ok('question:moveMany', merge([a]), Many)).moved).toMatchObject([{ state: 'merged' }]);
    const onAir = { slug: show.slug, questions: [{ id: into, version: 1 }], move: { type: 'putOnAir' } };
    expect(await moderator.refused('question:moveMany', onAir)).toMatchObject({ code: 'badRequest' });
  });
});

describe('claims and presence', () => {
  const claim = (who: TestClient, id: string, on = true) => who.command('question:claim', { slug: show.slug, id, on });
  const lastClaims = (who: TestClient) => JSON.stringify(who.messages('claims').at(-1) ?? null);

  test('others see who has it, cannot have it too, and it ends with the decision', async () => {
    const [ines, paul] = [await harness.control('moderator', show), await harness.control('moderator', show)];
    const [id, other] = [await stored(), await stored()];
    expect(await claim(ines, id)).toMatchObject({ ok: true, data: { questionId: id } });
    await until('the claim', () => lastClaims(paul).includes(id));
    expect(await claim(paul, id)).toMatchObject({
      ok: false,
      error: { code: 'conflict', current: { questionId: id } },
    });
    // One at a time: who takes up another one lets go.
    await claim(ines, other);
    await until('the other claim', () => lastClaims(paul).includes(other) && !lastClaims(paul).includes(id));
    expect(await moveOf(paul, other, 1, approve)).toMatchObject({ ok: true });
    await until('no claim', () => lastClaims(ines) === '{"claims":[]}');
    expect(await claim(await harness.control('producer', show), id)).toMatchObject({ error: { code: 'forbidden' } });
  });

  test('a page that joins sees them, and which card everybody has chosen', async () => {
    const ines = await harness.control('moderator', show);
    const id = await stored();
    await claim(ines, id);
    await ines.command('question:look', { slug: show.slug, id });
    const late = await harness.control('moderator', show);
    const { snapshot } = await late.ok('control:join', { slug: show.slug }, Joined);
    expect(snapshot?.claims).toMatchObject([{ questionId: id, name: 'Essai moderator' }]);
    expect(snapshot?.presence.map(({ questionId }) => questionId ?? null).toSorted()).toEqual([id, null].toSorted());
    ines.close();
    await until('she is gone', () => !JSON.stringify(late.messages('presence').at(-1)).includes(id));
  });
});

describe('rules', () => {
  const windows = (viewer: TestClient) =>
    viewer.messages('event').flatMap((message) => {
      const { event } = AudienceEnvelope.parse(message);
      return event.type === 'broadcast' ? [event.broadcast.themes[0]?.window ?? 'hidden'] : [];
    });

  test('a theme follows the hand at once on every page, and the server enforces each window', async () => {
    const moderator = await harness.control('moderator', show);
    const viewer = await harness.audience();
    await viewer.ok('audience:join', { slug: show.slug }, JoinedViewer);
    const question = await stored({ state: 'approved' });
    const takes: Record<string, [boolean, boolean]> = {};
    for (const [index, window] of ThemeWindow.options.entries()) {
      const input = { slug: show.slug, themeId: show.themeId, window };
      expect((await moderator.ok('theme:window', input, Rules)).themes[0]?.byHand).toBe(window);
      await until('the page', () => windows(viewer).length > index);
      const asked = await (await harness.audience()).command('question:submit', newQuestion(show));
      const voted = await viewer.command('question:vote', { slug: show.slug, id: question, on: index % 2 === 0 });
      takes[window] = [asked.ok, voted.ok];
    }
    expect(windows(viewer)).toEqual(ThemeWindow.options);
    expect(takes).toEqual({
      hidden: [false, false],
      preOpen: [true, true],
      open: [true, true],
      voteOnly: [false, true],
      closed: [false, false],
    });
  });

  test('the schedule holds where no hand does, and its instants follow one another', async () => {
    const producer = await harness.control('producer', show);
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const schedule = { preOpensAt: null, opensAt: at(-1), votesOnlyAt: at(10), closesAt: null };
    const input = { slug: show.slug, themeId: show.themeId };
    expect(
      await producer.refused('theme:schedule', { ...input, schedule: { ...schedule, closesAt: at(5) } }),
    ).toMatchObject({ code: 'badRequest' });
    await producer.ok('theme:schedule', { ...input, schedule }, Rules);
    const rules = await producer.ok('theme:window', { ...input, window: null }, Rules);
    expect(rules.themes[0]).toMatchObject({ byHand: null, schedule });
    const viewer = await harness.audience();
    expect((await viewer.command('question:submit', newQuestion(show))).ok).toBe(true);
    const presenter = await harness.control('presenter', show);
    expect(await presenter.refused('theme:window', { ...input, window: 'closed' })).toMatchObject({
      code: 'forbidden',
    });
    const other = await makeShow(harness.database);
    const foreign = { slug: show.slug, themeId: other.themeId, window: 'closed' };
    expect(await producer.refused('theme:window', foreign)).toMatchObject({ code: 'notFound' });
  });

  test('publish first: a new question is everybody’s at once; moderate first: it waits', async () => {
    const moderator = await harness.control('moderator', show);
    const watcher = await harness.audience();
    await watcher.ok('audience:join', { slug: show.slug }, JoinedViewer);
    const ask = async () => (await harness.audience()).ok('question:submit', newQuestion(show), OwnQuestion);
    expect((await ask()).state).toBe('pending');
    await moderator.ok('question:policy', { slug: show.slug, policy: 'publishFirst' }, Rules);
    const published = await ask();
    expect(published.state).toBe('approved');
    await until('everybody', () =>
      watcher.messages('event').some((message) => JSON.stringify(message).includes(published.id)),
    );
  });
});

describe('a long list', () => {
  test('opens with the oldest of what waits and says how many there are; the rest is asked for', async () => {
    const started = Date.now();
    await client().question.createMany({
      data: Array.from({ length: 2_000 }, (_, index) => ({
        id: randomUUID(),
        broadcastId: show.id,
        themeId: show.themeId,
        voterId: randomUUID(),
        key: randomUUID(),
        original: `Question ${index}`,
        submittedAt: new Date(started + index),
      })),
    });
    const moderator = await harness.control('moderator', show);
    const { snapshot } = await moderator.ok('control:join', { slug: show.slug }, Joined);
    expect(snapshot?.questions).toHaveLength(600);
    expect(snapshot?.questions[0]?.original).toBe('Question 0');
    expect(snapshot?.questionCounts).toEqual([
      { themeId: show.themeId, state: 'pending', count: 2_000, oldest: new Date(started).toISOString() },
    ]);
    const ask = { slug: show.slug, list: 'waiting', themeId: null, offset: 600 };
    const { questions } = await moderator.ok('question:more', ask, More);
    expect(questions.map(({ original }) => original).slice(0, 2)).toEqual(['Question 600', 'Question 601']);
    await moveOf(moderator, snapshot?.questions[0]?.id ?? '', 1, approve);
    await until('the counts', () =>
      JSON.stringify(moderator.messages('questionCounts').at(-1) ?? '').includes('"count":1999'),
    );
  });
});

describe('a person’s right to be forgotten', () => {
  /** Everything that the database holds, as text. */
  async function everything(): Promise<string> {
    const { question, vote, auditLine, outgoingEvent, questionClaim } = client();
    return JSON.stringify([
      await question.findMany(),
      await vote.findMany(),
      await auditLine.findMany(),
      await outgoingEvent.findMany(),
      await questionClaim.findMany(),
    ]);
  }

  test('leaves no trace in the database, in any broadcast, in the log or on any page', async () => {
    const other = await makeShow(harness.database);
    const { cookie } = await harness.staff('owner', null);
    const owner = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    await owner.ok('control:join', { slug: show.slug }, Joined);
    const moderator = await harness.control('moderator', show);
    const voter = await harness.voterCookie();
    const person = await harness.audience(voter);
    const watcher = await harness.audience();
    for (const page of [person, watcher]) await page.ok('audience:join', { slug: show.slug }, JoinedViewer);
    const [secret, hideout] = ['Zélie Quintrec', 'Trou-aux-Biches'];
    const asked = { ...newQuestion(show, `Moi, ${secret}, je demande ?`), author: secret, place: hideout };
    const mine = await person.ok('question:submit', asked, OwnQuestion);
    await person.ok('question:submit', { ...newQuestion(other, `Encore ${secret} ?`), author: secret }, OwnQuestion);
    // Another one that mine speaks for, and one that I voted for.
    const theirs = await watcher.ok('question:submit', newQuestion(show), OwnQuestion);
    const voted = await stored({ state: 'approved' });
    await moveOf(moderator, mine.id, 1, { type: 'edit', text: `${secret} demande ?` });
    await moveOf(moderator, mine.id, 2, approve);
    await moveOf(moderator, theirs.id, 1, { type: 'merge', into: mine.id });
    await person.command('question:vote', { slug: show.slug, id: voted, on: true });
    await moderator.command('question:claim', { slug: show.slug, id: mine.id, on: true });
    const { voterId } = await client().question.findUniqueOrThrow({ where: { id: mine.id } });
    const input = { slug: show.slug, questionId: mine.id };
    expect(await moderator.refused('person:purge', input)).toMatchObject({ code: 'forbidden' });
    for (const trace of [secret, hideout]) expect((await everything()).includes(trace)).toBe(true);

    expect(await owner.ok('person:purge', input, Purged)).toEqual({ questions: 2, votes: 1 });
    const left = await everything();
    for (const trace of [secret, hideout, voterId]) expect(left.includes(trace)).toBe(false);
    expect(await client().question.findUnique({ where: { id: voted } })).toMatchObject({ votes: 0 });
    expect(await client().question.findUnique({ where: { id: theirs.id } })).toMatchObject({
      state: 'pending',
      mergedIntoId: null,
    });
    const gone = (page: TestClient) =>
      page.messages('event').some((message) => {
        const { event } = AudienceEnvelope.parse(message);
        return event.type === 'questionsPurged' && event.ids.includes(mine.id);
      });
    await until('every page', () => gone(person) && gone(watcher));
    await until('the desks', () =>
      moderator.messages('event').some((message) => {
        const { event } = ControlEnvelope.parse(message);
        return event.type === 'questionsPurged' && event.ids.includes(mine.id) && event.lineIds.length > 0;
      }),
    );
    // Whoever comes now, or comes back, is told nothing of it either.
    const late = await harness.audience(voter);
    const { snapshot } = await late.ok('audience:join', { slug: show.slug }, JoinedViewer);
    expect(AudienceSnapshot.parse(snapshot).own).toEqual([]);
    const back = await moderator.ok('control:join', { slug: show.slug, since: 0 }, Joined);
    expect(JSON.stringify(back)).not.toContain(secret);
    await removeShow(harness.database, other);
  }, 120_000);
});
