/** Who reaches for what is not theirs, any more or ever. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BusState,
  Caption,
  controlCommands,
  OwnQuestion,
  Rundown,
  runCommands,
  SavedScene,
  SimulcastTarget,
} from '../contract/index.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = controlCommands['control:join'].output;

let harness: Harness;
let show: Show;
let other: Show;
let lines: string[];
beforeAll(async () => {
  lines = [];
  const kept = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  harness = await startHarness({ log: pino({ level: 'info' }, kept) });
  show = await makeShow(harness.database);
  other = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

const revoke = async (invitationId: string) => {
  const { cookie } = await harness.staff('owner', null);
  const path = `/api/admin/broadcasts/${show.slug}/invitations/${invitationId}/revoke`;
  expect((await harness.http('POST', path, { cookie })).status).toBe(200);
};

describe('a role that is taken away', () => {
  test('ends what every tab of it hears, at once, and a connection that is recovered hears nothing either', async () => {
    const { cookie, invitationId } = await harness.staff('moderator', show.id);
    const tabs = [];
    for (const _ of [1, 2]) {
      const tab = await harness.client('/control', { extraHeaders: { cookie } }).connected();
      await tab.ok('control:join', { slug: show.slug }, Joined);
      tabs.push(tab);
    }
    const staying = await harness.control('moderator', show);
    const ids = tabs.map(({ socket }) => socket.id);
    await revoke(invitationId);
    for (const tab of tabs) await tab.closed();

    // As Socket.IO's connection state recovery asks for it: an earlier session by its ids, rooms included.
    const recovered = [];
    for (const pid of [...ids, 'anything']) {
      const auth = { pid, offset: '0' };
      recovered.push(await harness.client('/control', { extraHeaders: { cookie }, auth }).connected());
    }
    const heard = [...tabs, ...recovered];
    const before = heard.map((client) => client.messages('event').length);
    const viewer = await harness.audience();
    await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    await until('those who stay to hear of it', () =>
      staying.messages('event').some((message) => JSON.stringify(message).includes('staffQuestion')),
    );
    for (const client of recovered) {
      expect(client.socket.recovered).not.toBe(true);
      expect(await client.refused('control:join', { slug: show.slug })).toMatchObject({ code: 'forbidden' });
    }
    expect(heard.map((client) => client.messages('event').length)).toEqual(before);
  });

  test('while its page is joining lets it hear nothing', async () => {
    const { cookie, invitationId } = await harness.staff('moderator', show.id);
    const page = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    for (let turn = 0; turn < 20; turn += 1) page.socket.emit('control:join', { slug: show.slug }, () => undefined);
    await revoke(invitationId);
    await page.closed();
    const heard = page.messages('event').length;
    const viewer = await harness.audience();
    const own = await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
    await viewer.ok('question:withdraw', { slug: show.slug, id: own.id, version: own.version }, OwnQuestion);
    expect(page.messages('event').length).toBe(heard);
  });
});

describe('what belongs to another broadcast', () => {
  /** What there is in the other show, and a thing of one's own to do something with it. */
  interface Foreign {
    question: string;
    contributor: string;
    item: string;
    scene: string;
    asset: string;
    target: string;
    caption: string;
  }
  let foreign: Foreign;
  beforeAll(async () => {
    const { slug } = other;
    const there = await harness.control('producer', other);
    const viewer = await harness.audience();
    await there.ok('studio:preview', { slug, source: { type: 'testPattern' } }, BusState);
    const scene = await there.ok('scene:save', { slug, name: 'Duo' }, SavedScene);
    const upload = { slug, kind: 'clip', title: 'Reportage', bytes: 5_000 };
    const { asset } = await there.ok('asset:upload', upload, controlCommands['asset:upload'].output);
    const target = { slug, name: 'Secours', address: 'rtmps://a.rtmps.example/live2/key' };
    const caption = { slug, language: 'fr', text: 'Bonsoir.' };
    foreign = {
      question: (await viewer.ok('question:submit', newQuestion(other), OwnQuestion)).id,
      contributor: other.contributors[0],
      item: other.items[0],
      scene: scene.id,
      asset: asset.id,
      target: (await there.ok('simulcast:add', target, SimulcastTarget)).id,
      caption: (await there.ok('caption:send', caption, Caption)).id,
    };
  });

  test.each<[name: string, which: string, input: (there: Foreign) => object]>([
    ['question:move', 'question', ({ question: id }) => ({ id, version: 1, move: { type: 'approve' } })],
    ['scene:recall', 'scene', ({ scene: id }) => ({ id })],
    ['scene:rename', 'scene', ({ scene: id }) => ({ id, name: 'À moi' })],
    ['scene:remove', 'scene', ({ scene: id }) => ({ id })],
    ['rundown:bindScene', 'scene', ({ scene }) => ({ itemId: show.items[2], sceneId: scene })],
    ['asset:change', 'asset', ({ asset }) => ({ assetId: asset, change: { loop: true } })],
    ['asset:remove', 'asset', ({ asset }) => ({ assetId: asset })],
    ['clip:move', 'asset', ({ asset }) => ({ assetId: asset, move: { type: 'play' } })],
    ['studio:preview', 'asset', ({ asset }) => ({ source: { type: 'clip', assetId: asset } })],
    ['studio:preview', 'contributor', ({ contributor }) => ({ source: { type: 'feed', contributorId: contributor } })],
    ['simulcast:set', 'target', ({ target: id }) => ({ id, enabled: false })],
    ['simulcast:remove', 'target', ({ target: id }) => ({ id })],
    ['caption:correct', 'caption', ({ caption: id }) => ({ id, text: 'x' })],
    ['rundown:bindScene', 'item', ({ item }) => ({ itemId: item, sceneId: null })],
    ['rundown:take', 'item', ({ item }) => ({ itemId: item, version: 1 })],
    ['rundown:skip', 'item', ({ item }) => ({ itemId: item, skip: true })],
    ['sound:set', 'contributor', ({ contributor }) => ({ contributorId: contributor, sound: { muted: true } })],
  ])('%s does not find the other show’s %s by its id, and it is logged', async (name, _which, input) => {
    const page = await harness.control(name === 'question:move' ? 'moderator' : 'producer', show);
    const begun = lines.length;
    const before = await whatThereIs();
    const failure = await page.refused(name, { slug: show.slug, ...input(foreign) });
    expect(failure.code).toBe('notFound');
    const logged = lines.slice(begun).map((line) => JSON.parse(line));
    expect(logged).toContainEqual(expect.objectContaining({ command: name, code: 'notFound', msg: 'refused' }));
    expect(await whatThereIs()).toEqual(before);
    page.close();
  });

  /** All of it, as the other show's own producer finds it. */
  async function whatThereIs() {
    const there = await harness.control('producer', other);
    const { snapshot } = await there.ok('control:join', { slug: other.slug }, Joined);
    there.close();
    if (!snapshot) throw new Error('no snapshot');
    const { scenes, assets, simulcast, captions, contributors, bus } = snapshot;
    const { version, currentItemId, items } = snapshot.rundown;
    const skipped = items.map(({ id, skip, sceneId }) => ({ id, skip, sceneId }));
    return { scenes, assets, simulcast, captions, contributors, bus, version, currentItemId, skipped };
  }
});

describe('the run of a rundown', () => {
  /** Every command of it as somebody may give it, in an order in which each can be done. */
  const run = ({ items: [first, , third] }: Show) =>
    [
      ['rundown:takeNext', {}],
      ['rundown:take', { itemId: third }],
      ['rundown:takePrevious', {}],
      ['rundown:addTime', { ms: 60_000 }],
      ['rundown:skip', { itemId: first, skip: true }],
      ['rundown:hold', { on: true }],
      ['rundown:pause', { on: true }],
    ] as const;

  async function ownerOf({ slug }: Show) {
    const { cookie } = await harness.staff('owner', null);
    const page = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    await page.ok('control:join', { slug }, Joined);
    return page;
  }

  test.each(['producer', 'owner'] as const)('is the %s’s to move', async (role) => {
    const onAir = await makeShow(harness.database);
    const page = role === 'owner' ? await ownerOf(onAir) : await harness.control(role, onAir);
    let version = 1;
    const done: string[] = [];
    for (const [name, input] of run(onAir)) {
      ({ version } = await page.ok(name, { slug: onAir.slug, version, ...input }, Rundown));
      done.push(name);
    }
    const before = await makeShow(harness.database, { state: 'scheduled' });
    const early = role === 'owner' ? await ownerOf(before) : await harness.control(role, before);
    const rehearsed = await early.ok('rundown:rehearse', { slug: before.slug, on: true }, Rundown);
    expect(rehearsed.run).toBe('rehearsal');
    expect([...done, 'rundown:rehearse'].toSorted()).toEqual(Object.keys(runCommands).toSorted());
    for (const one of [onAir, before]) await removeShow(harness.database, one);
  });

  test.each(['moderator', 'presenter', 'captioner', 'producer of another show'] as const)(
    'is not a %s’s to move',
    async (who) => {
      const onAir = await makeShow(harness.database);
      const producer = await harness.control('producer', onAir);
      // From here on every command could be done.
      const { slug } = onAir;
      const taken = await producer.ok('rundown:takeNext', { slug, version: 1 }, Rundown);
      const page =
        who === 'producer of another show'
          ? await harness.control('producer', other)
          : await harness.control(who, onAir);
      for (const [name, input] of [...run(onAir), ['rundown:rehearse', { on: true }] as const]) {
        const failure = await page.refused(name, { slug, version: taken.version, ...input });
        expect([name, failure.code]).toEqual([name, 'forbidden']);
      }
      const { snapshot } = await producer.ok('control:join', { slug }, Joined);
      expect(snapshot?.rundown).toMatchObject({ version: taken.version, currentItemId: onAir.items[0], heldAt: null });
      await removeShow(harness.database, onAir);
    },
  );
});

describe('an invitation', () => {
  test('opened in two browsers at the same moment lets one in; afterwards it opens nothing', async () => {
    const { token } = await harness.invite('producer', show.id);
    const open = () => harness.http('POST', '/api/session/accept', { body: { token, name: 'Ada' } });
    const statuses = (await Promise.all([open(), open(), open()])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
    expect((await open()).status).toBe(409);
  });
});
