/** The real server process: what it acknowledged outlives it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { embeddedFolder } from '@antenne/prisma/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import {
  audienceCommands,
  BusState,
  controlCommands,
  OwnQuestion,
  PublicBroadcast,
  Rundown,
  StaffQuestion,
} from './contract/index.ts';
import { TestClient } from './testing/clients.ts';
import { cookieOf } from './testing/harness.ts';
import { until } from './testing/until.ts';

const SLUG = 'le-tour-du-monde-du-commerce-equitable';
const Links = z.object({ studio: z.url(), moderation: z.url(), contributor: z.url(), owner: z.url(), viewer: z.url() });

let dataDir: string;
let port: number;
let url: string;
let server: ChildProcess;
let said: unknown[];
const clients: TestClient[] = [];

beforeEach(async () => {
  dataDir = await embeddedFolder();
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
}, 120_000);
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function start(): Promise<void> {
  said = [];
  server = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      MEDIA_PORT: String(port === 65_535 ? port - 1 : port + 1),
      HOST: '127.0.0.1',
      PUBLIC_URL: url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  server.on('message', (message) => said.push(message));
  await until(
    'the server to be ready',
    () => said.some((message) => JSON.stringify(message) === '{"type":"ready"}'),
    60_000,
  );
}

async function kill(): Promise<void> {
  server.kill('SIGKILL');
  await once(server, 'exit');
}

const links = () => Links.parse(JSON.parse(readFileSync(join(dataDir, 'links.json'), 'utf8')));

async function accept(link: string): Promise<Response> {
  const token = new URL(link).pathname.split('/').at(-1);
  return fetch(`${url}/api/session/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada' }),
  });
}

function open(namespace: string, cookie: string): Promise<TestClient> {
  const client = new TestClient(`${url}${namespace}`, { extraHeaders: { cookie } });
  clients.push(client);
  return client.connected();
}

test('kill -9 in the middle of the show: item, clock, question on air, questions and votes are the same afterwards', async () => {
  await start();
  const studioCookie = cookieOf(await accept(links().studio), 'antenne_session');
  const voterCookie = cookieOf(await fetch(`${url}/api/session`), 'antenne_voter');
  const studio = await open('/control', studioCookie);
  const viewer = await open('/audience', voterCookie);
  const joined = await studio.ok('control:join', { slug: SLUG }, controlCommands['control:join'].output);
  const queued = joined.snapshot?.questions.find(({ state }) => state === 'queued');
  const theme = joined.snapshot?.broadcast.themes[0];

  const rundown = await studio.ok(
    'rundown:takeNext',
    { slug: SLUG, version: joined.snapshot?.rundown.version },
    Rundown,
  );
  await studio.ok('rundown:addTime', { slug: SLUG, ms: 90_000 }, Rundown);
  await studio.ok('rundown:pause', { slug: SLUG, on: true }, Rundown);
  await studio.ok('rundown:pause', { slug: SLUG, on: false }, Rundown);
  const run = await studio.ok('rundown:hold', { slug: SLUG, on: true }, Rundown);
  const onAir = await studio.ok(
    'question:move',
    { slug: SLUG, id: queued?.id, version: queued?.version, move: { type: 'putOnAir' } },
    StaffQuestion,
  );
  const bus = await studio.ok(
    'studio:take',
    { slug: SLUG, source: { type: 'slate' }, version: await busVersion(studio) },
    BusState,
  );
  const asked: OwnQuestion[] = [];
  for (const number of [1, 2, 3]) {
    const question = { slug: SLUG, key: randomUUID(), themeId: theme?.id, text: `Question ${number} ?` };
    asked.push(await viewer.ok('question:submit', question, OwnQuestion));
  }
  // A vote is the last that is acknowledged: whatever is written after it would bring it to the disk along with itself.
  const Vote = audienceCommands['question:vote'].output;
  const { votes } = await viewer.ok('question:vote', { slug: SLUG, id: onAir.id, on: true }, Vote);
  await kill();

  await start();
  const again = await open('/control', studioCookie);
  const { snapshot } = await again.ok('control:join', { slug: SLUG }, controlCommands['control:join'].output);
  expect(snapshot?.rundown).toMatchObject({
    currentItemId: rundown.currentItemId,
    currentStartedAt: rundown.currentStartedAt,
    addedMs: 90_000,
    pausedAt: null,
    pausedMs: run.pausedMs,
    heldAt: run.heldAt,
    version: run.version,
  });
  expect(snapshot?.bus).toMatchObject({ program: bus.program, preview: bus.preview, version: bus.version });
  expect(snapshot?.questions.find(({ id }) => id === onAir.id)).toEqual({ ...onAir, votes });
  const back = await open('/audience', voterCookie);
  const audience = await back.ok('audience:join', { slug: SLUG }, audienceCommands['audience:join'].output);
  expect(audience.snapshot?.own).toEqual(expect.arrayContaining(asked));
  expect(audience.snapshot?.votedFor).toContain(onAir.id);
  expect(audience.snapshot?.questions[0]).toMatchObject({ id: onAir.id, state: 'onAir', votes });
}, 180_000);

async function busVersion(studio: TestClient): Promise<number> {
  const joined = await studio.ok('control:join', { slug: SLUG }, controlCommands['control:join'].output);
  return joined.snapshot?.bus.version ?? 0;
}

test('the first start gives links out, once; a later one leaves the show alone and keeps those that still open something', async () => {
  await start();
  const first = links();
  expect(said[0]).toMatchObject({ type: 'links', links: first });
  expect(statSync(join(dataDir, 'links.json')).mode & 0o777).toBe(0o600);
  const [one, two] = await Promise.all([accept(first.owner), accept(first.owner)]);
  expect([one.status, two.status].toSorted()).toEqual([200, 409]);
  expect((await accept(first.studio)).status).toBe(200);
  expect((await accept(first.studio)).status).toBe(200);
  const before = PublicBroadcast.parse(await (await fetch(`${url}/api/broadcasts/${SLUG}`)).json());
  await kill();

  await start();
  expect(links()).toEqual({ ...first, owner: `${url}/admin` });
  const after = PublicBroadcast.parse(await (await fetch(`${url}/api/broadcasts/${SLUG}`)).json());
  expect(after.startedAt).toBe(before.startedAt);
  expect(await (await fetch(`${url}/api/broadcasts`)).json()).toHaveLength(2);
}, 180_000);

test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)(
  '%s stops it within three seconds, and leaves no lock',
  async (how) => {
    await start();
    const client = await open('/audience', '');
    const begun = performance.now();
    const exited = once(server, 'exit');
    if (how === 'disconnect') server.disconnect();
    else server.kill(how);
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - begun).toBeLessThan(3_500);
    await client.closed();
    expect(existsSync(join(dataDir, 'database.lock'))).toBe(false);
  },
  120_000,
);

test('a wrong setting ends the start with one line that says which', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, PORT: 'many', DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  server = child;
  const chunks: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect(chunks.join('').trim().split('\n')).toHaveLength(1);
  expect(chunks.join('')).toContain('PORT');
});
