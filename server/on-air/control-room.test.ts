import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BusState,
  ControlEnvelope,
  contributorsIn,
  controlCommands,
  OwnQuestion,
  type SlotRef,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';
import { desiredBroadcast } from './desired-store.ts';

const Joined = controlCommands['control:join'].output;

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

const feed = (index: 0 | 1 | 2): SlotRef => ({ type: 'feed', contributorId: show.contributors[index] });
const events = (client: TestClient) => client.messages('event').map((message) => ControlEnvelope.parse(message));
const lastBus = (client: TestClient) =>
  events(client)
    .flatMap(({ event }) => (event.type === 'bus' ? [event.bus] : []))
    .at(-1);

describe('who may come in', () => {
  test('without a session the namespace is closed', async () => {
    await expect(harness.client('/control').connected()).rejects.toThrow('notSignedIn');
    const forged = harness.client('/control', { extraHeaders: { cookie: 'antenne_session=made-up' } });
    await expect(forged.connected()).rejects.toThrow('notSignedIn');
  });

  test.each([
    ['moderator', 'studio:preview', { source: { type: 'slate' } }],
    ['moderator', 'studio:take', { version: 1 }],
    ['moderator', 'rundown:takeNext', { version: 1 }],
    ['presenter', 'studio:take', { version: 1 }],
    ['presenter', 'broadcast:end', {}],
    ['moderator', 'broadcast:goLive', {}],
    ['producer', 'question:move', { id: randomUUID(), version: 1, move: { type: 'approve' } }],
  ] as const)('a %s may not %s', async (role, name, input) => {
    const client = await harness.control(role, show);
    expect(await client.refused(name, { slug: show.slug, ...input })).toMatchObject({ code: 'forbidden' });
  });

  test('a role of one broadcast opens no other; the owner’s opens all', async () => {
    const other = await makeShow(harness.database);
    const producer = await harness.control('producer', show);
    for (const [name, input] of [
      ['control:join', {}],
      ['studio:preview', { source: { type: 'slate' } }],
      ['rtc', { peerId: randomUUID(), request: { type: 'join' } }],
    ] as const) {
      expect(await producer.refused(name, { slug: other.slug, ...input })).toMatchObject({ code: 'forbidden' });
    }
    const { cookie } = await harness.staff('owner', null);
    const owner = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    await owner.ok('control:join', { slug: other.slug }, Joined);
    expect((await owner.ok('control:join', { slug: show.slug }, Joined)).snapshot?.me.role).toBe('owner');
  });

  test('a question of another broadcast is not found by its id', async () => {
    const other = await makeShow(harness.database);
    const moderator = await harness.control('moderator', show);
    const viewer = await harness.audience();
    const { id } = await viewer.ok('question:submit', newQuestion(other), OwnQuestion);
    const input = { slug: show.slug, id, version: 1, move: { type: 'approve' } };
    expect(await moderator.refused('question:move', input)).toMatchObject({ code: 'notFound' });
    expect(await harness.database.client.question.findUnique({ where: { id } })).toMatchObject({ state: 'pending' });
  });

  test('a role that is taken away closes its sockets at once, and nothing works afterwards', async () => {
    const { cookie: owner } = await harness.staff('owner', null);
    const { cookie, invitationId } = await harness.staff('producer', show.id);
    const staying = await harness.control('moderator', show);
    const client = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    await client.ok('control:join', { slug: show.slug }, Joined);
    const response = await harness.http(
      'POST',
      `/api/admin/broadcasts/${show.slug}/invitations/${invitationId}/revoke`,
      { cookie: owner },
    );
    expect(response.status).toBe(200);
    await client.closed();
    expect(client.messages('revoked')).toEqual([{ reason: 'revoked' }]);
    const back = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    expect(await back.refused('control:join', { slug: show.slug })).toMatchObject({ code: 'forbidden' });
    expect(await back.refused('studio:preview', { slug: show.slug, source: { type: 'slate' } })).toMatchObject({
      code: 'forbidden',
    });
    await harness.http('GET', '/health');
    expect(back.messages('event')).toEqual([]);
    expect(staying.socket.connected).toBe(true);
  });

  test('signing out closes the sockets of that browser', async () => {
    const { cookie } = await harness.staff('producer', show.id);
    const client = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    expect((await harness.http('POST', '/api/session/sign-out', { cookie })).status).toBe(204);
    await client.closed();
    await expect(harness.client('/control', { extraHeaders: { cookie } }).connected()).rejects.toThrow('notSignedIn');
  });
});

describe('two producers in two browsers', () => {
  test('see the same state after every command, and who did it', async () => {
    const ada = await harness.control('producer', show);
    const bob = await harness.control('producer', show);
    const preview = await ada.ok('studio:preview', { slug: show.slug, source: feed(0) }, BusState);
    const taken = await ada.ok('studio:take', { slug: show.slug, version: preview.version }, BusState);
    expect(taken).toMatchObject({ program: feed(0), preview: { type: 'slate' } });
    await until(
      'both to see it',
      () => lastBus(ada)?.version === taken.version && lastBus(bob)?.version === taken.version,
    );
    expect(lastBus(bob)).toEqual(taken);
    const stale = await bob.refused('studio:take', { slug: show.slug, version: preview.version });
    expect(stale).toMatchObject({ code: 'conflict', current: taken });
    const lines = events(bob).flatMap(({ event }) => (event.type === 'log' ? [event.line] : []));
    expect(lines.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['Essai producer', 'preview', 'Invitée de Quito'],
      ['Essai producer', 'take', 'Invitée de Quito'],
    ]);
  });

  test('a take that a network held up comes too late, and changes nothing', async () => {
    const ada = await harness.control('producer', show);
    const { version } = await ada.ok('studio:preview', { slug: show.slug, source: feed(0) }, BusState);
    const take = (ms: number) => ({ slug: show.slug, version, notAfter: new Date(Date.now() + ms).toISOString() });
    expect(await ada.refused('studio:take', take(-1))).toMatchObject({ code: 'invalidState' });
    expect(await ada.ok('studio:take', take(60_000), BusState)).toMatchObject({ program: feed(0) });
  });

  test('know who else is here', async () => {
    const ada = await harness.control('producer', show);
    const bob = await harness.control('moderator', show);
    await until('both names', () => JSON.stringify(ada.messages('presence').at(-1))?.includes('Essai moderator'));
    bob.close();
    await until(
      'the other to be gone',
      () => !JSON.stringify(ada.messages('presence').at(-1))?.includes('Essai moderator'),
    );
  });
});

describe('coming back', () => {
  test('brings what was missed, once', async () => {
    const { cookie } = await harness.staff('producer', show.id);
    const page = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    const { seq, snapshot } = await page.ok('control:join', { slug: show.slug }, Joined);
    expect(snapshot).toMatchObject({
      me: { role: 'producer' },
      rundown: { run: 'live' },
      contributors: [{ number: 1 }, { number: 2 }, { number: 3 }],
    });
    page.close();
    const other = await harness.control('producer', show);
    await other.ok('studio:preview', { slug: show.slug, source: feed(1) }, BusState);
    await other.command('rundown:takeNext', { slug: show.slug, version: snapshot?.rundown.version });
    const back = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    const joined = await back.ok('control:join', { slug: show.slug, since: seq }, Joined);
    const types = joined.missed?.map(({ event }) => event.type);
    expect(types?.filter((type) => type === 'rundownEdit')).toHaveLength(1);
    expect(types?.filter((type) => type === 'bus')).toHaveLength(2);
    expect(types).not.toContain('question');
  });
});

describe('with media', () => {
  test('what should be arrives whole, newer numbers with every take, and the question in it', async () => {
    const media = new FakeMedia(harness);
    const hello = await media.hello();
    const before = hello.find(({ broadcastId }) => broadcastId === show.id);
    expect(before).toMatchObject({
      stage: 'live',
      program: { type: 'slate' },
      question: null,
      contributors: [{ simulated: 0 }, { simulated: 1 }, { simulated: 2 }],
    });
    const producer = await harness.control('producer', show);
    await producer.ok('studio:take', { slug: show.slug, source: feed(2), version: 1 }, BusState);
    const after = await until('the take at media', () => media.latest(show.id));
    expect(after).toMatchObject({ program: feed(2) });
    expect(after.rev).toBeGreaterThan(before?.rev ?? Number.POSITIVE_INFINITY);
    // The short way of a take tells the same as the database.
    expect(after).toEqual(await desiredBroadcast(harness.database.client, show.id));

    const viewer = await harness.audience();
    const moderator = await harness.control('moderator', show);
    const { id } = await viewer.ok('question:submit', newQuestion(show, 'À qui va la prime ?'), OwnQuestion);
    await moderator.command('question:move', { slug: show.slug, id, version: 1, move: { type: 'approve' } });
    await moderator.command('question:move', { slug: show.slug, id, version: 2, move: { type: 'putOnAir' } });
    await until('the question at media', () => media.latest(show.id)?.question?.text === 'À qui va la prime ?');
    media.client.close();
  });

  test('the scene of everybody is taken without names; media knows the order of the rundown', async () => {
    const [first, second] = show.contributors;
    await harness.database.client.rundownItem.update({
      where: { id: show.items[1] },
      data: { contributorId: second },
    });
    await harness.database.client.rundownItem.update({ where: { id: show.items[0] }, data: { rank: 99 } });
    const media = new FakeMedia(harness);
    await media.hello();
    const producer = await harness.control('producer', show);
    const source = { type: 'everybody' };
    const { version } = await producer.ok('studio:preview', { slug: show.slug, source }, BusState);
    const { program } = await producer.ok('studio:take', { slug: show.slug, version }, BusState);
    expect(program).toEqual({ type: 'everybody', slots: [] });
    await until('the order at media', () => media.latest(show.id)?.order?.join() === [second, first].join());
    await until('the scene at media', () => media.latest(show.id)?.program.type === 'everybody');
    const at = '2026-11-22T18:00:00.040Z';
    const report = { type: 'onAir', broadcastId: show.id, incoming: null, questionId: null, at } as const;
    media.report({ ...report, source: { type: 'everybody', slots: [feed(0)] } });
    await until('one of them', () => lastBus(producer)?.onAir?.type === 'everybody');
    media.report({
      ...report,
      source: { type: 'everybody', slots: [feed(1), feed(0)] },
      at: '2026-11-22T18:00:09.040Z',
    });
    await until('both', () => contributorsIn(lastBus(producer)?.onAir ?? null).length === 2);
    // It is the same scene since it was taken.
    expect(lastBus(producer)?.onAirSince).toBe(at);
    media.client.close();
  });

  test('tally follows what the mixer shows, and goes out when media is lost', async () => {
    const media = new FakeMedia(harness);
    await media.hello();
    const producer = await harness.control('producer', show);
    media.report({ type: 'program', broadcastId: show.id, health: 'running', restarts: 0 });
    media.report({
      type: 'onAir',
      broadcastId: show.id,
      source: feed(0),
      incoming: null,
      questionId: null,
      at: '2026-11-22T18:00:00.040Z',
    });
    await until('on air', () => JSON.stringify(lastBus(producer)?.onAir) === JSON.stringify(feed(0)));
    expect(lastBus(producer)).toMatchObject({
      health: 'running',
      program: { type: 'slate' },
      onAirSince: '2026-11-22T18:00:00.040Z',
    });
    media.report({
      type: 'feed',
      broadcastId: show.id,
      contributorId: show.contributors[0],
      state: 'live',
      picture: { width: 640, height: 360 },
    });
    const contributor = () =>
      events(producer)
        .flatMap(({ event }) =>
          event.type === 'contributor' && event.contributor.number === 1 ? [event.contributor] : [],
        )
        .at(-1);
    await until('the feed', () => contributor()?.presence === 'linked');
    expect(contributor()).toMatchObject({ feed: 'live', picture: { width: 640, height: 360 } });
    media.client.close();
    await until('media lost', () => lastBus(producer)?.health === 'mediaLost' && lastBus(producer)?.onAir === null);
    await until('no feed', () => contributor()?.feed === 'absent');
  });

  test('levels are passed on, at most twenty a second', async () => {
    const media = new FakeMedia(harness);
    await media.hello();
    const producer = await harness.control('producer', show);
    const levels = {
      type: 'levels',
      broadcastId: show.id,
      program: { rms: -20, peak: -12 },
      feeds: { [show.contributors[0]]: { rms: -30, peak: -18 } },
      clips: { [randomUUID()]: { rms: -40, peak: -20 } },
    } as const;
    for (let index = 0; index < 200; index += 1) media.report(levels);
    await until('a level', () => producer.messages('levels').length > 0);
    expect(producer.messages('levels')[0]).toEqual({
      program: levels.program,
      feeds: levels.feeds,
      clips: levels.clips,
    });
    // Two hundred in one burst are at most a few.
    await producer.command('studio:preview', { slug: show.slug, source: feed(0) });
    expect(producer.messages('levels').length).toBeLessThan(20);
    media.client.close();
  });

  test('WebRTC requests of the studio are answered by media, whose refusals pass through', async () => {
    const media = new FakeMedia(harness);
    const producer = await harness.control('producer', show);
    const peerId = randomUUID();
    const ask = { slug: show.slug, peerId, request: { type: 'join' } };
    expect(await producer.refused('rtc', ask)).toMatchObject({
      code: 'mediaUnavailable',
      retryAfterMs: expect.any(Number),
    });
    await media.hello();
    const { output } = controlCommands.rtc;
    expect(await producer.ok('rtc', ask, output)).toEqual({ type: 'join', resumed: false, routerRtpCapabilities: {} });
    expect(media.requests[0]).toEqual({
      broadcastId: show.id,
      peer: { role: 'staff', peerId },
      request: { type: 'join' },
    });
    media.answer = () => ({ ok: false, error: { code: 'notFound', message: 'no such transport' } });
    expect(await producer.refused('rtc', ask)).toEqual({ code: 'notFound', message: 'no such transport' });

    media.notice({ broadcastId: show.id, peerId, notice: { type: 'reset' } });
    await until('the notice', () => producer.messages('rtc').length === 1);
    const thief = await harness.control('producer', show);
    expect(await thief.refused('rtc', ask)).toMatchObject({ code: 'forbidden' });
    expect(thief.messages('rtc')).toEqual([]);
    media.client.close();
  });

  test('a node with another secret is not let in, and does not count as ready', async () => {
    const wrong = harness.client('/media', {
      auth: { secret: 'a secret that only one side knows', nodeId: randomUUID() },
    });
    await expect(wrong.connected()).rejects.toThrow('forbidden');
    const ready = await harness.http('GET', '/ready');
    expect([ready.status, await ready.json()]).toEqual([503, { ok: false, database: true, media: false }]);
    const media = new FakeMedia(harness);
    await media.hello();
    expect((await harness.http('GET', '/ready')).status).toBe(200);
    media.client.close();
    await until('media to be gone', async () => (await harness.http('GET', '/ready')).status === 503);
  });

  test('the same node again replaces its dead connection; a second one stands by until the first is gone', async () => {
    const first = new FakeMedia(harness);
    await first.hello();
    const again = new FakeMedia(harness, first.nodeId);
    expect((await again.hello()).length).toBeGreaterThan(0);
    await first.client.closed();
    const second = new FakeMedia(harness);
    expect(await second.hello()).toEqual([]);
    again.client.close();
    await until('the second to be told', () => second.latest(show.id));
    second.client.close();
  });
});
