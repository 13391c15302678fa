import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ControlEnvelope, GraphicsState, NO_GRAPHICS, StudioGraphics } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';
import { changedGraphics } from './graphics.ts';

let harness: Harness;
let show: Show;
let media: FakeMedia;
let producer: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  producer = await harness.control('producer', show);
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const set = (graphics: unknown) => producer.ok('graphics:set', { slug: show.slug, graphics }, StudioGraphics);
const events = () => producer.messages('event').map((message) => ControlEnvelope.parse(message).event);
const told = () => events().flatMap((event) => (event.type === 'graphics' ? [event.graphics] : []));

test('a graphic is stored, told to media and to every studio, and said in the log', async () => {
  const other = await harness.control('producer', show);
  const { state } = await set({ ticker: { on: true, text: 'Bonjour\nBonsoir' } });
  expect(state).toEqual({ ...NO_GRAPHICS, ticker: { on: true, text: 'Bonjour\nBonsoir' } });
  await until('media to take it', () => media.latest(show.id)?.graphics.ticker.on);
  expect(media.latest(show.id)).toMatchObject({ graphics: state, zone: 'Europe/Paris' });
  await until('the other one to see it', () => other.messages('event').length > 0);
  await set({ ticker: { text: 'Bonsoir' } });
  await set({ clock: { on: true, where: 'onAir' }, ticker: { on: false } });
  await until('the last one', () => told().length === 3);
  const log = events().flatMap((event) => (event.type === 'log' ? [event.line.action] : []));
  expect(log).toEqual(['graphics.ticker.on', 'graphics.clock.on', 'graphics.ticker.off']);
});

test('lamps follow the mixer, and go out with it', async () => {
  await set({ logo: { on: true } });
  expect(told().at(-1)?.onAir ?? []).toEqual([]);
  media.report({ type: 'graphics', broadcastId: show.id, shown: ['logo'] });
  await until('the lamp', () => told().at(-1)?.onAir.includes('logo'));
  media.client.close();
  await until('the lamp to go out', () => told().at(-1)?.onAir.length === 0);
  expect(told().at(-1)?.state.logo.on).toBe(true);
});

test.each([
  ['a moderator', 'moderator', { logo: { on: true } }, 'forbidden'],
  ['a text that is too long', 'producer', { ticker: { text: 'x'.repeat(501) } }, 'badRequest'],
  ['control characters', 'producer', { ticker: { text: 'a\u0000b' } }, 'badRequest'],
] as const)('%s is refused', async (_, role, graphics, code) => {
  const client = await harness.control(role, show);
  expect(await client.refused('graphics:set', { slug: show.slug, graphics })).toMatchObject({ code });
});

test('a name that stands by itself goes when it is taken out, and comes back when it is called', () => {
  const auto = changedGraphics(NO_GRAPHICS, { name: { autoSeconds: 8 } }, 3);
  expect(auto.name).toEqual({ on: false, autoSeconds: 8, dismissed: null });
  const off = changedGraphics(auto, { name: { on: false } }, 3);
  expect(off.name.dismissed).toBe(3);
  expect(changedGraphics(off, { name: { on: true } }, 3).name).toEqual({ on: true, autoSeconds: 8, dismissed: null });
});

test('a change of one thing of the logo leaves the others as they are, also what has a default', async () => {
  const made = { id: randomUUID(), broadcastId: show.id, title: 'Logo', size: 1n, createdAt: new Date() };
  const positionAt = new Date();
  const { client } = harness.database;
  await client.asset.create({ data: { ...made, kind: 'still', state: 'ready', positionAt } });
  await set({ logo: { stillId: made.id, corner: 'bottomLeft', size: 'large' } });
  await set({ logo: { on: true } });
  const { state } = await set({ logo: { text: 'AFRIQUE' } });
  const logo = { on: true, text: 'AFRIQUE', stillId: made.id, corner: 'bottomLeft', size: 'large' };
  expect(state.logo).toEqual(logo);
  await until('media to take it', () => media.latest(show.id)?.graphics.logo.text === 'AFRIQUE');
  expect(media.latest(show.id)?.graphics.logo).toEqual(logo);
  // It cannot be removed while it is the logo.
  const removal = { slug: show.slug, assetId: made.id };
  expect(await producer.refused('asset:remove', removal)).toMatchObject({ code: 'invalidState' });
  await set({ logo: { stillId: null } });
  await producer.ok('asset:remove', removal, z.object({}));
});

test('a logo is a still of this broadcast that is ready', async () => {
  const positionAt = new Date();
  const make = async (kind: 'clip' | 'still', state: 'ready' | 'failed', broadcastId = show.id) => {
    const id = randomUUID();
    const data = { id, broadcastId, kind, state, title: 'Logo', size: 1n, createdAt: positionAt, positionAt };
    await harness.database.client.asset.create({ data });
    return id;
  };
  const refused = (stillId: string) =>
    producer.refused('graphics:set', { slug: show.slug, graphics: { logo: { stillId } } });
  expect(await refused(randomUUID())).toMatchObject({ code: 'notFound' });
  expect(await refused(await make('clip', 'ready'))).toMatchObject({ code: 'invalidState' });
  expect(await refused(await make('still', 'failed'))).toMatchObject({ code: 'invalidState' });
  const other = await makeShow(harness.database);
  expect(await refused(await make('still', 'ready', other.id))).toMatchObject({ code: 'notFound' });
  await removeShow(harness.database, other);
});

test('graphics that were kept before logos could be pictures have the wordmark in its corner', () => {
  const old = { ...NO_GRAPHICS, logo: { on: true, text: 'AFRIQUE' } };
  const logo = { on: true, text: 'AFRIQUE', stillId: null, corner: 'topRight', size: 'medium' };
  expect(GraphicsState.parse(old)).toEqual({ ...NO_GRAPHICS, logo });
});
