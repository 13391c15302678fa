import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Logger } from 'pino';
import type { ProgramCommand, ProgramMessage } from '../core/program-link.ts';
import { SPARE } from '../core/spare.ts';

/** What a programme process is doing, as its supervisor sees it. `off` only after `close()`. */
export type ProgramHealth = 'off' | 'starting' | 'running' | 'restarting';

export interface ProgramSupervisorOptions {
  /** Absolute path of the programme process's entry (`media/program.ts`). */
  entry: string;
  /** Asked each time a process is ready, so that a new one begins with what should be on air at that moment. */
  start(): Extract<ProgramCommand, { type: 'start' }>;
  /**
   * Everything that the process says, `ready` included: by then `start` has been sent, and commands that are not part
   * of it (`return`) can follow. A new process names its UDP ports anew with `feedPort`.
   */
  onMessage(message: ProgramMessage): void;
  /** Called on every change. `restarts` counts the processes started after the first. */
  onHealth(health: ProgramHealth, restarts: number): void;
  log: Logger;
  /**
   * Milliseconds without any message after which a process counts as hung and is killed; three times as many before its
   * first frame. Default 10 000.
   */
  silenceLimitMs?: number;
  /** Environment of the process. Default: this process's own. */
  env?: NodeJS.ProcessEnv;
  /**
   * Milliseconds that a process must have lived before another one is loaded to wait beside it, which takes over at once
   * when it goes. Default 20 000: a start has enough to do.
   */
  spareAfterMs?: number;
}

export interface ProgramSupervisor {
  readonly health: ProgramHealth;
  readonly restarts: number;
  /** The process's id while one is there. */
  readonly pid: number | undefined;
  /** Hands a command to the process. Between two processes it is dropped: the next one begins with `start()`. */
  send(command: ProgramCommand): void;
  /** Asks the process to finish, kills it after 2 s, and resolves once it is gone. Safe twice. */
  close(): Promise<void>;
}

/**
 * How V8 collects garbage there. Its helper threads would wait for a processor while decoders and encoders have it, and
 * the clock's thread for them: 10 to 30 ms at a time. A larger young generation (MB) is collected less often, and what is
 * still needed is less; a larger old one (MB) hardly ever has to be.
 */
const COLLECTOR = ['--single-threaded-gc', '--min-semi-space-size=16', '--initial-old-space-size=128'];
/** A process that lived this long, in ms, did not die "at once". */
const SETTLED_AFTER_MS = 10_000;
/** A process that has only just begun may be silent for so many times the limit. */
const START_PATIENCE = 3;
/** How long what is in the channel already takes to be read, in ms. */
const HEARING_MS = 100;
const STOP_LIMIT_MS = 2_000;
/** Waiting time before each restart in a row of quick deaths, in ms; the last one repeats. */
const BACK_OFF_MS = [0, 100, 500, 1_000, 2_000, 5_000] as const;

/** Loaded, and waiting for its `start`. */
interface Spare {
  process: ChildProcess;
  isReady: boolean;
}

/** Milliseconds to wait before the next start after `quickDeaths` processes in a row that died at once. */
export function restartDelay(quickDeaths: number): number {
  return BACK_OFF_MS[Math.min(quickDeaths, BACK_OFF_MS.length - 1)] ?? 0;
}

/**
 * Keeps one programme process alive: starts it, has the next one loaded and waiting, which follows at once when it goes,
 * more slowly when they keep dying, and kills it when it falls silent (the process sends levels twenty times a second, so
 * silence means that it hangs).
 */
export function superviseProgram(options: ProgramSupervisorOptions): ProgramSupervisor {
  const { log, silenceLimitMs = 10_000, spareAfterMs = 20_000 } = options;
  let spare: Spare | undefined;
  let spareTimer: NodeJS.Timeout | undefined;
  let child: ChildProcess | undefined;
  let health: ProgramHealth = 'off';
  let restarts = 0;
  let quickDeaths = 0;
  let ready = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;

  const setHealth = (next: ProgramHealth): void => {
    if (health === next) return;
    health = next;
    options.onHealth(health, restarts);
  };

  const load = (args: readonly string[] = []): ChildProcess =>
    fork(options.entry, args, { serialization: 'advanced', execArgv: COLLECTOR, env: options.env });

  const loadSpare = (): void => {
    const own: Spare = { process: load([SPARE]), isReady: false };
    spare = own;
    own.process.once('message', () => {
      own.isReady = true;
    });
    const onGone = (): void => {
      if (spare !== own) return;
      spare = undefined;
      if (ready) spareTimer = setTimeout(loadSpare, spareAfterMs);
    };
    own.process.once('exit', onGone);
    own.process.on('error', (err) => {
      log.debug({ err, pid: own.process.pid }, 'spare programme process');
      // The fork itself failed: nothing will ever follow from there.
      if (own.process.pid === undefined) onGone();
    });
  };

  const launch = (): void => {
    restartTimer = undefined;
    const startedAt = performance.now();
    const taken = spare;
    spare = undefined;
    const process = taken?.process ?? load();
    child = process;
    ready = false;
    let heard = 0;
    let silence: NodeJS.Timeout;
    const listen = (): void => {
      clearTimeout(silence);
      // `ready` is the first word; codecs and fonts are opened between it and the second.
      silence = setTimeout(suspect, heard > 1 ? silenceLimitMs : silenceLimitMs * START_PATIENCE);
    };
    const suspect = (): void => {
      const before = heard;
      // On a machine that stood still it was perhaps we who did not listen: what waits in the channel comes first.
      silence = setTimeout(() => {
        if (heard !== before) return;
        log.error({ pid: process.pid, silenceLimitMs }, 'programme process is silent, killing it');
        process.kill('SIGKILL');
      }, HEARING_MS);
    };
    listen();

    const hear = (message: ProgramMessage): void => {
      if (child !== process) return;
      heard += 1;
      listen();
      if (message.type === 'ready') {
        ready = true;
        log.info({ pid: process.pid, restarts }, 'programme process is ready');
        process.send(options.start());
        setHealth('running');
        spareTimer = setTimeout(loadSpare, spareAfterMs);
      }
      options.onMessage(message);
    };
    process.on('message', hear);

    let gone = false;
    const onGone = (reason: object): void => {
      if (gone) return;
      gone = true;
      clearTimeout(silence);
      clearTimeout(spareTimer);
      child = undefined;
      ready = false;
      if (closing) return;
      quickDeaths = performance.now() - startedAt < SETTLED_AFTER_MS ? quickDeaths + 1 : 0;
      restarts += 1;
      const delayMs = restartDelay(Math.max(0, quickDeaths - 1));
      log.error({ ...reason, pid: process.pid, restarts, delayMs }, 'programme process ended, starting it again');
      setHealth('restarting');
      restartTimer = setTimeout(launch, delayMs);
    };
    process.once('exit', (code, signal) => onGone({ code, signal }));
    // Without a process id the fork itself failed and no exit will follow; later errors (a failed send) come before one.
    process.on('error', (err) => {
      if (process.pid === undefined) onGone({ err });
      else log.debug({ err, pid: process.pid }, 'programme process link');
    });
    // What it said while it waited was for nobody then.
    if (taken?.isReady) hear({ type: 'ready' });
  };

  const stop = async (): Promise<void> => {
    clearTimeout(restartTimer);
    clearTimeout(spareTimer);
    const waiting = spare?.process;
    spare = undefined;
    const spareGone = waiting?.pid === undefined ? null : once(waiting, 'exit');
    waiting?.kill('SIGKILL');
    const last = child;
    if (last?.pid !== undefined && last.exitCode === null && last.signalCode === null) {
      const exited = new Promise<void>((resolve) => last.once('exit', () => resolve()));
      if (last.connected) last.send({ type: 'stop' } satisfies ProgramCommand, () => {});
      else last.kill('SIGKILL');
      const limit = setTimeout(() => last.kill('SIGKILL'), STOP_LIMIT_MS);
      await exited;
      clearTimeout(limit);
    }
    await spareGone;
    log.info({ restarts }, 'programme process stopped');
    setHealth('off');
  };

  setHealth('starting');
  launch();

  return {
    get health() {
      return health;
    },
    get restarts() {
      return restarts;
    },
    get pid() {
      return child?.pid;
    },
    send(command) {
      if (ready && child?.connected && !closing) child.send(command);
    },
    close() {
      closing ??= stop();
      return closing;
    },
  };
}
