import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BusState,
  ChannelSound,
  CreatedInvitation,
  DuplexInvitation,
  DuplexState,
  duplexCommands,
  Rundown,
  SavedScene,
} from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const Joined = duplexCommands['duplex:join'].output;
/** Milliseconds; half a minute in the product. */
const AWAY_MS = 400;

let harness: Harness;
let show: Show;
let token: string;
let media: FakeMedia;
beforeAll(async () => {
  harness = await startHarness({ peerAwayMs: AWAY_MS });
}, 120_000);
afterAll(() => harness?.close());
afterEach(() => removeShow(harness.database, show));
beforeEach(async () => {
  media?.client.close();
  show = await makeShow(harness.database);
  ({ token } = await harness.invite('contributor', show.id, { contributorId: show.contributors[0], reusable: true }));
  media = new FakeMedia(harness);
  await media.hello();
});

const page = () => harness.client('/duplex').connected();
const simulated = () => media.latest(show.id)?.contributors[0]?.simulated;

describe('the invitation', () => {
  test('opens the page before the link, without a cookie', async () => {
    const response = await harness.http('GET', `/api/join/${token}`);
    expect(DuplexInvitation.parse(await response.json())).toMatchObject({
      name: 'Invitée de Quito',
      broadcast: { slug: show.slug },
    });
  });

  test.each([['unknown', 'x'.repeat(43), 404, 'notFound']] as const)(
    '%s is refused',
    async (_what, wrong, status, code) => {
      const response = await harness.http('GET', `/api/join/${wrong}`);
      expect(response.status).toBe(status);
      expect(await (await page()).refused('duplex:join', { token: wrong, peerId: randomUUID() })).toMatchObject({
        code,
      });
    },
  );

  test('expired, or not valid yet, is refused', async () => {
    for (const more of [{ validUntil: new Date(Date.now() - 1) }, { validFrom: new Date(Date.now() + 60_000) }]) {
      const { token: other } = await harness.invite('contributor', show.id, {
        contributorId: show.contributors[0],
        reusable: true,
        ...more,
      });
      expect(await (await page()).refused('duplex:join', { token: other, peerId: randomUUID() })).toMatchObject({
        code: 'closed',
      });
    }
  });

  test('taken back closes the page at once and frees its media', async () => {
    const { cookie } = await harness.staff('owner', null);
    const created = await harness.http('POST', `/api/admin/broadcasts/${show.slug}/invitations`, {
      cookie,
      body: { role: 'contributor', contributorId: show.contributors[1], label: 'Bamako' },
    });
    const { url, invitation } = CreatedInvitation.parse(await created.json());
    const peerId = randomUUID();
    const client = await page();
    await client.ok('duplex:join', { token: new URL(url).pathname.split('/').at(-1), peerId }, Joined);
    await harness.http('POST', `/api/admin/broadcasts/${show.slug}/invitations/${invitation.id}/revoke`, { cookie });
    await client.closed();
    expect(client.messages('revoked')).toHaveLength(1);
    await until('media to forget the peer', () => media.left.some((left) => left.peerId === peerId));
    expect((await harness.http('GET', new URL(url).pathname.replace('/join', '/api/join'))).status).toBe(409);
  });

  test('nothing is possible before joining', async () => {
    const client = await page();
    expect(await client.refused('duplex:step', { step: 'greenRoom' })).toMatchObject({ code: 'notSignedIn' });
    expect(await client.refused('rtc', { request: { type: 'join' } })).toMatchObject({ code: 'notSignedIn' });
  });
});

describe('the link', () => {
  test('the stand-in has left before the person’s step is acknowledged, and comes back when they leave', async () => {
    const client = await page();
    await client.ok('duplex:join', { token, peerId: randomUUID() }, Joined);
    await client.command('duplex:step', { step: 'greenRoom' });
    expect(simulated()).toBeNull();
    await client.command('duplex:leave', {});
    await until('the stand-in', () => simulated() === 0);
  });

  test('a lost connection is forgiven for a while; who stays away is gone', async () => {
    const peerId = randomUUID();
    const client = await page();
    await client.ok('duplex:join', { token, peerId }, Joined);
    await client.command('duplex:step', { step: 'greenRoom' });
    client.close();
    const back = await page();
    await back.ok('duplex:join', { token, peerId }, Joined);
    expect(media.left).toEqual([]);
    expect(simulated()).toBeNull();
    back.close();
    await until('media to forget the peer', () => media.left.length === 1);
    expect(media.left[0]).toEqual({ broadcastId: show.id, peerId });
    await until('the stand-in', () => simulated() === 0);
  });

  test('another tab takes the link over: the old one is told, closed, and gone from media', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const old = await page();
    await old.ok('duplex:join', { token, peerId: first }, Joined);
    await old.command('duplex:step', { step: 'greenRoom' });
    const next = await page();
    await next.ok('duplex:join', { token, peerId: second }, Joined);
    await old.closed();
    expect(old.messages('replaced')).toHaveLength(1);
    await until('media to forget the old tab', () => media.left.some(({ peerId }) => peerId === first));
    expect(media.left.some(({ peerId }) => peerId === second)).toBe(false);
    expect(simulated()).toBeNull();
  });

  test('the same tab on a new connection is no replacement', async () => {
    const peerId = randomUUID();
    const old = await page();
    await old.ok('duplex:join', { token, peerId }, Joined);
    const again = await page();
    await again.ok('duplex:join', { token, peerId }, Joined);
    await old.closed();
    expect(old.messages('replaced')).toEqual([]);
    expect(media.left).toEqual([]);
  });

  test('requests reach media in this contributor’s name, notices come back', async () => {
    const peerId = randomUUID();
    const client = await page();
    await client.ok('duplex:join', { token, peerId }, Joined);
    expect(await client.ok('rtc', { request: { type: 'join' } }, duplexCommands.rtc.output)).toMatchObject({
      type: 'join',
    });
    expect(media.requests[0]?.peer).toEqual({ role: 'contributor', peerId, contributorId: show.contributors[0] });
    media.notice({
      broadcastId: show.id,
      peerId,
      notice: { type: 'sourceAvailable', source: { type: 'program' }, kinds: ['video'] },
    });
    await until('the notice', () => client.messages('rtc').length === 1);
  });

  test('someone else’s peer cannot be taken over', async () => {
    const peerId = randomUUID();
    await (await page()).ok('duplex:join', { token, peerId }, Joined);
    const { token: other } = await harness.invite('contributor', show.id, {
      contributorId: show.contributors[1],
      reusable: true,
    });
    expect(await (await page()).refused('duplex:join', { token: other, peerId })).toMatchObject({ code: 'forbidden' });
  });
});

describe('what the page shows', () => {
  test('tally and item follow the programme', async () => {
    const producer = await harness.control('producer', show);
    const client = await page();
    const { state } = await client.ok('duplex:join', { token, peerId: randomUUID() }, Joined);
    expect(state).toMatchObject({ tally: 'off', item: { title: { fr: 'Élément 0' }, onAir: false }, quality: null });
    const last = () => DuplexState.optional().parse(client.messages('state').at(-1));
    const source = { type: 'feed', contributorId: show.contributors[0] } as const;
    await producer.ok('studio:preview', { slug: show.slug, source }, BusState);
    await until('preview', () => last()?.tally === 'preview');
    await producer.command('rundown:takeNext', { slug: show.slug, version: 1 });
    await until('the item', () => last()?.item?.onAir);
    expect(last()?.tally).not.toBe('onAir');
    media.report({
      type: 'onAir',
      broadcastId: show.id,
      source,
      incoming: null,
      questionId: null,
      at: new Date().toISOString(),
    });
    await until('on air, once the mixer says so', () => last()?.tally === 'onAir');
    // Heard under a picture that is not theirs, they are on air all the same.
    const report = { type: 'onAir', broadcastId: show.id, incoming: null, questionId: null } as const;
    media.report({ ...report, source: { type: 'slate' }, at: new Date().toISOString() });
    await until('off air', () => last()?.tally !== 'onAir');
    const open = { slug: show.slug, contributorId: show.contributors[0], sound: { mode: 'open' } };
    await producer.command('sound:set', open);
    await until('on air by their voice', () => last()?.tally === 'onAir');
    // A fader that moves says nothing of the rest of the channel.
    const moved = await producer.ok('sound:set', { ...open, sound: { gainDb: -3 } }, ChannelSound);
    expect(moved).toMatchObject({ gainDb: -3, mode: 'open' });
    media.report({ ...report, source: { type: 'black' }, at: new Date().toISOString() });
    await until('off air under black', () => last()?.tally !== 'onAir');
    await producer.command('sound:set', { ...open, sound: { mode: 'follow' } });
    // In the scene of everybody is who the mixer says, and on preview who is live.
    media.report({ ...report, source: { type: 'everybody', slots: [] }, at: new Date().toISOString() });
    const feed = { type: 'feed', broadcastId: show.id, contributorId: show.contributors[0], picture: null } as const;
    media.report({ ...feed, state: 'live' });
    await producer.ok('studio:preview', { slug: show.slug, source: { type: 'everybody' } }, BusState);
    await until('coming', () => last()?.tally === 'preview');
    media.report({ ...report, source: { type: 'everybody', slots: [source] }, at: new Date().toISOString() });
    await until('in the scene', () => last()?.tally === 'onAir');
    media.report({ ...report, source: { type: 'everybody', slots: [] }, at: new Date().toISOString() });
    await until('out of it again', () => last()?.tally !== 'onAir');
    const quality = {
      level: 'poor',
      roundTripMs: 300,
      loss: 0.2,
      jitterMs: 80,
      bitrate: 150_000,
      layers: null,
      returns: null,
    } as const;
    media.report({ type: 'quality', broadcastId: show.id, contributorId: show.contributors[0], quality });
    await until('the quality', () => last()?.quality?.level === 'poor');
  });

  test('who is in the scene of an item has its clock, and is told that they are next', async () => {
    const producer = await harness.control('producer', show);
    const [, bamako, lyon] = show.contributors;
    const invited = await harness.invite('contributor', show.id, { contributorId: lyon, reusable: true });
    const client = await page();
    const joined = await client.ok('duplex:join', { token: invited.token, peerId: randomUUID() }, Joined);
    expect(joined.state.item).toBeNull();
    await client.command('duplex:step', { step: 'greenRoom' });
    const last = () => DuplexState.optional().parse(client.messages('state').at(-1));
    const slots = [bamako, lyon].map((contributorId) => ({ type: 'feed', contributorId }));
    const { slug } = show;
    await producer.ok('studio:preview', { slug, source: { type: 'twoUp', slots } }, BusState);
    const { id: sceneId } = await producer.ok('scene:save', { slug, name: 'Deux voix' }, SavedScene);
    const bind = (to: string | null) =>
      producer.ok('rundown:bindScene', { slug, itemId: show.items[1], sceneId: to }, Rundown);
    const { version } = await bind(sceneId);
    await until('the item', () => last()?.item?.title.fr === 'Élément 1');
    expect(last()?.item).toMatchObject({ onAir: false });
    await producer.ok('rundown:takeNext', { slug, version }, Rundown);
    await until('the cue', () => last()?.cues.length === 1);
    expect(last()?.cues[0]?.content).toEqual({ type: 'template', template: 'youAreNext' });
    await bind(null);
    await until('no item, and no cue that is not true', () => last()?.item === null && last()?.cues.length === 0);
    // Who has read it is told that it is not so any more, until it is so again.
    const says = (template: string) => () =>
      last()?.cues.length === 1 && JSON.stringify(last()?.cues[0]?.content).includes(`"${template}"`);
    await bind(sceneId);
    await until('the cue again', says('youAreNext'));
    await client.command('duplex:seen', { ids: last()?.cues.map(({ id }) => id) ?? [] });
    await bind(null);
    await until('that they are not next', says('notNext'));
    await bind(sceneId);
    await until('that they are next', says('youAreNext'));
  });

  test('the studio sees where the person is', async () => {
    const producer = await harness.control('producer', show);
    const client = await page();
    const seen = () =>
      producer
        .messages('event')
        .map((message) => JSON.stringify(message))
        .filter((message) => message.includes('"contributor"') && message.includes(show.contributors[0]))
        .at(-1);
    await client.ok('duplex:join', { token, peerId: randomUUID() }, Joined);
    await until('checking', () => seen()?.includes('"presence":"checking"'));
    await client.command('duplex:step', { step: 'greenRoom' });
    await until('in the green room', () => seen()?.includes('"presence":"greenRoom"'));
    const condition = { camera: 'paused', microphone: 'on', hidden: true, echo: false };
    const received = {
      roundTripMs: 80,
      loss: 0.1,
      jitterMs: 12,
      bitrate: 300_000,
      picture: { width: 480, height: 270 },
    };
    await client.command('duplex:report', { condition, received });
    await until('a camera that its device has paused', () => seen()?.includes('"camera":"paused"'));
    expect(seen()).toContain('"jitterMs":12');
    client.close();
    await until('away', () => seen()?.includes('"presence":"away"'));
    expect(seen()).toContain('"page":null');
  });
});
