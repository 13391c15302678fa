/** What strangers try at the doors: foreign origins, malformed packets, wrong methods. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OwnQuestion, PublicBroadcast } from '../contract/index.ts';
import { makeShow, type Show } from '../testing/fixtures.ts';
import { type Harness, newQuestion, PUBLIC_URL, startHarness } from '../testing/harness.ts';
import { until } from '../testing/until.ts';
import { createHttp } from './http.ts';

let harness: Harness;
let show: Show;
beforeAll(async () => {
  harness = await startHarness();
  show = await makeShow(harness.database);
}, 120_000);
afterAll(() => harness?.close());

/** A WebSocket that speaks Socket.IO by hand. */
async function rawSocket(namespace: string, cookie?: string) {
  const address = `${harness.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, cookie ? { headers: { cookie } } : {});
  const messages: string[] = [];
  socket.addEventListener('message', ({ data }) => messages.push(String(data)));
  let closed = false;
  socket.addEventListener('close', () => {
    closed = true;
  });
  await once(socket, 'open');
  socket.send(`40${namespace},`);
  await until('the namespace', () => messages.some((message) => message.startsWith(`40${namespace}`)));
  return { socket, closed: () => until('the socket to be dropped', () => closed) };
}

describe('a socket that sends', () => {
  test.each([
    ['no JSON', '42/audience,0["question:submit",{'],
    ['no array', '42/audience,0{"a":1}'],
    ['an event that nobody knows', '42/audience,0["drop:tables",{}]'],
    ['a command without acknowledgement', '42/audience,["audience:join",{}]'],
    ['a command with too many arguments', '42/audience,0["audience:join",{},{}]'],
    ['a name from the prototype', '42/audience,0["constructor",{}]'],
    ['an acknowledgement that was never asked for', '43/audience,999999999999999999999["x"]x'],
    ['an unknown packet type', '49/audience,["x"]'],
    ['an unknown transport packet', '9'],
  ])('%s is dropped alone', async (_what, packet) => {
    const bystander = await harness.audience();
    const { socket, closed } = await rawSocket('/audience');
    socket.send(packet);
    await closed();
    await bystander.ok('question:submit', newQuestion(show), OwnQuestion);
    expect((await harness.http('GET', '/health')).status).toBe(200);
  });

  test.each(['/control', '/duplex', '/stage'])('what is no command is dropped on %s as well', async (namespace) => {
    const { cookie } = await harness.staff('producer', show.id);
    const binary = [`451-${namespace},0["x",{"_placeholder":true,"num":0}]`, new Uint8Array([1, 2, 3])];
    for (const packets of [[`42${namespace},0["drop:tables",{}]`], [`42${namespace},0{"a":1}`], binary]) {
      const { socket, closed } = await rawSocket(namespace, cookie);
      for (const packet of packets) socket.send(packet);
      await closed();
    }
    expect((await harness.http('GET', '/health')).status).toBe(200);
  });

  test('binary is dropped alone', async () => {
    const viewer = await harness.audience();
    viewer.socket.emit('question:submit', { ...newQuestion(show), text: Buffer.from('abc') }, () => undefined);
    await viewer.closed();
    const { socket, closed } = await rawSocket('/audience');
    socket.send('451-/audience,0["audience:join",{"_placeholder":true,"num":0}]');
    socket.send(new Uint8Array([1, 2, 3]));
    await closed();
    const { socket: unannounced, closed: dropped } = await rawSocket('/audience');
    unannounced.send(new Uint8Array([0xff, 0xfe]));
    await dropped();
    expect((await harness.http('GET', '/health')).status).toBe(200);
  });

  test('more than a megabyte is dropped alone', async () => {
    const { socket, closed } = await rawSocket('/audience');
    socket.send(`42/audience,0["question:submit",{"text":"${'a'.repeat(2_000_000)}"}]`);
    await closed();
    expect((await harness.http('GET', '/health')).status).toBe(200);
  });

  test('a wrong shape is answered with the field that is wrong, and may go on', async () => {
    const viewer = await harness.audience();
    expect(await viewer.refused('question:submit', { slug: show.slug })).toMatchObject({
      code: 'badRequest',
      message: expect.stringMatching(/^key: /),
    });
    expect(await viewer.refused('audience:join', null)).toMatchObject({ code: 'badRequest' });
    expect(await viewer.refused('audience:join', { slug: '../../etc' })).toMatchObject({ code: 'badRequest' });
    await viewer.ok('question:submit', newQuestion(show), OwnQuestion);
  });
});

describe('a foreign origin', () => {
  const evil = { origin: 'https://evil.example' };

  test.each(['websocket', 'polling'])('gets no socket by %s', async (transport) => {
    const stranger = harness.client('/audience', { transports: [transport], extraHeaders: evil });
    await expect(stranger.connected()).rejects.toThrow();
    const own = harness.client('/audience', { transports: [transport], extraHeaders: { origin: PUBLIC_URL } });
    await own.connected();
  });

  test('cannot send a form, with or without someone’s session', async () => {
    const { cookie } = await harness.staff('owner', null);
    const path = `/api/admin/broadcasts/${show.slug}/invitations`;
    const body = { role: 'producer', label: 'Intrus' };
    const refused = await harness.http('POST', path, { cookie, body, headers: evil });
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'forbidden' } }]);
    const crossSite = await harness.http('POST', '/api/session/sign-out', {
      cookie,
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(crossSite.status).toBe(403);
    expect((await harness.http('POST', path, { cookie, body, headers: { origin: PUBLIC_URL } })).status).toBe(201);
  });
});

describe('the API', () => {
  test('lists broadcasts for everyone, without anything private', async () => {
    const list = await harness.http('GET', '/api/broadcasts');
    const one = await harness.http('GET', `/api/broadcasts/${show.slug}`);
    const broadcast = PublicBroadcast.strict().parse(await one.json());
    expect(await list.json()).toContainEqual(broadcast);
    expect(broadcast).toMatchObject({ state: 'live', hlsUrl: `http://media.test/hls/${show.slug}/index.m3u8` });
    expect((await harness.http('GET', '/api/broadcasts/none')).status).toBe(404);
  });

  test.each([
    ['GET', '/api/admin/broadcasts'],
    ['GET', '/api/admin/broadcasts/SLUG/invitations'],
    ['GET', '/api/admin/broadcasts/SLUG/contributors'],
    ['POST', '/api/admin/broadcasts/SLUG/invitations'],
    ['POST', '/api/admin/broadcasts/SLUG/invitations/00000000-0000-4000-8000-000000000000/revoke'],
  ])('%s %s is the owner’s alone', async (method, template) => {
    const path = template.replace('SLUG', show.slug);
    const body = method === 'POST' ? {} : undefined;
    expect((await harness.http(method, path, { body })).status).toBe(401);
    const { cookie } = await harness.staff('producer', show.id);
    expect((await harness.http(method, path, { body, cookie })).status).toBe(403);
  });

  test('an invitation of another broadcast is not found by its id', async () => {
    const other = await makeShow(harness.database);
    const { id } = await harness.invite('producer', other.id);
    const { cookie } = await harness.staff('owner', null);
    const response = await harness.http('POST', `/api/admin/broadcasts/${show.slug}/invitations/${id}/revoke`, {
      cookie,
    });
    expect(response.status).toBe(404);
    expect(await harness.database.client.invitation.findUnique({ where: { id } })).toMatchObject({ revokedAt: null });
  });

  test('tells who a browser is, and where its invitation leads', async () => {
    const { token } = await harness.invite('moderator', show.id);
    const accepted = await harness.http('POST', '/api/session/accept', { body: { token, name: 'Malik' } });
    expect(await accepted.json()).toEqual({ role: 'moderator', path: `/moderate/${show.slug}` });
    const cookie =
      accepted.headers
        .getSetCookie()
        .find((one) => one.startsWith('antenne_session'))
        ?.split(';')[0] ?? '';
    const session = await harness.http('GET', '/api/session', { cookie });
    expect(await session.json()).toEqual({
      name: 'Malik',
      owner: false,
      roles: [{ slug: show.slug, role: 'moderator' }],
    });
    expect(await (await harness.http('GET', '/api/session')).json()).toEqual({ name: null, owner: false, roles: [] });
  });

  test.each([
    ['no JSON', { 'content-type': 'application/json' }, '{', 400],
    ['another content type', { 'content-type': 'text/xml' }, '<a/>', 415],
    ['a body that is too long', { 'content-type': 'application/json' }, `"${'a'.repeat(100_000)}"`, 413],
    ['a wrong shape', { 'content-type': 'application/json' }, '{"token":1}', 400],
  ])('%s is refused with a reason', async (_what, headers, body, status) => {
    const response = await fetch(`${harness.url}/api/session/accept`, { method: 'POST', headers, body });
    expect([response.status, await response.json()]).toMatchObject([status, { error: { code: 'badRequest' } }]);
  });
});

test('pages: hashed files for ever, the page for any address, and what they may load is named', async () => {
  const webFolder = mkdtempSync(join(tmpdir(), 'antenne-web-'));
  mkdirSync(join(webFolder, 'assets'));
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Antenne</title>');
  writeFileSync(join(webFolder, 'assets/main-abc.js'), `export const text = '${'x'.repeat(5_000)}';`);
  const options = {
    publicUrl: 'https://antenne.example',
    mediaPublicUrl: 'https://media.example',
    trustedProxies: 0,
    webFolder,
  };
  const app = await createHttp({ ...options, log: pino({ level: 'silent' }) });
  const page = await app.inject({ url: '/b/le-tour', headers: { accept: 'text/html' } });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('<title>Antenne</title>');
  expect(page.headers['cache-control']).toBe('no-cache');
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toMatch(/media-src 'self' blob: https:\/\/media\.example/);
  expect(policy).toMatch(/connect-src 'self' wss:\/\/antenne\.example https:\/\/media\.example/);
  expect(policy).toMatch(/script-src 'self';/);
  const asset = await app.inject({ url: '/assets/main-abc.js', headers: { 'accept-encoding': 'gzip' } });
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': 'gzip',
  });
  for (const url of ['/assets/none.js', '/api/none', '/../../etc/passwd']) {
    const missing = await app.inject({ url });
    expect(missing.body).not.toContain('root:');
    if (!url.startsWith('/..')) expect(missing.statusCode).toBe(404);
  }
  await app.close();
  rmSync(webFolder, { recursive: true });
});
