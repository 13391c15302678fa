/** The real server process: what it acknowledged outlives it. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  audienceCommands,
  BusState,
  controlCommands,
  OwnQuestion,
  PublicBroadcast,
  Rundown,
  StaffQuestion,
} from './contract/index.ts';
import type { TestClient } from './testing/clients.ts';
import { cookieOf } from './testing/harness.ts';
import { MAIN, ServerProcess, DEMONSTRATION as SLUG } from './testing/server-process.ts';

let server: ServerProcess;

beforeEach(async () => {
  server = await ServerProcess.prepare();
}, 120_000);
afterEach(() => server?.remove());

test('kill -9 in the middle of the show: item, clock, question on air, questions and votes are the same afterwards', async () => {
  await server.start();
  const studioCookie = cookieOf(await server.accept(server.links().studio), 'antenne_session');
  const voterCookie = cookieOf(await fetch(`${server.url}/api/session`), 'antenne_voter');
  const studio = await server.open('/control', studioCookie);
  const viewer = await server.open('/audience', voterCookie);
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
  await server.kill();

  await server.start();
  const again = await server.open('/control', studioCookie);
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
  const back = await server.open('/audience', voterCookie);
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
  await server.start();
  const first = server.links();
  expect(server.said[0]).toMatchObject({ type: 'links', links: first });
  expect(statSync(join(server.dataDir, 'links.json')).mode & 0o777).toBe(0o600);
  const [one, two] = await Promise.all([server.accept(first.owner), server.accept(first.owner)]);
  expect([one.status, two.status].toSorted()).toEqual([200, 409]);
  expect((await server.accept(first.studio)).status).toBe(200);
  expect((await server.accept(first.studio)).status).toBe(200);
  const before = PublicBroadcast.parse(await (await fetch(`${server.url}/api/broadcasts/${SLUG}`)).json());
  await server.kill();

  await server.start();
  expect(server.links()).toEqual({ ...first, owner: `${server.url}/admin` });
  const after = PublicBroadcast.parse(await (await fetch(`${server.url}/api/broadcasts/${SLUG}`)).json());
  expect(after.startedAt).toBe(before.startedAt);
  expect(await (await fetch(`${server.url}/api/broadcasts`)).json()).toHaveLength(2);
}, 180_000);

test.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)(
  '%s stops it within three seconds, and leaves no lock',
  async (how) => {
    await server.start();
    const client = await server.open('/audience', '');
    const begun = performance.now();
    const exited = once(server.child, 'exit');
    if (how === 'disconnect') server.child.disconnect();
    else server.child.kill(how);
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - begun).toBeLessThan(3_500);
    await client.closed();
    expect(existsSync(join(server.dataDir, 'database.lock'))).toBe(false);
  },
  120_000,
);

test('a wrong setting ends the start with one line that says which', async () => {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: 'many', DATA_DIR: server.dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const chunks: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect(chunks.join('').trim().split('\n')).toHaveLength(1);
  expect(chunks.join('')).toContain('PORT');
});
