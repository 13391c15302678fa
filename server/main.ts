/**
 * The server process: `node server/main.ts`, settings from the environment. It tells its launcher by IPC
 * when it is ready and which links there are, stops on SIGTERM, SIGINT or when the launcher is gone.
 */
import { flushCompileCache } from 'node:module';
import { FolderLockedError, MigrationError, openDatabase } from '@antenne/prisma';
import { seedDemonstration } from '@antenne/prisma/seed';
import { prepareLinks } from './accounts/links.ts';
import { startApp } from './app.ts';
import { readSettings, type Settings, SettingsError } from './contract/settings.ts';
import { onLauncherGone, tellLauncher } from './platform/launcher.ts';
import { createLog, type Log } from './platform/logging.ts';
import { raisePriority } from './platform/priority.ts';

/** Milliseconds after which a stop that hangs is ended by force. */
const STOP_WITHIN = 3_000;

async function start(settings: Settings, log: Log): Promise<() => Promise<void>> {
  const database = await openDatabase(
    settings.DATABASE_URL === undefined ? { dataDir: settings.DATA_DIR } : { url: settings.DATABASE_URL },
  );
  log.info({ kind: database.kind, migrations: database.applied }, 'database open');
  try {
    const made = await seedDemonstration(database.client, { wanted: settings.DEMO === 'on', now: new Date() });
    if (made) log.info({ slug: made.slug }, 'demonstration made');
    const app = await startApp({ settings, database, log });
    try {
      const links = await prepareLinks({
        database,
        dataDir: settings.DATA_DIR,
        publicUrl: settings.PUBLIC_URL,
        mediaPublicUrl: settings.MEDIA_PUBLIC_URL,
        made,
      });
      log.info({ port: app.port }, 'ready');
      tellLauncher({ type: 'links', links });
      tellLauncher({ type: 'ready' });
      // Node writes what it has compiled at an orderly end only; the start that hurries is the one after a kill.
      flushCompileCache();
    } catch (error) {
      await app.close();
      throw error;
    }
    return async () => {
      await app.close();
      await database.close();
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

const settings = settingsOrExit();
const log = createLog(settings.LOG_LEVEL);
raisePriority(log);
let stopping = false;
const started = start(settings, log);

function stop(reason: string): void {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, 'stopping');
  setTimeout(() => {
    log.error('stopping took too long');
    process.exit(1);
  }, STOP_WITHIN).unref();
  started
    .then((close) => close())
    .then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
}

process.once('SIGTERM', () => stop('SIGTERM'));
process.once('SIGINT', () => stop('SIGINT'));
onLauncherGone(() => stop('the launcher is gone'));
started.catch((error: unknown) => {
  if (error instanceof FolderLockedError || error instanceof MigrationError || isInUse(error)) {
    console.error(error.message);
  } else {
    log.fatal({ err: error }, 'start failed');
  }
  process.exit(1);
});

function isInUse(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
