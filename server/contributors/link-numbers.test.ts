import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { BusState, ControlEnvelope, DuplexState, duplexCommands, LinkNumbers } from '../contract/index.ts';
import type { TestClient } from '../testing/clients.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';

let harness: Harness;
let show: Show;
let media: FakeMedia;
let studio: TestClient;
let page: TestClient;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
  media = new FakeMedia(harness);
  await media.hello();
  studio = await harness.control('producer', show);
  // Without an item in the rundown: nothing of theirs moves with the clock.
  const contributorId = show.contributors[2];
  const { token } = await harness.invite('contributor', show.id, { contributorId, reusable: true });
  page = await harness.client('/duplex').connected();
  await page.ok('duplex:join', { token, peerId: randomUUID() }, duplexCommands['duplex:join'].output);
  report(60);
  await until('the first quality', () => told().at(-1)?.quality?.roundTripMs === 60);
}, 120_000);
afterAll(() => harness?.close());

const GOOD = { level: 'good', loss: 0, jitterMs: 2, bitrate: 1_200_000, layers: null, returns: 'full' } as const;
const report = (roundTripMs: number, level: 'good' | 'poor' = 'good') =>
  media.report({
    type: 'quality',
    broadcastId: show.id,
    contributorId: show.contributors[2],
    quality: { ...GOOD, level, roundTripMs },
  });
const events = () => studio.messages('event').map((message) => ControlEnvelope.parse(message));
const told = () =>
  events().flatMap(({ event }) =>
    event.type === 'contributor' && event.contributor.id === show.contributors[2] ? [event.contributor] : [],
  );
const links = () =>
  studio.messages('links').flatMap((message) => {
    const { links } = z.object({ links: LinkNumbers }).parse(message);
    return links[show.contributors[2]]?.quality ?? [];
  });
const states = () => page.messages('state').map((message) => DuplexState.parse(message));
const preview = (index: 1 | 2) =>
  studio.ok(
    'studio:preview',
    { slug: show.slug, source: { type: 'feed', contributorId: show.contributors[index] } },
    BusState,
  );

test('numbers that move reach studio and contributor beside the log; a new level goes into it', async () => {
  const before = told().length;
  for (let trip = 61; trip <= 80; trip += 1) report(trip);
  await until('the newest numbers in the studio', () => links().at(-1)?.roundTripMs === 80);
  await until('the newest numbers on the page', () => states().at(-1)?.quality?.roundTripMs === 80);
  expect(told()).toHaveLength(before);
  expect(links().length).toBeLessThan(20);
  report(300, 'poor');
  await until('the new level', () => told().at(-1)?.quality?.level === 'poor');
  expect(told()).toHaveLength(before + 1);
  await until('the new level on the page', () => states().at(-1)?.quality?.level === 'poor');
});

test('what changes nothing for a contributor sends their page nothing', async () => {
  await preview(1);
  const before = states().length;
  const last = states().at(-1)?.quality?.roundTripMs;
  for (let times = 0; times < 20; times += 1) report(last ?? 0, 'poor');
  await preview(2);
  await until('the tally', () => states().at(-1)?.tally === 'preview');
  expect(states()).toHaveLength(before + 1);
});
