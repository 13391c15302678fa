/** The simulator as the media process sees it: a supervised child, started when the first loop is wanted. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { SimulatorCommand, SimulatorMessage } from './messages.ts';
import type { StreamNumbers } from './rtp-stream.ts';

/** Where a loop's RTP comes from, and what its picture is coded in. */
export interface SimulatedSource {
  video: 'vp8' | 'h264';
  fromPort: number;
}

/** Where RTP is to go, and under which numbers. */
export interface PushTarget {
  port: number;
  video: StreamNumbers;
  audio: StreamNumbers;
}

export interface Simulator {
  readonly pid: number | undefined;
  /** Null while the loop is being made or the child restarts; asking for it has it made. */
  source(which: number): SimulatedSource | null;
  /** Sends the loop there until the returned undo is called or the child ends. */
  push(which: number, target: PushTarget): () => void;
  /** Called when what `source` says may have changed; returns its undo. */
  onChange(listener: () => void): () => void;
  /** Resolves when the child is gone. Safe twice. */
  close(): Promise<void>;
}

const RESTART_MS = 500;

/** @param folder where the loops are kept between runs */
export function createSimulator({ folder, log }: { folder: string; log: Logger }): Simulator {
  const listeners = new Set<() => void>();
  const wanted = new Set<number>();
  const ready = new Map<number, SimulatedSource['video']>();
  let child: ChildProcess | undefined;
  let fromPort: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let closing: Promise<void> | undefined;

  const changed = () => {
    for (const listener of listeners) listener();
  };
  const send = (command: SimulatorCommand) => {
    if (child?.connected) child.send(command);
  };

  const launch = () => {
    const started = fork(join(import.meta.dirname, 'process.ts'), [folder], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', (message: SimulatorMessage) => {
      if (child === started) take(message);
    });
    started.on('error', (err) => log.error({ err }, 'simulator link'));
    started.once('exit', (code, signal) => {
      child = undefined;
      fromPort = null;
      ready.clear();
      if (closing) return;
      log.error({ code, signal }, 'simulator ended, starting it again');
      changed();
      timer = setTimeout(launch, RESTART_MS);
    });
    for (const which of wanted) send({ type: 'want', which });
  };

  const take = (message: SimulatorMessage) => {
    switch (message.type) {
      case 'up':
        fromPort = message.port;
        log.info({ pid: child?.pid }, 'simulator is up');
        break;
      case 'making':
        log.info({ which: message.which, place: message.place }, 'making a simulated contributor');
        break;
      case 'ready':
        ready.set(message.which, message.video);
        log.info({ which: message.which, madeInMs: message.madeInMs }, 'simulated contributor is ready');
        break;
      case 'failed':
        log.error({ which: message.which, reason: message.reason }, 'simulated contributor could not be made');
        break;
    }
    changed();
  };

  return {
    get pid() {
      return child?.pid;
    },
    source(which) {
      if (!wanted.has(which) && !closing) {
        wanted.add(which);
        if (child) send({ type: 'want', which });
        else if (!timer) launch();
      }
      const video = ready.get(which);
      return video && fromPort !== null ? { video, fromPort } : null;
    },
    push(which, { port, video, audio }) {
      lastId += 1;
      const id = lastId;
      send({ type: 'push', id, which, port, video, audio });
      return () => send({ type: 'stop', id });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closing ??= (async () => {
        clearTimeout(timer);
        listeners.clear();
        const last = child;
        if (!last || last.exitCode !== null || last.signalCode !== null) return;
        const exited = new Promise<void>((resolve) => last.once('exit', () => resolve()));
        // It has nothing to finish.
        last.kill('SIGKILL');
        await exited;
      })();
      return closing;
    },
  };
}
