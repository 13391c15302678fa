/**
 * The second stage of `npm start`: checks the settings, prepares what is missing, and keeps server and media running as
 * two siblings. Siblings, because a server that dies must never take the picture with it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, type Settings, SettingsError } from '../../server/contract/settings.ts';
import { takeLock } from '../lock.mjs';
import { prepare } from '../prepare/index.ts';
import { root } from '../prepare/paths.ts';
import { explain, Problem } from '../problem.mjs';
import { readArguments } from './arguments.ts';
import { runInstance } from './instance.ts';
import { ensurePort } from './ports.ts';
import { secretsOf } from './secrets.ts';

/** Milliseconds that the children of a killed launcher may take to free their ports. */
const LEFTOVERS_MS = 6_000;

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
// The first stage, when it is another process, is gone: so is whoever wanted this.
process.on('disconnect', () => stop.abort());
process.channel?.unref();

process.exit(await launch());

/** @returns The exit code. */
async function launch(): Promise<number> {
  let release: (() => void) | undefined;
  try {
    const { demo } = readArguments(process.argv.slice(2));
    const settings = settingsFrom({ ...process.env, ...(demo ? {} : { DEMO: 'off' }) });
    const lock = lockData(settings.DATA_DIR);
    release = lock.release;
    const patience = lock.tookOver ? LEFTOVERS_MS : 0;
    await ensurePort('PORT', settings.PORT, settings.HOST, patience);
    await ensurePort('MEDIA_PORT', settings.MEDIA_PORT, settings.HOST, patience);
    const worker = await prepare(stop.signal);
    const secrets = settings.MEDIA_SECRET ? { MEDIA_SECRET: settings.MEDIA_SECRET } : secretsOf(settings.DATA_DIR);
    return await runInstance({
      settings,
      env: {
        ...process.env,
        ...secrets,
        DEMO: settings.DEMO,
        DATA_DIR: settings.DATA_DIR,
        MEDIASOUP_WORKER_BIN: worker,
      },
      entries: { server: join(root, 'server', 'main.ts'), media: join(root, 'media', 'main.ts') },
      stop: stop.signal,
    });
  } catch (error) {
    if (stop.signal.aborted) return 0;
    explain(error);
    return 1;
  } finally {
    release?.();
  }
}

function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
  try {
    return readSettings(environment);
  } catch (error) {
    throw error instanceof SettingsError ? new Problem(error.message) : error;
  }
}

function lockData(folder: string) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Problem(`DATA_DIR=${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
  const lock = takeLock(join(folder, 'launcher.lock'));
  if ('heldBy' in lock) {
    throw new Problem(
      `DATA_DIR=${folder} is in use by another Antenne (process ${lock.heldBy}): stop it, or choose another folder.`,
    );
  }
  return lock;
}
