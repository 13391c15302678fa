import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, release, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { attempt } from '../command.mjs';
import { waitForLock } from '../lock.mjs';
import { BUILD_PACKAGES, buildWorker, install, recipeHash } from '../mediasoup-worker/build.ts';
import { Problem } from '../problem.mjs';
import { step } from '../progress.mjs';
import { ensurePackages } from './debian.ts';
import { localCache, root, userCache } from './paths.ts';

const mediasoup = join(root, 'node_modules', 'mediasoup');
/** Where the library looks when nobody names a binary. */
const ownPlace = join(mediasoup, 'worker', 'out', 'Release', 'mediasoup-worker');

const Package = z.object({ version: z.string(), repository: z.object({ url: z.string() }) });

/** Milliseconds that mediasoup's download gets before the build begins instead: to answer, and in all. */
const ANSWER_LIMIT_MS = 8_000;
const DOWNLOAD_LIMIT_MS = 90_000;

/**
 * Finds a worker and links it where the library looks by itself, so that a test or a single process that is started by
 * hand needs no setting.
 * @returns The binary's path.
 * @throws Problem when there is no way to have one.
 */
export async function prepareWorker(signal: AbortSignal): Promise<string> {
  const binary = await findWorker(signal);
  if (binary !== ownPlace) {
    mkdirSync(dirname(ownPlace), { recursive: true });
    rmSync(ownPlace, { force: true });
    symlinkSync(binary, ownPlace);
  }
  return binary;
}

/**
 * Finds or makes a mediasoup worker that runs here, by the first way that works: the one that MEDIASOUP_WORKER_BIN
 * names, one that was kept, mediasoup's own download, a build against Debian's libraries.
 * @param build Makes one at the path that it is given. Default: {@link buildHere}.
 */
export async function findWorker(signal: AbortSignal, build = buildHere): Promise<string> {
  const { version, repository } = Package.parse(JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8')));

  const named = process.env.MEDIASOUP_WORKER_BIN;
  if (named !== undefined && named !== '') {
    if (await serves(named, signal)) return resolve(named);
    console.log(`MEDIASOUP_WORKER_BIN=${named} does not work as mediasoup ${version}'s worker: looking for another.`);
  }

  const folder = `mediasoup-worker-${version}-${platform()}-${arch()}-${recipeHash()}`;
  const kept = join(writable(userCache()) ?? localCache, folder, 'mediasoup-worker');
  if (!(await runs(kept, signal))) {
    const lock = await waitForLock(`${dirname(kept)}.lock`, {
      signal,
      onWait: (pid) => console.log(`Waiting for process ${pid}, which is preparing mediasoup's worker …`),
    });
    try {
      if (!(await runs(kept, signal))) {
        const url = downloadUrl(version, repository.url);
        if (!(await download(url, kept, signal))) await build(kept, signal);
      }
    } finally {
      lock.release();
    }
  }
  return kept;
}

/** Is this a worker that this machine can run? Started without its environment, it ends at once with code 41. */
async function runs(binary: string, signal: AbortSignal): Promise<boolean> {
  return (await attempt(binary, [], { env: {}, timeoutMs: 5_000, signal })).code === 41;
}

/** Does it work with the installed library? Slower than {@link runs}: it starts a process that makes a router with it. */
async function serves(binary: string, signal: AbortSignal): Promise<boolean> {
  if (!(await runs(binary, signal))) return false;
  const script = `
    const { createWorker } = await import('mediasoup');
    const worker = await createWorker({ logLevel: 'none', workerBin: process.argv[1] });
    await worker.createRouter({ mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2 }] });
    worker.close();`;
  const { code } = await attempt(process.execPath, ['--input-type=module', '-e', script, '--', binary], {
    cwd: join(root, 'media'),
    timeoutMs: 15_000,
    signal,
  });
  return code === 0;
}

function writable(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

/** Where mediasoup publishes its ready worker for this system: the rule of its own npm-scripts.mjs. */
function downloadUrl(version: string, repository: string): string {
  const base =
    process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ??
    `${repository.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
  const kernel = platform() === 'linux' ? `-kernel${release().split('.')[0]}` : '';
  return `${base}/${version}/mediasoup-worker-${version}-${platform()}-${arch()}${kernel}.tgz`;
}

/** @returns Whether a worker that runs here is at `target` now. No net, no such file, another libc: all the same. */
async function download(url: string, target: string, signal: AbortSignal): Promise<boolean> {
  const scratch = mkdtempSync(join(tmpdir(), 'antenne-worker-'));
  try {
    return await step("Downloading mediasoup's worker", async () => {
      const archive = await fetchWithin(url, signal);
      if (archive === null) return false;
      writeFileSync(join(scratch, 'worker.tgz'), archive);
      const unpacked = await attempt('tar', ['-xzf', 'worker.tgz'], { cwd: scratch, signal });
      const binary = join(scratch, 'mediasoup-worker');
      if (unpacked.code !== 0 || !(await serves(binary, signal))) return false;
      install(binary, target);
      return true;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function fetchWithin(url: string, signal: AbortSignal): Promise<Buffer | null> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), ANSWER_LIMIT_MS);
  try {
    const limits = [signal, silent.signal, AbortSignal.timeout(DOWNLOAD_LIMIT_MS)];
    const response = await fetch(url, { signal: AbortSignal.any(limits) });
    clearTimeout(timer);
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
  } catch {
    // Whatever kept it from arriving, the answer is the build; only an interruption by the user goes on upwards.
    signal.throwIfAborted();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Builds a worker, with the packages that this needs. */
async function buildHere(target: string, signal: AbortSignal): Promise<void> {
  await ensurePackages(BUILD_PACKAGES, "building mediasoup's worker", signal);
  const scratch = mkdtempSync(join(tmpdir(), 'antenne-worker-'));
  try {
    await step("Building mediasoup's worker, once on this machine (some minutes)", async (tell) => {
      const binary = join(scratch, 'mediasoup-worker');
      await buildWorker({
        source: join(mediasoup, 'worker'),
        target: binary,
        signal,
        onProgress: (compiled, of) => tell(`${compiled} of ${of} files`),
      });
      if (!(await serves(binary, signal))) throw new Problem('The worker that was built does not work with mediasoup.');
      install(binary, target);
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
