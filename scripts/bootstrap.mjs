/**
 * The first of two stages, for any Node ≥ 20 with nothing installed: puts the dependencies in place, Node 24 among
 * them, and hands over to a TypeScript file that Node 24 runs. Uses Node's built-in modules only.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from './command.mjs';
import { waitForLock } from './lock.mjs';
import { whenOrphaned } from './orphan.mjs';
import { explain, Problem } from './problem.mjs';
import { step } from './progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const node24 = join(root, 'node_modules', '.bin', 'node');

/**
 * Installs what is missing, then runs `script` (a path below scripts/) with this process's arguments. Comes back only
 * when the script runs in this very process, which is the case when that is Node 24 already (as under `npm start`, once
 * it is installed).
 * @param {string} script
 */
export async function handOver(script) {
  try {
    if (Number(process.versions.node.split('.')[0]) < 20) {
      throw new Problem(`Antenne needs Node 20 or newer to begin with; this is ${process.version}.`);
    }
    const interrupted = new AbortController();
    const interrupt = () => interrupted.abort();
    for (const signal of SIGNALS) process.once(signal, interrupt);
    await installDependencies(interrupted.signal);
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);

    // Whatever is started from here on finds the project's own tools and Node 24 first.
    process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    const file = join(root, 'scripts', script);
    if (process.versions.node === versionOf('node_modules/node')) await import(pathToFileURL(file).href);
    else await runWithNode24(file);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') process.exit(130);
    explain(error);
    process.exit(1);
  }
}

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {AbortSignal} signal */
async function installDependencies(signal) {
  if (dependenciesAreThere()) return;
  const lock = await waitForLock(join(root, '.cache', 'install.lock'), {
    signal,
    onWait: (pid) => console.log(`Waiting for process ${pid}, which is installing the dependencies …`),
  });
  try {
    if (dependenciesAreThere()) return;
    await step('Installing the dependencies', async () => {
      // Not `npm ci`: it insists on every platform's optional packages, which not every registry mirror carries, and
      // empties node_modules under a running instance. Without saving, install keeps to the lock just as well.
      await npm(['install', '--no-save', '--no-progress', '--loglevel=error', '--ignore-scripts'], signal);
      rmSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true, force: true });
      // The only install script that is needed: the package `node` fetches the binary for this platform.
      await npm(['rebuild', 'node', '--loglevel=error', '--ignore-scripts=false'], signal);
    });
    if (!dependenciesAreThere()) throw new Problem('npm install left dependencies out: run it by hand and see why.');
  } finally {
    lock.release();
  }
}

/** Does node_modules hold what package-lock.json says, as npm's own list inside it tells? */
function dependenciesAreThere() {
  const installed = packagesOf('node_modules/.package-lock.json');
  if (installed === null || !existsSync(node24)) return false;
  const wanted = packagesOf('package-lock.json') ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.devOptional) return true;
    return installed[path]?.version === entry.version;
  });
}

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockEntry */

/**
 * @param {string} path
 * @returns {Record<string, LockEntry | undefined> & Record<string, LockEntry> | null}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
  } catch {
    return null;
  }
}

/** @param {string} folder */
function versionOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version;
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 */
function npm(args, signal) {
  // Under `npm start` the very npm that runs us; its script needs this Node, not the one that is being replaced.
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  // mediasoup's install script must find nothing to do, should a configuration let it run after all.
  return run(command, [...first, ...args], {
    cwd: root,
    signal,
    env: { ...process.env, MEDIASOUP_WORKER_BIN: node24 },
  });
}

/**
 * Runs the second stage as a child and ends as it ends. The child has an IPC channel: when this process is killed, the
 * child sees it close and stops what it started.
 * @param {string} file
 */
function runWithNode24(file) {
  const child = spawn(node24, [file, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const end = () => child.kill('SIGTERM');
  for (const signal of SIGNALS) process.on(signal, end);
  whenOrphaned(end);
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' ? 143 : 1)));
  });
}
