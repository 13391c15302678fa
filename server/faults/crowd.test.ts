/** Many at once, honest and not: nobody pays for the others, and everyone is told when to come back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AudienceEnvelope, audienceCommands, OwnQuestion } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';

const Joined = audienceCommands['audience:join'].output;
const Vote = audienceCommands['question:vote'].output;

let harness: Harness;
let behindProxy: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  behindProxy = await startHarness({ settings: { TRUSTED_PROXIES: 1 } });
}, 120_000);
afterAll(async () => {
  await harness?.close();
  await behindProxy?.close();
});
beforeEach(async () => {
  show = await makeShow(harness.database);
});

async function approved(one: Harness, { id: broadcastId, themeId }: Show): Promise<string> {
  const id = randomUUID();
  const words = { voterId: randomUUID(), key: randomUUID(), original: 'Approuvée ?', submittedAt: new Date() };
  await one.database.client.question.create({ data: { id, broadcastId, themeId, state: 'approved', ...words } });
  return id;
}

/** Writes as many times, each with another forwarded address. @returns how many were refused. */
async function refusedWrites(one: Harness, writes: number, address: (turn: number) => string): Promise<number> {
  const responses = await Promise.all(
    Array.from({ length: writes }, (_, turn) =>
      one.http('POST', '/api/session/sign-out', { headers: { 'x-forwarded-for': address(turn) } }),
    ),
  );
  const refused = responses.filter(({ status }) => status === 429);
  for (const response of refused) {
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({ error: { code: 'tooMany', retryAfterMs: expect.any(Number) } });
  }
  return refused.length;
}

describe('a forwarded address', () => {
  test('that the client made up does not make it somebody else', async () => {
    const refused = await refusedWrites(harness, 400, (turn) => `198.51.100.${turn % 250}`);
    expect(refused).toBeGreaterThan(0);
  });

  test('that our own proxy wrote keeps people apart, whatever they put before it', async () => {
    expect(await refusedWrites(behindProxy, 400, (turn) => `198.51.100.${turn % 250}`)).toBe(0);
    expect(await refusedWrites(behindProxy, 400, (turn) => `192.0.2.${turn % 250}, 203.0.113.7`)).toBeGreaterThan(0);
  });

  test('in one IPv6 prefix is one household', async () => {
    const refused = await refusedWrites(behindProxy, 400, (turn) => `2001:db8:0:7:${turn.toString(16)}::1`);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('votes', () => {
  test('of a hundred people behind one address all count, each once', async () => {
    const id = await approved(harness, show);
    const viewers = await Promise.all(Array.from({ length: 100 }, () => harness.audience()));
    const vote = { slug: show.slug, id, on: true };
    await Promise.all(viewers.map((viewer) => viewer.ok('question:vote', vote, Vote)));
    const again = await viewers[0]?.ok('question:vote', vote, Vote);
    expect(again?.votes).toBe(100);
    for (const viewer of viewers) viewer.close();
  }, 60_000);

  test('of a script are refused after some, with a time to come back; the voter still counts once', async () => {
    const id = await approved(harness, show);
    const script = await harness.audience();
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, turn) =>
        script.command('question:vote', { slug: show.slug, id, on: turn % 2 === 0 }),
      ),
    );
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply.error]));
    expect(refused.length).toBeGreaterThan(150);
    expect(refused.every(({ code, retryAfterMs }) => code === 'tooMany' && (retryAfterMs ?? 0) > 0)).toBe(true);
    const { votes } = await harness.database.client.question.findUniqueOrThrow({ where: { id } });
    expect(votes).toBe(await harness.database.client.vote.count({ where: { questionId: id } }));
    expect(votes).toBeLessThanOrEqual(1);
  });
});

test('when the server is back, everyone who was there gets what they missed once, and pages answer meanwhile', async () => {
  const id = await approved(harness, show);
  const crowd = await Promise.all(Array.from({ length: 150 }, () => harness.audience()));
  const joined = await Promise.all(crowd.map((viewer) => viewer.ok('audience:join', { slug: show.slug }, Joined)));
  await harness.restart();
  await Promise.all(crowd.map((viewer) => viewer.closed()));
  // Somebody was quicker than the crowd.
  const first = await harness.audience();
  const own = await first.ok('question:submit', newQuestion(show), OwnQuestion);
  const moderator = await harness.control('moderator', show);
  const move = { slug: show.slug, id: own.id, version: own.version, move: { type: 'approve' } };
  expect(await moderator.command('question:move', move)).toMatchObject({ ok: true });

  const back = Promise.all(
    joined.map(async ({ seq }) => {
      const viewer = await harness.audience();
      return viewer.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    }),
  );
  const pages = await Promise.all(
    Array.from({ length: 20 }, async (_, turn) => {
      const page = await harness.http('GET', turn % 2 === 0 ? '/api/broadcasts' : `/api/broadcasts/${show.slug}`);
      return page.status;
    }),
  );
  expect(new Set(pages)).toEqual(new Set([200]));
  for (const reply of await back) {
    expect(reply.snapshot).toBeUndefined();
    const questions = reply.missed?.flatMap(({ event }) => (event.type === 'question' ? [event.question.id] : []));
    expect(questions).toEqual([own.id]);
  }
  expect(id).not.toBe(own.id);
}, 60_000);

describe('a viewer who was away', () => {
  /** Approves and reopens one question as often: two public events each time. */
  async function busy(times: number): Promise<void> {
    const viewer = await harness.audience();
    const moderator = await harness.control('moderator', show);
    const { id } = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    for (let version = 1; version <= 2 * times; version += 1) {
      const move = { type: version % 2 === 1 ? 'approve' : 'reopen' };
      const reply = await moderator.command('question:move', { slug: show.slug, id, version, move });
      if (!reply.ok) throw new Error(reply.error.message);
    }
  }

  test('for a while gets each thing that they missed once', async () => {
    const viewer = await harness.audience();
    const { seq } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
    viewer.close();
    await busy(20);
    const soon = await harness.audience();
    const little = await soon.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    expect(little.missed).toHaveLength(40);
    const seqs = little.missed?.map((envelope) => AudienceEnvelope.parse(envelope).seq) ?? [];
    expect(new Set(seqs).size).toBe(40);
  });

  test('for long gets a snapshot, as if they came new', async () => {
    const viewer = await harness.audience();
    const { seq } = await viewer.ok('audience:join', { slug: show.slug }, Joined);
    viewer.close();
    await approved(harness, show);
    const { client } = harness.database;
    const gone = { scope: 'audience' as const, payload: { type: 'questionGone', id: randomUUID() } };
    const events = Array.from({ length: 301 }, (_, index) => ({ broadcastId: show.id, seq: seq + 1 + index, ...gone }));
    await client.outgoingEvent.createMany({ data: events.map((event) => ({ ...event, createdAt: new Date() })) });
    await client.broadcast.update({ where: { id: show.id }, data: { seq: seq + events.length } });

    const late = await harness.audience();
    const much = await late.ok('audience:join', { slug: show.slug, since: seq }, Joined);
    expect(much.missed).toBeUndefined();
    const fresh = await (await harness.audience()).ok('audience:join', { slug: show.slug }, Joined);
    expect(much.snapshot).toEqual(fresh.snapshot);
    expect(late.messages('event')).toEqual([]);
  });
});
