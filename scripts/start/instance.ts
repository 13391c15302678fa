import { join } from 'node:path';
import type { Links } from '../../server/contract/launcher.ts';
import type { Settings } from '../../server/contract/settings.ts';
import { root } from '../prepare/paths.ts';
import { step } from '../progress.mjs';
import { type SupervisedChild, superviseChild } from './child.ts';
import { linksText } from './links.ts';
import { programRuns } from './on-air.ts';
import { openLog } from './rotating-log.ts';
import { type Level, lastWords, screenLine } from './screen.ts';

export interface InstanceOptions {
  settings: Pick<Settings, 'DATA_DIR' | 'DEMO' | 'LOG_LEVEL'>;
  /** For both children. */
  env: NodeJS.ProcessEnv;
  entries: { server: string; media: string };
  /** Fires when everything is to end. */
  stop: AbortSignal;
  /** Default: standard output. */
  print?(line: string): void;
}

/** Everything is gone within 5 s of the signal: this long for an orderly end, in ms, the rest for the other kind. */
const STOP_LIMIT_MS = 3_500;
/** Lines of a child that are remembered to tell why it ended. */
const RECENT = 60;
/** Milliseconds that the demonstration's programme gets to appear before the links are printed anyway. */
const PROGRAM_LIMIT_MS = 30_000;

/**
 * Runs server and media until `stop` fires or one of them proves unable to start.
 * @returns The exit code: 0 when it was asked to stop.
 */
export async function runInstance({
  settings,
  env,
  entries,
  stop,
  print = console.log,
}: InstanceOptions): Promise<number> {
  const { DATA_DIR } = settings;
  // A level that somebody asked for is meant for their eyes; by default the screen shows what needs attention.
  const least: Level = env.LOG_LEVEL ? settings.LOG_LEVEL : 'warn';
  const failed = new AbortController();
  const over = AbortSignal.any([stop, failed.signal]);
  const serverReady = Promise.withResolvers<void>();
  const mediaReady = Promise.withResolvers<void>();
  const linksThere = Promise.withResolvers<Links>();

  const logs: { close(): void }[] = [];
  const startChild = (name: 'server' | 'media', onReady: () => void): SupervisedChild => {
    const log = openLog(join(DATA_DIR, 'logs', `${name}.log`));
    logs.push(log);
    const recent: string[] = [];
    return superviseChild({
      name,
      entry: entries[name],
      env,
      cwd: root,
      onReady,
      onLinks: linksThere.resolve,
      onLine: (line) => {
        log.write(line);
        recent.push(line);
        if (recent.length > RECENT) recent.shift();
        const shown = screenLine(line, name, least);
        if (shown !== null) print(shown);
      },
      onNotice: print,
      lastWords: () => lastWords(recent.splice(0)),
      onHopeless: () => {
        print(`The log: ${log.path}`);
        failed.abort();
      },
    });
  };

  const children = [startChild('server', serverReady.resolve), startChild('media', mediaReady.resolve)];
  try {
    await announce();
    await ended(over);
  } finally {
    await Promise.all(children.map((child) => child.stop(STOP_LIMIT_MS)));
    for (const log of logs) log.close();
  }
  return failed.signal.aborted ? 1 : 0;

  async function announce(): Promise<void> {
    const all = Promise.all([linksThere.promise, serverReady.promise, mediaReady.promise]);
    const ready = await step('Starting server and media', () => Promise.race([all, ended(over)]), print);
    if (!ready) return;
    const [links] = ready;
    const { hls } = links;
    if (settings.DEMO === 'on' && hls !== undefined) {
      const there = await step('Waiting for the programme', () => programRuns(hls, PROGRAM_LIMIT_MS, over), print);
      if (over.aborted) return;
      if (!there) print(`The programme is not there yet: see ${join(DATA_DIR, 'logs')}.`);
    }
    print(`\nAntenne is running.\n\n${linksText(links)}\n\nData and logs: ${DATA_DIR}. Ctrl-C stops everything.\n`);
  }
}

function ended(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
