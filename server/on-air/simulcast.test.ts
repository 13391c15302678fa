import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { controlCommands, MOST_TARGETS, SimulcastAddress } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';

const WITHIN = { timeout: 15_000 };
const ADDRESS = 'rtmps://a.rtmps.example/live2/very-secret-key';

let harness: Harness;
let show: Show;
let media: FakeMedia;
let anne: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  anne = await harness.control('producer', show);
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const add = (address = ADDRESS, name = 'Chaîne de secours') =>
  anne.ok('simulcast:add', { slug: show.slug, name, address }, controlCommands['simulcast:add'].output);
const set = (id: string, enabled: boolean) =>
  anne.ok('simulcast:set', { slug: show.slug, id, enabled }, controlCommands['simulcast:set'].output);
const joined = async () =>
  (await anne.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output)).snapshot?.simulcast;
const wanted = () => media.latest(show.id)?.simulcast;

test('a target goes to media with its key, and to nobody else', async () => {
  const other = await harness.control('producer', show);
  const target = await add();
  expect(target).toMatchObject({ name: 'Chaîne de secours', host: 'a.rtmps.example', enabled: true });
  await vi.waitFor(() => expect(wanted()).toEqual([{ id: target.id, name: target.name, address: ADDRESS }]), WITHIN);
  await vi.waitFor(() => expect(JSON.stringify(other.messages('event'))).toContain('simulcast.add'), WITHIN);
  expect((await joined())?.targets).toEqual([target]);
  const seen = [other.messages('event'), anne.messages('event'), await joined()];
  expect(JSON.stringify(seen)).not.toContain('very-secret-key');
});

test('one that is switched off is kept and not pushed to; one that is removed is gone', async () => {
  const { id } = await add();
  expect((await set(id, false)).enabled).toBe(false);
  await vi.waitFor(() => expect(wanted()).toEqual([]), WITHIN);
  expect((await joined())?.targets.map(({ enabled }) => enabled)).toEqual([false]);
  await set(id, true);
  await vi.waitFor(() => expect(wanted()).toHaveLength(1), WITHIN);
  await anne.ok('simulcast:remove', { slug: show.slug, id }, controlCommands['simulcast:remove'].output);
  await vi.waitFor(() => expect(wanted()).toEqual([]), WITHIN);
  expect((await joined())?.targets).toEqual([]);
});

test('how it goes is shown to the studios, and is unknown when media is away', async () => {
  const { id: targetId } = await add();
  const state = {
    type: 'waiting',
    reason: 'connecting to a.rtmps.example: Connection refused',
    until: '2026-05-09T18:00:04.000Z',
  } as const;
  media.report({ type: 'simulcast', broadcastId: show.id, targetId, state });
  await vi.waitFor(() => expect(anne.messages('simulcast').at(-1)).toEqual({ targetId, state }), WITHIN);
  expect((await joined())?.states).toEqual({ [targetId]: state });
  media.client.close();
  await vi.waitFor(
    () => expect(anne.messages('simulcast').at(-1)).toEqual({ targetId, state: { type: 'idle' } }),
    WITHIN,
  );
  expect((await joined())?.states).toEqual({});
});

test('another broadcast’s target is not there, moderators have none, and there are so many at most', async () => {
  const { id } = await add();
  const elsewhere = await makeShow(harness.database);
  try {
    const stranger = await harness.control('producer', elsewhere);
    expect(await stranger.refused('simulcast:set', { slug: elsewhere.slug, id, enabled: false })).toMatchObject({
      code: 'notFound',
    });
  } finally {
    await removeShow(harness.database, elsewhere);
  }
  const moderator = await harness.control('moderator', show);
  expect(await moderator.refused('simulcast:add', { slug: show.slug, name: 'x', address: ADDRESS })).toMatchObject({
    code: 'forbidden',
  });
  for (let count = 1; count < MOST_TARGETS; count += 1) await add();
  expect(await anne.refused('simulcast:add', { slug: show.slug, name: 'x', address: ADDRESS })).toMatchObject({
    code: 'tooMany',
  });
});

test.each([
  '',
  'rtmp://',
  'https://a.example/live',
  'file:///etc/passwd',
  'rtmp:a',
  'srt://',
  `rtmp://a/${'x'.repeat(500)}`,
])('nothing is pushed to %j', (address) => {
  expect(SimulcastAddress.safeParse(address).success).toBe(false);
});
test.each(['rtmp://a.example/live/key', ADDRESS, 'srt://[2001:db8::1]:9000?streamid=x', '  srt://a.example:9000  '])(
  '%j may be pushed to',
  (address) => {
    expect(SimulcastAddress.safeParse(address).success).toBe(true);
  },
);
