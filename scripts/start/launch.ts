import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, type Settings, SettingsError } from '../../server/contract/settings.ts';
import { takeLock } from '../lock.mjs';
import { localCache } from '../prepare/paths.ts';
import { explain, Problem } from '../problem.mjs';
import { readArguments } from './arguments.ts';
import { type InstanceOptions, runInstance } from './instance.ts';
import { ensurePort } from './ports.ts';
import { secretsOf } from './secrets.ts';

export interface LaunchOptions {
  /** The command line's words. */
  words: string[];
  environment: NodeJS.ProcessEnv;
  entries: InstanceOptions['entries'];
  /** Makes ready what the entries need, once the settings proved usable. @returns The mediasoup worker's path. */
  prepare(stop: AbortSignal): Promise<string>;
  /** Fires when everything is to end. */
  stop: AbortSignal;
}

/** Milliseconds that the children of a killed launcher may take to free their ports. */
const LEFTOVERS_MS = 6_000;

/**
 * One run of an instance, from its settings to its end: whatever is wrong is told before anything is prepared or started.
 * @returns The exit code: 0 when it was asked to stop, 1 when it could not run; the reason has been printed.
 */
export async function launch({ words, environment, entries, prepare, stop }: LaunchOptions): Promise<number> {
  let release: (() => void) | undefined;
  try {
    const { demo } = readArguments(words);
    const settings = settingsFrom({ ...environment, ...(demo ? {} : { DEMO: 'off' }) });
    const lock = lockData(settings.DATA_DIR);
    release = lock.release;
    const patience = lock.tookOver ? LEFTOVERS_MS : 0;
    await ensurePort('PORT', settings.PORT, settings.HOST, patience);
    await ensurePort('MEDIA_PORT', settings.MEDIA_PORT, settings.HOST, patience);
    const worker = await prepare(stop);
    const own = {
      DEMO: settings.DEMO,
      DATA_DIR: settings.DATA_DIR,
      MEDIASOUP_WORKER_BIN: worker,
      // What Node compiled once (types stripped, too) is read by every later start, also by one after a crash.
      NODE_COMPILE_CACHE: environment.NODE_COMPILE_CACHE || join(localCache, 'node'),
    };
    const secrets = settings.MEDIA_SECRET ? {} : secretsOf(settings.DATA_DIR);
    return await runInstance({ settings, env: { ...environment, ...secrets, ...own }, entries, stop });
  } catch (error) {
    if (stop.aborted) return 0;
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
