import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ControlEvent,
  CreatedStageLink,
  controlCommands,
  PresenterCue,
  StageBoard,
  StageLink,
  StageView,
  stagePageCommands,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = stagePageCommands['stage:join'].output;
const wrapUp = { type: 'template', template: 'wrapUp' } as const;
const text = (words: string) => ({ type: 'text', text: words }) as const;

let harness: Harness;
let show: Show;
let producer: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  producer = await harness.control('producer', show);
});
afterEach(() => removeShow(harness.database, show));

const stageEvents = (client: TestClient) =>
  client.messages('event').flatMap((message) => {
    const { event } = message as { event: unknown };
    const { success, data } = ControlEvent.safeParse(event);
    return success && data.type === 'stage' ? [data.stage] : [];
  });

describe('a cue to the presenter', () => {
  const send = (content: typeof wrapUp | ReturnType<typeof text>, key = randomUUID()) =>
    producer.ok('stage:cue', { slug: show.slug, key, content }, PresenterCue);

  test('reaches their page, is seen and confirmed once, and the studio knows', async () => {
    const presenter = await harness.control('presenter', show);
    const cue = await send(text('Le duplex de Quito est prêt.'));
    await until('the cue', () => stageEvents(presenter).at(-1)?.cues[0]?.id === cue.id);
    expect(cue).toMatchObject({ from: 'Essai producer', seenAt: null, confirmedAt: null });
    const mark = (as: 'seen' | 'confirmed') =>
      presenter.ok('stage:mark', { slug: show.slug, ids: [cue.id], as }, { parse: () => undefined });
    await mark('seen');
    await until('seen', () => stageEvents(producer).at(-1)?.cues[0]?.seenAt);
    await mark('confirmed');
    const confirmed = await until('confirmed', () => stageEvents(producer).at(-1)?.cues[0]?.confirmedAt);
    await mark('confirmed');
    await mark('seen');
    const { snapshot } = await producer.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
    expect(snapshot?.stage.cues).toEqual([expect.objectContaining({ id: cue.id, confirmedAt: confirmed })]);
    expect(stageEvents(producer)).toHaveLength(3);
    expect(snapshot?.log[0]).toMatchObject({ action: 'cue.presenter' });
  });

  test('sent twice under one key is one', async () => {
    const key = randomUUID();
    const first = await send(wrapUp, key);
    expect(await send(wrapUp, key)).toEqual(first);
    expect(stageEvents(producer).at(-1)?.cues).toHaveLength(1);
  });

  test.each(['moderator', 'presenter', 'captioner'] as const)('is not sent by a %s', async (role) => {
    const client = await harness.control(role, show);
    const input = { slug: show.slug, key: randomUUID(), content: wrapUp };
    expect(await client.refused('stage:cue', input)).toMatchObject({ code: 'forbidden' });
  });

  test('is not confirmed by a moderator', async () => {
    const cue = await send(wrapUp);
    const moderator = await harness.control('moderator', show);
    const input = { slug: show.slug, ids: [cue.id], as: 'confirmed' };
    expect(await moderator.refused('stage:mark', input)).toMatchObject({ code: 'forbidden' });
  });
});

describe('the stage clock', () => {
  const link = async () => {
    const { cookie } = await harness.staff('producer', show.id);
    const path = `/api/studio/${show.slug}/stage-link`;
    const ask = (method: 'GET' | 'POST' | 'DELETE') => harness.http(method, path, { cookie });
    const { url } = CreatedStageLink.parse(await (await ask('POST')).json());
    return { ask, token: new URL(url).hash.slice(1), url };
  };
  const clock = () => harness.client('/stage').connected();
  const views = (client: TestClient) => client.messages('view').map((view) => StageView.parse(view));

  test('opens by its link and follows the run, the message and the blackout', async () => {
    const { token, url } = await link();
    expect(url).toMatch(`/stage/${show.slug}#`);
    const stage = await clock();
    const { view } = await stage.ok('stage:join', { slug: show.slug, token }, Joined);
    expect(view).toMatchObject({ now: null, next: { title: { fr: 'Élément 0' } }, message: null, blackout: false });

    await harness.database.client.rundownItem.update({
      where: { id: show.items[1] },
      data: { public: false, warnMs: 90_000, dangerMs: 20_000 },
    });
    const takeNext = async () => {
      const { rundown } = (
        await producer.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output)
      ).snapshot as { rundown: { version: number } };
      await producer.command('rundown:takeNext', { slug: show.slug, version: rundown.version });
    };
    await takeNext();
    const first = await until('the first item', () => views(stage).find(({ now }) => now?.title?.fr === 'Élément 0'));
    expect(Date.parse(first.now?.endsAt ?? '') - Date.parse(first.now?.startedAt ?? '')).toBe(20 * 60_000);
    // What is not public has no title here.
    expect(first.next).toMatchObject({ type: 'clip', title: null });
    await takeNext();
    const second = await until('the second', () => views(stage).find(({ now }) => now?.type === 'clip'));
    expect(second.now).toMatchObject({ title: null, warnMs: 90_000, dangerMs: 20_000 });

    await producer.ok('stage:message', { slug: show.slug, message: { text: ' Plus près ', flash: true } }, StageBoard);
    await until('the message', () => views(stage).at(-1)?.message?.text === 'Plus près');
    await producer.ok('stage:blackout', { slug: show.slug, on: true }, StageBoard);
    await until('black', () => views(stage).at(-1)?.blackout);
    await producer.ok('stage:message', { slug: show.slug, message: null }, StageBoard);
    await until('no message', () => views(stage).at(-1)?.message === null);
  });

  test('says that it lives though nothing happens, with time that was added and a pause', async () => {
    const { token } = await link();
    const stage = await clock();
    await stage.ok('stage:join', { slug: show.slug, token }, Joined);
    const before = await until('a first view', () => views(stage).at(-1));
    await until('a later one', () => (views(stage).at(-1)?.at ?? '') > before.at);

    const at = new Date();
    await harness.database.client.run.update({
      where: { broadcastId: show.id },
      data: { currentItemId: show.items[0], currentStartedAt: at, addedMs: 60_000, pausedMs: 5_000, pausedAt: at },
    });
    const { now } = await until('the item', () => views(stage).find((view) => view.now !== null));
    expect(now).toMatchObject({ pausedAt: at.toISOString() });
    expect(Date.parse(now?.endsAt ?? '') - at.getTime()).toBe(21 * 60_000 + 5_000);
  });

  test('closes at once when the link is taken away or made anew, and the old link opens nothing', async () => {
    const { token, ask } = await link();
    const stage = await clock();
    await stage.ok('stage:join', { slug: show.slug, token }, Joined);
    const { url } = CreatedStageLink.parse(await (await ask('POST')).json());
    expect(await stage.closed()).toBe(true);
    expect(stage.messages('revoked')).toHaveLength(1);
    const again = await clock();
    expect(await again.refused('stage:join', { slug: show.slug, token })).toMatchObject({ code: 'closed' });
    await again.ok('stage:join', { slug: show.slug, token: new URL(url).hash.slice(1) }, Joined);
    expect(StageLink.parse(await (await ask('GET')).json()).linkedAt).not.toBeNull();
    expect((await ask('DELETE')).status).toBe(204);
    expect(await again.closed()).toBe(true);
    expect(StageLink.parse(await (await ask('GET')).json())).toEqual({ linkedAt: null });
  });

  test('of another broadcast does not open', async () => {
    const { token } = await link();
    const other = await makeShow(harness.database);
    const stage = await clock();
    expect(await stage.refused('stage:join', { slug: other.slug, token })).toMatchObject({ code: 'closed' });
    await removeShow(harness.database, other);
  });

  test('opens by a role, until it is taken away; not without one', async () => {
    const nobody = await clock();
    expect(await nobody.refused('stage:join', { slug: show.slug })).toMatchObject({ code: 'notSignedIn' });
    const { cookie, invitationId } = await harness.staff('presenter', show.id);
    const stage = await harness.client('/stage', { extraHeaders: { cookie } }).connected();
    await stage.ok('stage:join', { slug: show.slug }, Joined);
    const owner = await harness.staff('owner', null);
    const path = `/api/admin/broadcasts/${show.slug}/invitations/${invitationId}/revoke`;
    await harness.http('POST', path, { cookie: owner.cookie });
    expect(await stage.closed()).toBe(true);
    const again = await harness.client('/stage', { extraHeaders: { cookie } }).connected();
    expect(await again.refused('stage:join', { slug: show.slug })).toMatchObject({ code: 'forbidden' });
  });

  test.each(['moderator', 'presenter'] as const)('has no link from a %s, and no words', async (role) => {
    const { cookie } = await harness.staff(role, show.id);
    const answer = await harness.http('POST', `/api/studio/${show.slug}/stage-link`, { cookie });
    expect(answer.status).toBe(403);
    const client = await harness.control(role, show);
    const message = { text: 'Bonjour', flash: false };
    expect(await client.refused('stage:message', { slug: show.slug, message })).toMatchObject({ code: 'forbidden' });
  });

  test('shows nothing of a link’s token to the studios', async () => {
    const { token } = await link();
    const { snapshot } = await producer.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
    expect(snapshot?.stage.linkedAt).not.toBeNull();
    expect(JSON.stringify(snapshot)).not.toContain(token);
    expect(JSON.stringify(await harness.database.client.installationFact.findMany())).not.toContain(token);
  });
});
