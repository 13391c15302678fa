/** Who may watch, over real HTTP and sockets, with the embedded database and a media node that says what it was told. */
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  AudienceSnapshot,
  Door,
  ENTRY_KEY_HEADER,
  Entered,
  type EntryChange,
  Failure,
  OwnerEntry,
  PublicBroadcast,
  passText,
} from '../contract/index.ts';
import { FakeMedia } from '../testing/fake-media.ts';
import { makeShow, removeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, MEDIA_SECRET, newQuestion, PUBLIC_URL, startHarness } from '../testing/harness.ts';

const Joined = z.object({ seq: z.number(), snapshot: AudienceSnapshot.optional() });
const PASSWORD = 'assemblée 2026';

let harness: Harness;
let owner: string;
let show: Show;
let media: FakeMedia;
beforeAll(async () => {
  harness = await startHarness();
  owner = (await harness.staff('owner', null)).cookie;
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

const api = (rest = '') => `/api/broadcasts/${show.slug}${rest}`;
const gate = () => media.desired.findLast(({ slug }) => slug === show.slug)?.gate;

async function decide(entry: EntryChange, cookie = owner): Promise<OwnerEntry> {
  const path = `/api/admin/broadcasts/${show.slug}/entry`;
  const answer = await harness.http('PUT', path, { cookie, body: entry });
  if (answer.status !== 200) throw new Error(String(answer.status));
  return OwnerEntry.strict().parse(await answer.json());
}

/** The link's key. */
function keyIn({ link }: OwnerEntry): string {
  const { origin, pathname, hash } = new URL(link ?? '');
  expect([origin, pathname]).toEqual([PUBLIC_URL, `/b/${show.slug}`]);
  return hash.replace('#key=', '');
}

async function view(key?: string, cookie?: string): Promise<Response> {
  return harness.http('GET', api(), { ...(cookie && { cookie }), headers: key ? { [ENTRY_KEY_HEADER]: key } : {} });
}

async function enter(password: string): Promise<Response> {
  return harness.http('POST', api('/enter'), { body: { password } });
}

async function failureOf(answer: Response): Promise<Failure> {
  return z.object({ error: Failure }).parse(await answer.json()).error;
}

/** The generation that a broadcast's address has a good pass of. */
function generationOf({ hlsUrl, hlsUntil }: PublicBroadcast): number | undefined {
  const [, expires = '', signature] = /\/~(\d+)\.([\w-]+)\/index\.m3u8$/.exec(hlsUrl) ?? [];
  expect(new Date(Number(expires) * 1000).toISOString()).toBe(hlsUntil);
  const left = Number(expires) * 1000 - Date.now();
  expect(left).toBeGreaterThan(6 * 3_600_000 - 60_000);
  expect(left).toBeLessThanOrEqual(12 * 3_600_000);
  const sign = (text: string) => createHmac('sha256', MEDIA_SECRET).update(text).digest('base64url');
  return [0, 1, 2, 3, 4].find((one) => signature === sign(passText(show.slug, one, Number(expires))));
}

test('is for everybody until its owner decides, who alone may', async () => {
  const open = PublicBroadcast.parse(await (await view()).json());
  expect(open).toMatchObject({
    entry: 'open',
    hlsUrl: `http://media.test/hls/${show.slug}/index.m3u8`,
    hlsUntil: null,
  });
  expect(gate()).toBeUndefined();
  const producer = (await harness.staff('producer', show.id)).cookie;
  await expect(decide({ mode: 'link' }, producer)).rejects.toThrow('403');
  expect((await harness.http('GET', `/api/admin/broadcasts/${show.slug}/entry`, { cookie: producer })).status).toBe(
    403,
  );
  await expect(decide({ mode: 'password', password: 'court' })).rejects.toThrow('400');
  expect((await view()).status).toBe(200);
});

test('with a link, only its key and the staff get anything, each API included', async () => {
  const key = keyIn(await decide({ mode: 'link' }));
  await expect.poll(gate).toEqual({ generation: 1, closed: true });
  const refused = await view();
  expect([refused.status, (await failureOf(refused)).code]).toEqual([403, 'locked']);
  for (const wrong of [`${key}x`, 'x', key.slice(1)]) expect((await view(wrong)).status).toBe(403);
  for (const rest of ['/replay', '/replay.mp4']) expect((await harness.http('GET', api(rest))).status).toBe(403);
  const page = encodeURIComponent(`${PUBLIC_URL}/b/${show.slug}`);
  expect((await harness.http('GET', `/oembed?url=${page}`)).status).toBe(401);
  expect((await harness.http('GET', `/b/${show.slug}/calendar.ics`)).status).toBe(403);
  for (const list of ['/feed.xml', '/api/broadcasts']) {
    expect(await (await harness.http('GET', list)).text()).not.toContain(show.slug);
  }
  expect(Door.strict().parse(await (await harness.http('GET', api('/door'))).json())).toMatchObject({
    title: 'Essai',
    mode: 'link',
  });

  const admitted = await view(key);
  expect(admitted.headers.get('cache-control')).toBe('private, no-cache');
  expect(generationOf(PublicBroadcast.parse(await admitted.json()))).toBe(1);
  expect((await harness.http('GET', `${api()}?key=${key}`)).status).toBe(200);
  const moderator = (await harness.staff('moderator', show.id)).cookie;
  expect([(await view(undefined, moderator)).status, (await view(undefined, owner)).status]).toEqual([200, 200]);
});

test('sockets are let in by the key, and nothing is done there without', async () => {
  const key = keyIn(await decide({ mode: 'link' }));
  const stranger = await harness.audience();
  expect((await stranger.refused('audience:join', { slug: show.slug })).code).toBe('locked');
  expect((await stranger.refused('question:submit', newQuestion(show))).code).toBe('locked');
  const viewer = await harness.audience();
  const { seq, snapshot } = await viewer.ok('audience:join', { slug: show.slug, key }, Joined);
  expect(snapshot && generationOf(snapshot.broadcast)).toBe(1);
  await viewer.ok('question:submit', newQuestion(show), z.object({ id: z.string() }));
  // Who comes back gets an address that is good now, not what was told last.
  expect((await viewer.ok('audience:join', { slug: show.slug, key, since: seq }, Joined)).snapshot).toBeDefined();
});

test('another link locks everybody out who came by the old one, at once, and tells them nothing of the new pass', async () => {
  const old = keyIn(await decide({ mode: 'link' }));
  expect(keyIn(await decide({ mode: 'link' }))).toBe(old);
  const viewer = await harness.audience();
  await viewer.ok('audience:join', { slug: show.slug, key: old }, Joined);
  const fresh = keyIn(await decide({ mode: 'link', renew: true }));
  await viewer.closed();
  expect(viewer.messages('event')).toEqual([]);
  expect(fresh).not.toBe(old);
  expect([(await view(old)).status, (await view(fresh)).status]).toEqual([403, 200]);
  await expect.poll(gate).toEqual({ generation: 2, closed: true });
});

test('closing an open broadcast makes everybody come again; opening it tells them where it is', async () => {
  const viewer = await harness.audience();
  await viewer.ok('audience:join', { slug: show.slug }, Joined);
  const key = keyIn(await decide({ mode: 'link' }));
  await viewer.closed();
  const again = await harness.audience();
  await again.ok('audience:join', { slug: show.slug, key }, Joined);
  await decide({ mode: 'open' });
  await expect
    .poll(() => again.messages('event').at(-1))
    .toMatchObject({ event: { type: 'broadcast', broadcast: { entry: 'open', hlsUntil: null } } });
  // The passes that are out there stay good.
  await expect.poll(gate).toEqual({ generation: 1, closed: false });
});

test('the password gives the key, however its accents were typed; a wrong one does not', async () => {
  await decide({ mode: 'password', password: PASSWORD });
  expect(Door.parse(await (await harness.http('GET', api('/door'))).json()).mode).toBe('password');
  const wrong = await enter('assemblee 2026');
  expect([wrong.status, (await failureOf(wrong)).code]).toEqual([403, 'locked']);
  const { key } = Entered.strict().parse(await (await enter(` ${PASSWORD.normalize('NFD')} `)).json());
  expect((await view(key)).status).toBe(200);
  expect(generationOf(PublicBroadcast.parse(await (await view(key)).json()))).toBe(1);
  await decide({ mode: 'password', password: 'une autre phrase' });
  expect((await view(key)).status).toBe(403);
  expect((await enter(PASSWORD)).status).toBe(403);
  const stored = await harness.database.client.entry.findUniqueOrThrow({ where: { broadcastId: show.id } });
  expect(JSON.stringify(stored)).not.toContain('une autre phrase');
});

test('a machine that guesses is told to wait; a room of people who know it is not', async () => {
  await decide({ mode: 'password', password: PASSWORD });
  const right = await Promise.all(Array.from({ length: 200 }, () => enter(PASSWORD)));
  expect(right.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  const together = await Promise.all(Array.from({ length: 30 }, (_, guess) => enter(`ensemble ${guess}`)));
  const lookedAt = together.filter(({ status }) => status === 403).length;
  expect(lookedAt).toBeGreaterThan(10);
  expect(lookedAt).toBeLessThanOrEqual(21);
  const statuses: number[] = [];
  for (let guess = 0; guess < 30 && statuses.at(-1) !== 429; guess++)
    statuses.push((await enter(`essai ${guess}`)).status);
  expect(statuses.at(-1)).toBe(429);
  const waiting = await enter(PASSWORD);
  expect(waiting.status).toBe(429);
  expect((await failureOf(waiting)).retryAfterMs).toBeGreaterThan(0);
});
