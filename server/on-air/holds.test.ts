import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BusState, ControlEnvelope, type FeedState, type SourceRef } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

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
  media.client.socket.disconnect();
  await removeShow(harness.database, show);
});

const person = (index: 0 | 1 | 2): SourceRef => ({ type: 'feed', contributorId: show.contributors[index] });
const buses = (): BusState[] =>
  producer
    .messages('event')
    .map((message) => ControlEnvelope.parse(message).event)
    .flatMap((event) => (event.type === 'bus' ? [BusState.parse(event.bus)] : []));
const bus = () => buses().at(-1);
const say = (state: FeedState) =>
  media.report({
    type: 'feed',
    broadcastId: show.id,
    contributorId: show.contributors[0],
    state,
    picture: { width: 640, height: 360 },
  });
const lost = (takes: number) =>
  media.report({ type: 'held', broadcastId: show.id, takes, contributorIds: [show.contributors[0]] });

/** Puts the first person on air directly; what is on preview stays there. */
function onAir(version: number): Promise<BusState> {
  return producer.ok('studio:take', { slug: show.slug, source: person(0), version }, BusState);
}

test('who was lost on air is kept so, and is offered on an empty preview when back', async () => {
  await onAir(1);
  say('stalled');
  lost(1);
  await until('it to be known', () => bus()?.held.includes(show.contributors[0]));
  await until('media to keep it', () => media.latest(show.id)?.held.length === 1);
  expect(bus()?.preview).toBeNull();
  say('live');
  await until('the offer', () => bus()?.preview !== null);
  expect(bus()).toMatchObject({ preview: person(0), program: person(0), held: [show.contributors[0]] });

  const { version } = bus() ?? { version: 0 };
  const taken = await producer.ok('studio:take', { slug: show.slug, version }, BusState);
  expect(taken).toMatchObject({ program: person(0), held: [] });
  await until('media to take again', () => media.latest(show.id)?.takes === 2);
  expect(media.latest(show.id)).toMatchObject({ held: [], program: person(0) });
});

test('who was lost in the scene of everybody is offered with all of it', async () => {
  const source = { type: 'everybody' } as const;
  await producer.ok('studio:take', { slug: show.slug, source, version: 1 }, BusState);
  say('stalled');
  lost(1);
  await until('it to be known', () => bus()?.held.includes(show.contributors[0]));
  expect(bus()?.preview).toBeNull();
  say('live');
  await until('the offer', () => bus()?.preview?.type === 'everybody');
  const { version } = bus() ?? { version: 0 };
  const taken = await producer.ok('studio:take', { slug: show.slug, version }, BusState);
  expect(taken).toMatchObject({ program: { type: 'everybody' }, held: [] });
  // Whoever is still gone then is held on.
  lost(2);
  await until('it to be kept', () => bus()?.held.length === 1);
});

test('a preview that somebody set is never taken away', async () => {
  const { version } = await producer.ok('studio:preview', { slug: show.slug, source: person(1) }, BusState);
  await onAir(version);
  say('live');
  lost(1);
  await until('it to be known', () => bus()?.held.length === 1);
  say('stalled');
  say('live');
  media.report({ type: 'program', broadcastId: show.id, health: 'restarting', restarts: 1 });
  await until('what came after', () => bus()?.health === 'restarting');
  expect(bus()?.preview).toEqual(person(1));
});

test('what is said of a take that is past changes nothing', async () => {
  await onAir(1);
  lost(0);
  media.report({ type: 'program', broadcastId: show.id, health: 'restarting', restarts: 1 });
  await until('what came after', () => bus()?.health === 'restarting');
  expect(bus()?.held).toEqual([]);
});
