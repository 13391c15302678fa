import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  BusState,
  ControlEnvelope,
  controlCommands,
  FadeMessage,
  mediaCommands,
  type ProgramFade,
  type SourceRef,
} from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

let harness: Harness;
let show: Show;
let media: FakeMedia;
let ada: TestClient;
let bob: TestClient;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());
beforeEach(async () => {
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  ada = await harness.control('producer', show);
  bob = await harness.control('producer', show);
});
afterEach(async () => {
  media.client.close();
  await removeShow(harness.database, show);
});

const person = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });
const buses = (client: TestClient) =>
  client
    .messages('event')
    .map((message) => ControlEnvelope.parse(message).event)
    .flatMap((event) => (event.type === 'bus' ? [event.bus] : []));
const positions = () =>
  media.client
    .messages('program:fade')
    .map((message) => mediaCommands['program:fade'].input.parse(message).fade)
    .map(({ position }) => position);
const preview = () => ada.ok('studio:preview', { slug: show.slug, source: person(0) }, BusState);
const move = (position: number, version: number, client = ada) =>
  client.ok('studio:fade', { slug: show.slug, type: 'wipe', position, version }, BusState);

test('every position reaches media and the other producer; the last one takes', async () => {
  const { version } = await preview();
  for (const position of [0.2, 0.5, 0.8]) await move(position, version);
  expect((await move(0.8, version)).fade).toEqual({ type: 'wipe', position: 0.8 });
  await until('media to hear of it', () => positions().length === 4);
  expect(positions()).toEqual([0.2, 0.5, 0.8, 0.8]);
  const seen = () => bob.messages('fade').map((message) => FadeMessage.parse(message));
  await until('the other one to see it', () => seen().length === 4);
  expect(seen().at(-1)).toMatchObject({ position: 0.8, type: 'wipe', version });

  const taken = await move(1, version);
  expect(taken).toMatchObject({ program: person(0), preview: { type: 'slate' }, fade: null });
  await until('media to take', () => media.latest(show.id)?.takes === 1);
  expect(media.latest(show.id)).toMatchObject({ program: person(0), transition: { type: 'wipe', frames: 4 } });
});

test('let go half-way it stays, for a page that comes later too, and preview is kept until it is at an end', async () => {
  const { version } = await preview();
  await move(0.5, version);
  await until('it to be told', () => buses(bob).at(-1)?.fade?.position === 0.5);
  const late = await harness.control('producer', show);
  expect(await late.refused('studio:preview', { slug: show.slug, source: person(1) })).toMatchObject({
    code: 'invalidState',
  });
  expect((await move(0, version)).fade).toBeNull();
  await late.ok('studio:preview', { slug: show.slug, source: person(1) }, BusState);
});

test('a hand on buses that changed, or with nothing to go to, moves nothing', async () => {
  const { version } = await preview();
  const stale = { slug: show.slug, type: 'mix', position: 0.5, version: version - 1 };
  expect(await ada.refused('studio:fade', stale)).toMatchObject({ code: 'conflict' });
  const { version: next } = await ada.ok('studio:take', { slug: show.slug, version, source: person(0) }, BusState);
  const same = await ada.ok('studio:preview', { slug: show.slug, source: person(0) }, BusState);
  expect(same.version).toBeGreaterThan(next);
  expect(await ada.refused('studio:fade', { ...stale, version: same.version })).toMatchObject({ code: 'invalidState' });
  expect(positions()).toEqual([]);
});

test('both are on air while the mixer shows both', async () => {
  await preview();
  const at = new Date().toISOString();
  const report = { type: 'onAir', broadcastId: show.id, source: { type: 'slate' }, questionId: null, at } as const;
  media.report({ ...report, incoming: person(0) });
  await until('it to be told', () => buses(ada).at(-1)?.incoming !== null && buses(ada).length > 1);
  expect(buses(ada).at(-1)).toMatchObject({ onAir: { type: 'slate' }, incoming: person(0) });
  media.report({ ...report, incoming: null });
  await until('it to be gone', () => buses(ada).at(-1)?.incoming === null);
});

test('a server that begins anew learns from media where the fader is held; what is past is not held', async () => {
  const { version } = await preview();
  const held = { type: 'wipe', position: 0.4, takes: 0, to: person(0) } as const;
  const report = (fade: Partial<ProgramFade>) =>
    media.report({ type: 'fade', broadcastId: show.id, fade: { ...held, ...fade } });
  for (const past of [{ takes: 7 }, { to: person(1) }, { position: 0 }]) report(past);
  report({});
  await until('it to be told', () => Boolean(buses(bob).at(-1)?.fade));
  expect(buses(bob).at(-1)).toMatchObject({ version, fade: { type: 'wipe', position: 0.4 } });
  expect(buses(bob).filter(({ fade }) => fade !== null)).toHaveLength(1);
  // A hand goes on from there, and is not set back by what media says on another connection.
  await move(0.6, version);
  report({});
  const late = await harness.control('producer', show);
  expect(await late.refused('studio:preview', { slug: show.slug, source: person(1) })).toMatchObject({
    code: 'invalidState',
  });
  const { snapshot } = await late.ok('control:join', { slug: show.slug }, controlCommands['control:join'].output);
  expect(snapshot?.bus.fade?.position).toBe(0.6);
  expect((await move(1, version)).program).toEqual(person(0));
});
