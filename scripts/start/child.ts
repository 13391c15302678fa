import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Links, ToLauncher } from '../../server/contract/launcher.ts';
import { killGroup } from '../command.mjs';
import { judge, type Record } from './restart.ts';

/** Time for what a dead process wrote to be read. */
const LAST_WORDS_MS = 50;

export interface ChildOptions {
  /** As the screen and the logs call it. */
  name: string;
  /** The file that Node runs. */
  entry: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Each time a process says that it is ready: on the first start and after every restart. */
  onReady(): void;
  onLinks(links: Links): void;
  /** Each line that the process writes, on either stream. */
  onLine(line: string): void;
  /** Something for the person at the terminal: it died, it is started again. */
  onNotice(text: string): void;
  /** Asked when it died: why, if it said so. */
  lastWords(): string | null;
  /** It never became ready and died again and again: nothing more is tried. */
  onHopeless(): void;
}

export interface SupervisedChild {
  readonly pid: number | undefined;
  /**
   * SIGTERM, then SIGKILL for it and all that it started after `limitMs`. Resolves once it is gone. Safe twice.
   */
  stop(limitMs: number): Promise<void>;
}

/**
 * Keeps one process running: one that dies is started again at once, more slowly when it keeps dying.
 *
 * The process gets a group of its own, so that a Ctrl-C at the terminal reaches only the launcher, which then stops
 * everything in order; and an IPC channel, whose end tells it that the launcher is gone (it then ends by itself).
 */
export function superviseChild(options: ChildOptions): SupervisedChild {
  const { name, onNotice } = options;
  let record: Record = { quickDeaths: 0, everReady: false };
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let restartTimer: NodeJS.Timeout | undefined;
  let stopping: Promise<void> | undefined;

  const start = () => {
    restartTimer = undefined;
    const born = performance.now();
    const started = spawn(process.execPath, [options.entry], {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    readLines(started.stdout, options.onLine);
    readLines(started.stderr, options.onLine);
    started.on('message', (message) => {
      const parsed = ToLauncher.safeParse(message);
      if (!parsed.success) onNotice(`${name} said something unknown: ${JSON.stringify(message).slice(0, 200)}`);
      else if (parsed.data.type === 'links') options.onLinks(parsed.data.links);
      else {
        record = { ...record, everReady: true };
        options.onReady();
      }
    });
    // `exit`: it is gone. Its last words are there with `close`, or never: what it had started may outlive it for a second,
    // with the same streams, and nobody waits for that.
    started.once('exit', (code, signal) => {
      const livedMs = performance.now() - born;
      const read = () => {
        clearTimeout(patience);
        started.off('close', read);
        const words = options.lastWords();
        died(livedMs, [signal ?? `code ${code}`, words].filter((part) => part !== null).join(': '));
      };
      const patience = setTimeout(read, LAST_WORDS_MS);
      started.once('close', read);
    });
    gone = new Promise((resolve) => {
      // `error` without a process id: it could not even be started.
      started.once('close', () => resolve());
      started.once('error', (error) => {
        if (started.pid !== undefined) return;
        resolve();
        died(0, error.message);
      });
    });
  };

  const died = (livedMs: number, how: string) => {
    child = undefined;
    if (stopping) return;
    const verdict = judge(record, livedMs);
    if (verdict.type === 'giveUp') {
      onNotice(`${name} cannot start (${how}).`);
      options.onHopeless();
      return;
    }
    record = verdict.record;
    const when = verdict.delayMs === 0 ? 'now' : `in ${verdict.delayMs / 1000} s`;
    onNotice(`${name} ended (${how}) and is started again ${when}.`);
    restartTimer = setTimeout(start, verdict.delayMs);
  };

  start();
  return {
    get pid() {
      return child?.pid;
    },
    stop(limitMs) {
      stopping ??= (async () => {
        clearTimeout(restartTimer);
        const last = child;
        if (!last) return;
        last.kill('SIGTERM');
        const timer = setTimeout(() => killGroup(last.pid, 'SIGKILL'), limitMs);
        await gone;
        clearTimeout(timer);
      })();
      return stopping;
    },
  };
}

function readLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine);
}
