import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ControlSnapshot, controlCommands, duplexCommands, type Talk } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

const WITHIN = { timeout: 15_000 };
const Joined = duplexCommands['duplex:join'].output;

let harness: Harness;
let show: Show;
let media: FakeMedia;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const set = (client: TestClient, peerId: string, to: Talk['to'] | null, more: { private?: boolean } = {}) =>
  client.ok('talkback:set', { slug: show.slug, peerId, to, ...more }, controlCommands['talkback:set'].output);
const routed = () => media.talkback.findLast(({ broadcastId }) => broadcastId === show.id)?.talks;
const shown = (client: TestClient) => client.messages('talks').at(-1);

async function contributorPage(index: 0 | 1 | 2): Promise<TestClient> {
  const contributorId = show.contributors[index];
  const { token } = await harness.invite('contributor', show.id, { contributorId, reusable: true });
  const client = await harness.client('/duplex').connected();
  await client.ok('duplex:join', { token, peerId: randomUUID() }, Joined);
  return client;
}

describe('a voice', () => {
  test('is open on media before it is acknowledged; studios and those addressed are told, the others are not', async () => {
    const [speaker, other] = [await harness.control('producer', show), await harness.control('producer', show)];
    const [quito, bamako] = [await contributorPage(0), await contributorPage(1)];
    const peerId = randomUUID();
    const to = [show.contributors[0]];
    await set(speaker, peerId, to);
    expect(routed()).toEqual([{ peerId, to }]);
    const talk = { peerId, name: 'Essai producer', to, private: false };
    await vi.waitFor(() => expect(shown(other)).toEqual({ talks: [talk] }), WITHIN);
    await vi.waitFor(
      () => expect(shown(quito)).toEqual({ talks: [{ name: 'Essai producer', private: false }] }),
      WITHIN,
    );
    await vi.waitFor(() => expect(bamako.messages('talks')).toEqual([{ talks: [] }, { talks: [] }]), WITHIN);
    await set(speaker, peerId, null);
    expect(routed()).toEqual([]);
    await vi.waitFor(() => expect(shown(quito)).toEqual({ talks: [] }), WITHIN);
  });

  test('goes to others when it is said again, and two producers speak at once', async () => {
    const [anne, mamadou] = [await harness.control('producer', show), await harness.control('producer', show)];
    const [first, second] = [randomUUID(), randomUUID()];
    await set(anne, first, [show.contributors[0]]);
    await set(mamadou, second, 'all');
    await set(anne, first, [show.contributors[1], show.contributors[2]], { private: true });
    expect(routed()).toEqual([
      { peerId: first, to: [show.contributors[1], show.contributors[2]] },
      { peerId: second, to: 'all' },
    ]);
    await set(anne, first, null);
    await set(anne, first, null);
    expect(routed()).toEqual([{ peerId: second, to: 'all' }]);
  });

  test('ends with the socket that opened it', async () => {
    const speaker = await harness.control('producer', show);
    const peerId = randomUUID();
    await set(speaker, peerId, 'all');
    speaker.close();
    await until('media to close it', () => routed()?.length === 0);
  });

  test('ends when the role is taken away', async () => {
    const { cookie, invitationId } = await harness.staff('producer', show.id);
    const speaker = await harness.client('/control', { extraHeaders: { cookie } }).connected();
    await set(speaker, randomUUID(), 'all');
    const owner = await harness.staff('owner', null);
    await harness.http('POST', `/api/admin/broadcasts/${show.slug}/invitations/${invitationId}/revoke`, {
      cookie: owner.cookie,
    });
    await until('media to close it', () => routed()?.length === 0);
  });

  test('is said again to a media plane that comes back', async () => {
    const speaker = await harness.control('producer', show);
    const peerId = randomUUID();
    await set(speaker, peerId, 'all');
    media.client.close();
    media = new FakeMedia(harness, media.nodeId);
    expect(media.talkback).toEqual([]);
    await media.hello();
    await until('media to know', () => routed()?.length === 1);
    expect(routed()).toEqual([{ peerId, to: 'all' }]);
  });

  test('is said to a media node that takes over from the one that is gone', async () => {
    const speaker = await harness.control('producer', show);
    const peerId = randomUUID();
    await set(speaker, peerId, 'all');
    const second = new FakeMedia(harness);
    expect(await second.hello()).toEqual([]);
    media.client.close();
    media = second;
    await until('the second to know', () => routed()?.length === 1);
    expect(routed()).toEqual([{ peerId, to: 'all' }]);
    // Who speaks to whom is about a broadcast: that one was told before.
    expect(media.latest(show.id)).toBeDefined();
  });

  test('is closed for all to see when the media plane that comes back does not open it', async () => {
    const speaker = await harness.control('producer', show);
    await set(speaker, randomUUID(), 'all');
    media.client.close();
    media = new FakeMedia(harness, media.nodeId);
    media.takesVoices = false;
    await media.hello();
    await vi.waitFor(() => expect(shown(speaker)).toEqual({ talks: [] }), WITHIN);
  });

  test('without media it is refused, and nobody is shown as speaking', async () => {
    const speaker = await harness.control('producer', show);
    media.client.close();
    await until('the server to notice', async () => (await harness.http('GET', '/ready')).status === 503);
    const input = { slug: show.slug, peerId: randomUUID(), to: 'all' };
    expect(await speaker.refused('talkback:set', input)).toMatchObject({ code: 'mediaUnavailable' });
    expect(shown(speaker)).toEqual({ talks: [] });
  });

  test('is known to a page that comes later', async () => {
    const speaker = await harness.control('producer', show);
    const peerId = randomUUID();
    await set(speaker, peerId, [show.contributors[0]], { private: true });
    const later = await harness
      .client('/control', { extraHeaders: { cookie: (await harness.staff('producer', show.id)).cookie } })
      .connected();
    const { snapshot } = await later.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
    expect(ControlSnapshot.parse(snapshot).talks).toEqual([
      { peerId, name: 'Essai producer', to: [show.contributors[0]], private: true },
    ]);
    const quito = await contributorPage(0);
    await until('the contributor', () => quito.messages('talks').length > 0);
    expect(shown(quito)).toEqual({ talks: [{ name: 'Essai producer', private: true }] });
  });
});

describe('who may speak', () => {
  test.each(['moderator', 'presenter'] as const)('a %s may not, nor send anything to the SFU', async (role) => {
    const client = await harness.control(role, show);
    const peerId = randomUUID();
    expect(await client.refused('talkback:set', { slug: show.slug, peerId, to: 'all' })).toMatchObject({
      code: 'forbidden',
    });
    const request = { type: 'produce', transportId: 'x', kind: 'audio', rtpParameters: {} };
    expect(await client.refused('rtc', { slug: show.slug, peerId, request })).toMatchObject({ code: 'forbidden' });
    expect(media.requests).toEqual([]);
  });

  test('nobody in the name of another tab', async () => {
    const [anne, mamadou] = [await harness.control('producer', show), await harness.control('producer', show)];
    const peerId = randomUUID();
    await set(anne, peerId, 'all');
    for (const to of ['all', null]) {
      expect(await mamadou.refused('talkback:set', { slug: show.slug, peerId, to })).toMatchObject({
        code: 'forbidden',
      });
    }
    expect(routed()).toEqual([{ peerId, to: 'all' }]);
  });
});
