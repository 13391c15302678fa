import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AudienceEnvelope, audienceCommands, OwnQuestion, VoterMessage } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = audienceCommands['audience:join'].output;

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

const countQuestions = () => harness.database.client.question.count({ where: { broadcastId: show.id } });

function events(client: TestClient, type: string) {
  return client
    .messages('event')
    .map((message) => AudienceEnvelope.parse(message))
    .filter(({ event }) => event.type === type);
}

function approvedQuestion({ id, themeId }: Show) {
  return {
    id: randomUUID(),
    broadcastId: id,
    themeId,
    voterId: randomUUID(),
    key: randomUUID(),
    original: 'Approuvée ?',
    state: 'approved' as const,
    submittedAt: new Date(),
  };
}

describe('sending a question', () => {
  test('a double click makes one question with one id', async () => {
    const viewer = await harness.audience();
    const question = newQuestion(show);
    const [first, second] = await Promise.all([
      viewer.ok('question:submit', question, OwnQuestion),
      viewer.ok('question:submit', question, OwnQuestion),
    ]);
    expect(first.id).toBe(second.id);
    expect(await countQuestions()).toBe(1);
  });

  test('a retry after a lost answer gets the original, from a new connection and beyond every limit', async () => {
    const cookie = await harness.voterCookie();
    const viewer = await harness.audience(cookie);
    const question = newQuestion(show);
    const original = await viewer.ok('question:submit', question, OwnQuestion);
    await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    expect(await viewer.refused('question:submit', newQuestion(show))).toMatchObject({ code: 'tooMany' });
    viewer.close();
    const again = await harness.audience(cookie);
    expect(await again.ok('question:submit', { ...question, text: 'autre texte' }, OwnQuestion)).toEqual(original);
    expect(await countQuestions()).toBe(4);
  });

  test('the same key of another voter is another question', async () => {
    const question = newQuestion(show);
    const mine = await (await harness.audience()).ok('question:submit', question, OwnQuestion);
    const theirs = await (await harness.audience()).ok('question:submit', question, OwnQuestion);
    expect(mine.id).not.toBe(theirs.id);
  });

  test.each([
    ['empty', ''],
    ['white', ' \n\t '],
    ['zero-width', '\u200b\u200d\ufeff'],
    ['281 characters', 'a'.repeat(281)],
    ['one megabyte', 'é'.repeat(500_000)],
  ])('%s text is refused with a reason, and the connection lives', async (_what, text) => {
    const viewer = await harness.audience();
    const failure = await viewer.refused('question:submit', newQuestion(show, text));
    expect(failure).toMatchObject({ code: 'badRequest', message: expect.stringMatching(/^text: /) });
    await viewer.ok('question:submit', newQuestion(show, 'é'.repeat(280)), OwnQuestion);
  });

  test('500 questions a second from one client are refused with a time to retry, and told to nobody', async () => {
    const moderator = await harness.control('moderator', show);
    const viewer = await harness.audience();
    const replies = await Promise.all(
      Array.from({ length: 500 }, () => viewer.command('question:submit', newQuestion(show))),
    );
    const accepted = replies.filter((reply) => reply.ok).length;
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(accepted).toBeLessThanOrEqual(4);
    expect(refused.every(({ code, retryAfterMs }) => code === 'tooMany' && (retryAfterMs ?? 0) > 0)).toBe(true);
    await until('the accepted ones', () => moderator.messages('event').length >= accepted);
    expect(await countQuestions()).toBe(accepted);
    expect(moderator.messages('event')).toHaveLength(accepted);
  });

  test.each(['hidden', 'voteOnly', 'closed'] as const)('a %s theme takes none', async (window) => {
    const closed = await makeShow(harness.database, { window });
    const viewer = await harness.audience();
    expect(await viewer.refused('question:submit', newQuestion(closed))).toMatchObject({ code: 'closed' });
  });

  test('a theme that is open already before the show takes them; one of an ended show does not', async () => {
    const before = await makeShow(harness.database, { state: 'scheduled', window: 'preOpen' });
    const after = await makeShow(harness.database, { state: 'ended', window: 'open' });
    const viewer = await harness.audience();
    await viewer.ok('question:submit', newQuestion(before), OwnQuestion);
    expect(await viewer.refused('question:submit', newQuestion(after))).toMatchObject({ code: 'closed' });
  });

  test('a theme of another broadcast is not found', async () => {
    const other = await makeShow(harness.database);
    const viewer = await harness.audience();
    const failure = await viewer.refused('question:submit', { ...newQuestion(show), themeId: other.themeId });
    expect(failure).toMatchObject({ code: 'notFound' });
  });

  test('markup stays text', async () => {
    const viewer = await harness.audience();
    const text = '<img src=x onerror=alert(1)> & "ça" ?';
    expect(await viewer.ok('question:submit', newQuestion(show, text), OwnQuestion)).toMatchObject({ text });
  });
});

describe('one’s own question', () => {
  test('is told to its author alone while it is pending, in every tab', async () => {
    const cookie = await harness.voterCookie();
    const [tab, otherTab, stranger] = [
      await harness.audience(cookie),
      await harness.audience(cookie),
      await harness.audience(),
    ];
    for (const client of [tab, otherTab, stranger]) await client.ok('audience:join', { slug: show.slug }, Joined);
    const own = await tab.ok('question:submit', newQuestion(show), OwnQuestion);
    await until('the other tab', () => events(otherTab, 'ownQuestion').length === 1);
    expect(events(tab, 'ownQuestion')[0]?.event).toEqual({ type: 'ownQuestion', question: own });
    expect(stranger.messages('event')).toEqual([]);
    const { snapshot } = await stranger.ok('audience:join', { slug: show.slug }, Joined);
    expect(snapshot?.questions).toEqual([]);
  });

  test('can be withdrawn while it waits, by its author only', async () => {
    const viewer = await harness.audience();
    const stranger = await harness.audience();
    const own = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    const withdrawal = { slug: show.slug, id: own.id, version: own.version };
    expect(await stranger.refused('question:withdraw', withdrawal)).toMatchObject({ code: 'notFound' });
    expect(await viewer.refused('question:withdraw', { ...withdrawal, version: 9 })).toMatchObject({
      code: 'conflict',
      current: own,
    });
    expect(await viewer.ok('question:withdraw', withdrawal, OwnQuestion)).toMatchObject({ state: 'withdrawn' });
  });

  test('that was merged stays with the one that speaks for it, until it is separated', async () => {
    const moderator = await harness.control('moderator', show);
    const [viewer, other] = [await harness.audience(), await harness.audience()];
    const own = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    const into = await other.ok('question:submit', newQuestion(show), OwnQuestion);
    const move = (version: number, what: object) =>
      moderator.command('question:move', { slug: show.slug, id: own.id, version, move: what });
    await move(1, { type: 'merge', into: into.id });
    const withdraw = (version: number) => ({ slug: show.slug, id: own.id, version });
    expect(await viewer.refused('question:withdraw', withdraw(2))).toMatchObject({ code: 'invalidState' });
    await move(2, { type: 'unmerge', reason: 'pas la même' });
    expect(await viewer.ok('question:withdraw', withdraw(3), OwnQuestion)).toMatchObject({ state: 'withdrawn' });
  });

  test('that is queued or on air stays, and the control room learns that its author wanted it back', async () => {
    const moderator = await harness.control('moderator', show);
    const viewer = await harness.audience();
    const own = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    const move = (version: number, type: string) =>
      moderator.command('question:move', { slug: show.slug, id: own.id, version, move: { type } });
    await move(1, 'approve');
    await move(2, 'queue');
    expect(await viewer.refused('question:withdraw', { slug: show.slug, id: own.id, version: 3 })).toMatchObject({
      code: 'invalidState',
    });
    const wishes = () =>
      moderator.messages('event').filter((message) => JSON.stringify(message).includes('question.withdrawRefused'));
    await until('the log line', () => wishes().length === 1);
    await move(3, 'putOnAir');
    expect(await viewer.refused('question:withdraw', { slug: show.slug, id: own.id, version: 4 })).toMatchObject({
      code: 'invalidState',
    });
    await until('another line', () => wishes().length === 2);
    expect(await harness.database.client.question.findUnique({ where: { id: own.id } })).toMatchObject({
      state: 'onAir',
    });
  });
});

test('a page whose browser keeps no cookie stays the same voter by the token that it was given', async () => {
  const framed = async (voter: string | null) => {
    const page = await harness.client('/audience', { auth: { voter } }).connected();
    const { token } = VoterMessage.parse(await until('the token', () => page.messages('voter')[0]));
    const { snapshot } = await page.ok('audience:join', { slug: show.slug }, Joined);
    return { page, token, own: snapshot?.own.map(({ id }) => id) };
  };
  const first = await framed(null);
  expect(first.own).toEqual([]);
  const asked = await first.page.ok('question:submit', newQuestion(show), OwnQuestion);
  first.page.close();

  const again = await framed(first.token);
  expect(again).toMatchObject({ token: first.token, own: [asked.id] });
  // Somebody else's, or one that nobody signed.
  const forged = await framed(first.token.replace(/^[0-9a-f-]{36}/, randomUUID()));
  expect(forged.token).not.toBe(first.token);
  expect(forged.own).toEqual([]);
  // Whoever has a cookie is never handed what is in it.
  const plain = await harness.audience();
  await plain.ok('audience:join', { slug: show.slug }, Joined);
  expect(plain.messages('voter')).toEqual([]);
});

describe('votes', () => {
  async function approved() {
    return (await harness.database.client.question.create({ data: approvedQuestion(show) })).id;
  }
  const Vote = audienceCommands['question:vote'].output;

  test('count once per voter, from however many tabs and clicks', async () => {
    const id = await approved();
    const cookie = await harness.voterCookie();
    const tabs = [await harness.audience(cookie), await harness.audience(cookie)];
    const vote = { slug: show.slug, id, on: true };
    await Promise.all(tabs.flatMap((tab) => [tab.command('question:vote', vote), tab.command('question:vote', vote)]));
    const other = await harness.audience();
    expect(await other.ok('question:vote', vote, Vote)).toEqual({ votes: 2, on: true });
    expect(await other.ok('question:vote', { ...vote, on: false }, Vote)).toEqual({ votes: 1, on: false });
    expect(await other.ok('question:vote', { ...vote, on: false }, Vote)).toEqual({ votes: 1, on: false });
  });

  test('reach everyone merged, with the totals', async () => {
    const id = await approved();
    const watcher = await harness.audience();
    await watcher.ok('audience:join', { slug: show.slug }, Joined);
    const voters = await Promise.all(Array.from({ length: 5 }, () => harness.audience()));
    await Promise.all(voters.map((voter) => voter.ok('question:vote', { slug: show.slug, id, on: true }, Vote)));
    await until('the total', () => watcher.totals(id).at(-1) === 5);
    expect(watcher.messages('votes').length).toBeLessThan(5);
    const { snapshot } = (await voters[0]?.ok('audience:join', { slug: show.slug }, Joined)) ?? {};
    expect(snapshot?.questions[0]).toMatchObject({ id, votes: 5 });
    expect(snapshot?.votedFor).toEqual([id]);
  });

  test('for a question that is not public, or of another broadcast, are refused', async () => {
    const viewer = await harness.audience();
    const own = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    const other = await makeShow(harness.database);
    const id = await approved();
    expect(await viewer.refused('question:vote', { slug: show.slug, id: own.id, on: true })).toMatchObject({
      code: 'notFound',
    });
    expect(await viewer.refused('question:vote', { slug: other.slug, id, on: true })).toMatchObject({
      code: 'notFound',
    });
  });
});

describe('coming back', () => {
  test('brings what was missed, once and in order, without private events', async () => {
    const moderator = await harness.control('moderator', show);
    const cookie = await harness.voterCookie();
    const author = await harness.audience(cookie);
    const viewer = await harness.audience();
    const { seq } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
    viewer.close();
    const own = await author.ok('question:submit', newQuestion(show), OwnQuestion);
    const move = (version: number, move: object) =>
      moderator.command('question:move', { slug: show.slug, id: own.id, version, move });
    await move(1, { type: 'approve' });
    await move(2, { type: 'reject', reason: 'offTopic' });

    const back = await harness.audience();
    const joined = await back.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    expect(joined.snapshot).toBeUndefined();
    expect(joined.missed?.map(({ event }) => event.type)).toEqual(['question', 'questionGone']);
    const authorBack = await harness.audience(cookie);
    const authorJoined = await authorBack.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    expect(authorJoined.missed?.map(({ event }) => event.type)).toEqual([
      'ownQuestion',
      'ownQuestion',
      'question',
      'ownQuestion',
      'questionGone',
    ]);
    const seqs = authorJoined.missed?.map((envelope) => envelope.seq) ?? [];
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(authorJoined.seq).toBeGreaterThanOrEqual(seqs.at(-1) ?? Number.POSITIVE_INFINITY);
  });

  test('brings the votes that were given meanwhile', async () => {
    const viewer = await harness.audience();
    const { seq } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
    viewer.close();
    const { id } = await harness.database.client.question.create({ data: { ...approvedQuestion(show), votes: 7 } });
    const back = await harness.audience();
    await back.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    await until('the totals', () => back.messages('votes').length === 1);
    expect(back.messages('votes')).toEqual([{ votes: { [id]: 7 } }]);
  });

  test('from a number that was never given out brings a snapshot', async () => {
    const viewer = await harness.audience();
    const joined = await viewer.ok('audience:join', { slug: show.slug, since: 999 }, Joined);
    expect(joined.snapshot).toBeDefined();
    expect(joined.missed).toBeUndefined();
  });

  test('while things happen loses nothing: reply first, then every event after it', async () => {
    const author = await harness.audience();
    const moderator = await harness.control('moderator', show);
    const own = await author.ok('question:submit', newQuestion(show), OwnQuestion);
    const viewer = await harness.audience();
    const moves = (async () => {
      for (let version = 1; version <= 12; version += 2) {
        await moderator.command('question:move', { slug: show.slug, id: own.id, version, move: { type: 'approve' } });
        await moderator.command('question:move', {
          slug: show.slug,
          id: own.id,
          version: version + 1,
          move: { type: 'reopen' },
        });
      }
    })();
    const { seq, snapshot } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
    await moves;
    const { client } = harness.database;
    const expected = await client.outgoingEvent.findMany({
      where: { broadcastId: show.id, scope: 'audience', seq: { gt: seq } },
      orderBy: { seq: 'asc' },
    });
    await until('all later events', () => viewer.messages('event').length >= expected.length);
    const received = viewer.messages('event').map((message) => AudienceEnvelope.parse(message).seq);
    expect(received.filter((one) => one > seq)).toEqual(expected.map((event) => event.seq));
    expect(snapshot).toBeDefined();
  });
});
