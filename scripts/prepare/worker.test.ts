import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { install } from '../mediasoup-worker/build.ts';
import { root } from './paths.ts';
import { findWorker } from './worker.ts';

/** The worker that the test run prepared; each way to find one is tried with a copy of it. */
const real = realpathSync(
  process.env.MEDIASOUP_WORKER_BIN || join(root, 'node_modules/mediasoup/worker/out/Release/mediasoup-worker'),
);
const never = new AbortController().signal;
let folder = '';
let site: Server | undefined;
let asked: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'antenne-find-'));
  asked = [];
  vi.stubEnv('MEDIASOUP_WORKER_BIN', '');
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  // No net by default: nothing listens on this port.
  vi.stubEnv('MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL', 'http://127.0.0.1:1');
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  site?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Publishes the worker as mediasoup does. */
async function publish(binary: string): Promise<void> {
  copyFileSync(binary, join(folder, 'mediasoup-worker'));
  const archive = spawnSync('tar', ['-czf', '-', '-C', folder, 'mediasoup-worker'], { maxBuffer: 100_000_000 }).stdout;
  site = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(archive);
  });
  await new Promise<void>((resolve) => site?.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  vi.stubEnv('MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL', `http://127.0.0.1:${address.port}/download`);
}

test('a worker that is named and works is used', async () => {
  const named = join(folder, 'mine');
  copyFileSync(real, named);
  vi.stubEnv('MEDIASOUP_WORKER_BIN', named);
  expect(await findWorker(never)).toBe(named);
});

test('mediasoup’s own download is kept for the next time, by its name for this system', async () => {
  await publish(real);
  const found = await findWorker(never);
  expect(found.startsWith(join(folder, 'cache', 'antenne', 'mediasoup-worker-'))).toBe(true);
  expect(asked).toEqual([
    expect.stringMatching(/^\/download\/([\d.]+)\/mediasoup-worker-\1-linux-\w+-kernel\d+\.tgz$/),
  ]);
  site?.close();
  expect(await findWorker(never)).toBe(found);
  expect(asked).toHaveLength(1);
});

test('a named worker that does not work is passed over', async () => {
  await publish(real);
  const broken = join(folder, 'broken');
  writeFileSync(broken, '#!/bin/sh\nexit 0\n');
  chmodSync(broken, 0o755);
  vi.stubEnv('MEDIASOUP_WORKER_BIN', broken);
  expect(await findWorker(never)).not.toBe(broken);
});

test('a download that does not run here is not kept: the build comes next', async () => {
  const broken = join(folder, 'broken');
  writeFileSync(broken, 'another system’s program');
  await publish(broken);
  const built: string[] = [];
  const found = await findWorker(never, async (target) => {
    built.push(target);
    install(real, target);
  });
  expect(built).toEqual([found]);
  expect(spawnSync(found, { env: {} }).status).toBe(41);
});

test('two that look at the same time build once', async () => {
  let builds = 0;
  const build = async (target: string) => {
    builds += 1;
    await new Promise((resolve) => setImmediate(resolve));
    install(real, target);
  };
  const [one, other] = await Promise.all([findWorker(never, build), findWorker(never, build)]);
  expect(one).toBe(other);
  expect(builds).toBe(1);
});
