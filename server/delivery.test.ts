/** Who watches and how the server fares, over real HTTP and sockets: beacons, the count in the studio, metrics. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { AudienceSnapshot, OwnQuestion } from './contract/index.ts';
import { makeShow, type Show } from './testing/fixtures.ts';
import { type Harness, newQuestion, startHarness } from './testing/harness.ts';
import { until } from './testing/until.ts';

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

/** As `navigator.sendBeacon` sends a text. */
function ping(slug: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${harness.url}/api/broadcasts/${slug}/viewing`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    body,
  });
}

async function metrics(): Promise<Map<string, number>> {
  const response = await harness.http('GET', '/metrics');
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]));
}

test('a player anywhere is counted by its beacon, once, beside those with a socket', async () => {
  const studio = await harness.control('producer', show);
  const viewer = await harness.audience();
  await viewer.ok('audience:join', { slug: show.slug }, z.looseObject({ snapshot: AudienceSnapshot }));
  const tab = randomUUID();
  const foreign = { origin: 'https://someone.example', 'sec-fetch-site': 'cross-site' };
  for (const answer of [
    await ping(show.slug, tab, foreign),
    await ping(show.slug, tab),
    await ping(show.slug, randomUUID()),
  ]) {
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  await until('the studio to be told', () => studio.messages('viewers').length > 0);
  expect(studio.messages('viewers').at(-1)).toEqual({ count: 3 });
  const { snapshot } = await studio.ok(
    'control:join',
    { slug: show.slug },
    z.object({ snapshot: z.looseObject({ viewers: z.number() }) }),
  );
  expect(snapshot.viewers).toBe(3);
  const values = await metrics();
  expect(values.get(`antenne_viewers{slug="${show.slug}",by="socket"}`)).toBe(1);
  expect(values.get(`antenne_viewers{slug="${show.slug}",by="beacon"}`)).toBe(2);
});

test.each([
  ['no id', '', 400],
  ['a name', 'Rosa', 400],
  ['more than an id', `${randomUUID()} ${randomUUID()}`, 413],
])('%s is no beacon', async (_what, body, status) => {
  expect((await ping(show.slug, body)).status).toBe(status);
});

test('what is no broadcast has no viewers', async () => {
  expect((await ping('nothing-here', randomUUID())).status).toBe(404);
  expect((await ping('..%2F..', randomUUID())).status).toBe(404);
});

test('commands are counted by name and outcome with the time that they took, questions and votes by state', async () => {
  const viewer = await harness.audience();
  const other = await makeShow(harness.database);
  const before = await metrics();
  await viewer.ok('question:submit', newQuestion(other, 'Une question de Rosa ?'), OwnQuestion);
  await viewer.refused('question:submit', { slug: 'Rosa' });
  await viewer.refused('question:vote', { slug: other.slug, id: randomUUID(), on: true });
  const after = await metrics();
  const grown = (name: string, outcome: string, line: 'count' | 'bucket', more = '') => {
    const key = `antenne_command_seconds_${line}{namespace="audience",name="${name}",outcome="${outcome}"${more}}`;
    return (after.get(key) ?? 0) - (before.get(key) ?? 0);
  };
  expect(grown('question:submit', 'ok', 'count')).toBe(1);
  expect(grown('question:submit', 'ok', 'bucket', ',le="+Inf"')).toBe(1);
  expect(grown('question:submit', 'badRequest', 'count')).toBe(1);
  expect(grown('question:vote', 'notFound', 'count')).toBe(1);
  const states = [...after].filter(([name]) => name.startsWith(`antenne_questions{slug="${other.slug}"`));
  expect(states.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(0);
  expect(after.get('antenne_sockets{namespace="audience"}')).toBeGreaterThan(0);
  expect(after.get('antenne_media_connected')).toBe(0);
  expect([...after.keys()].join()).not.toContain('Rosa');
});

test('metrics are not for those who come through a proxy', async () => {
  const response = await harness.http('GET', '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } });
  expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'forbidden' } }]);
});
