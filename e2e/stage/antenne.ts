/**
 * Antenne as a newcomer starts it (`node scripts/start.mjs`), in a data folder of its own, and what a test wants to do to
 * it: find its links, kill one of its processes, stop it and see that nothing is left.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive, type ProcessInfo, type ProcessRole, processesWith, processTree } from './processes.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Logs of what ran under test; kept for whoever reads a failure. */
const LOGS = join(ROOT, '.cache/e2e-logs');
/** Loops of simulated contributors that an earlier start made: making them costs a minute of processor. */
const LOOPS = join(ROOT, '.cache/e2e-loops');

export interface AntenneOptions {
  /** Names the log. */
  name: string;
  /** Default: free ones. */
  port?: number;
  mediaPort?: number;
  /** First of 200 ports for WebRTC media. Default 46000. */
  rtcPort?: number;
  /** Without it, a temporary folder that `dispose` removes. */
  dataFolder?: string;
  demo: boolean;
  /** Give it the simulated contributors' loops that an earlier start made. Default true; their names say their recipe. */
  keptLoops?: boolean;
  env?: Record<string, string>;
}

export class Antenne {
  readonly dataFolder: string;
  readonly url: string;
  readonly mediaUrl: string;
  /** Lines that the launcher printed, with the wall clock (ms) of their arrival. */
  readonly printed: { at: number; line: string }[] = [];
  readonly logPath: string;
  readonly #launcher: ChildProcess;
  readonly #ownsFolder: boolean;
  /** Once known to have run, a process must be gone after `stop`. */
  readonly #seen = new Map<number, ProcessInfo>();

  private constructor(
    launcher: ChildProcess,
    addresses: { url: string; mediaUrl: string; dataFolder: string; ownsFolder: boolean; logPath: string },
  ) {
    this.#launcher = launcher;
    this.url = addresses.url;
    this.mediaUrl = addresses.mediaUrl;
    this.dataFolder = addresses.dataFolder;
    this.#ownsFolder = addresses.ownsFolder;
    this.logPath = addresses.logPath;
  }

  /**
   * Starts it and waits until server and media say that they are ready and the links are there.
   * @throws with the last lines of its output when it ends before, or takes longer than `deadlineMs`.
   */
  static async start(options: AntenneOptions, deadlineMs = 120_000): Promise<Antenne> {
    const port = options.port ?? (await freePort());
    const mediaPort = options.mediaPort ?? (await freePort());
    const rtcPort = options.rtcPort ?? 46_000;
    const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), `antenne-${options.name}-`));
    const logPath = join(LOGS, `${options.name}.log`);
    mkdirSync(dirname(logPath), { recursive: true });
    if (options.keptLoops !== false) copyLoops(LOOPS, join(dataFolder, 'simulated'));
    const launcher = spawn('node', ['scripts/start.mjs', ...(options.demo ? [] : ['--no-demo'])], {
      cwd: ROOT,
      // Its own group: a Ctrl-C at the test's terminal must not reach it before the test's own clean-up does.
      detached: true,
      // It ends when the channel closes: a test that is killed leaves nothing behind.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        MEDIA_PORT: String(mediaPort),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        MEDIA_PUBLIC_URL: `http://127.0.0.1:${mediaPort}`,
        ANNOUNCED_IP: '127.0.0.1',
        RTC_MIN_PORT: String(rtcPort),
        RTC_MAX_PORT: String(rtcPort + 199),
        DATA_DIR: dataFolder,
        // Browsers that act as people take most of two cores: a small picture leaves them room.
        PROGRAM_WIDTH: '640',
        PROGRAM_HEIGHT: '360',
        PROGRAM_PRESET: 'superfast',
        PROGRAM_LADDER: 'off',
        ...options.env,
      },
    });
    const antenne = new Antenne(launcher, {
      url: `http://127.0.0.1:${port}`,
      mediaUrl: `http://127.0.0.1:${mediaPort}`,
      dataFolder,
      ownsFolder: options.dataFolder === undefined,
      logPath,
    });
    const log = createWriteStream(logPath);
    for (const stream of [launcher.stdout, launcher.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        const at = Date.now();
        antenne.printed.push({ at, line });
        log.write(`${new Date(at).toISOString()} ${line}\n`);
      });
    }
    try {
      await antenne.#untilReady(deadlineMs);
      return antenne;
    } catch (error) {
      await antenne.dispose();
      throw error;
    }
  }

  get launcherPid(): number {
    const { pid } = this.#launcher;
    if (pid === undefined) throw new Error('the launcher never started');
    return pid;
  }

  /** The links as `npm start` wrote them. */
  links(): unknown {
    return JSON.parse(readFileSync(join(this.dataFolder, 'links.json'), 'utf8'));
  }

  /** What runs now. */
  processes(): ProcessInfo[] {
    const tree = processTree(this.launcherPid);
    for (const found of tree) this.#seen.set(found.pid, found);
    return tree;
  }

  /**
   * SIGKILL to every process of this role, as a crash would end them. Resolves with the wall clock (ms) of the kill once
   * they are dead. @throws when there is none.
   */
  async kill(role: ProcessRole): Promise<number> {
    const doomed = this.processes().filter((candidate) => candidate.role === role);
    if (doomed.length === 0) throw new Error(`no process is the ${role}`);
    const at = Date.now();
    for (const { pid } of doomed) process.kill(pid, 'SIGKILL');
    await until(() => doomed.every(({ pid }) => !isAlive(pid)), 5_000, `the ${role} outlived SIGKILL`);
    return at;
  }

  /** Whether the server says yes to this path. */
  answers(path: string): Promise<boolean> {
    return answersOk(`${this.url}${path}`);
  }

  /**
   * Asks it to end: SIGINT goes to the whole group, as a terminal's Ctrl-C does, SIGTERM to the launcher alone.
   * @returns how long it took in ms, its exit code, and every process and port that is still there: should be none.
   */
  async stop(
    signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM',
  ): Promise<{ tookMs: number; code: number | null; left: string[] }> {
    this.processes();
    const from = Date.now();
    if (this.#launcher.exitCode === null && this.#launcher.signalCode === null) {
      const exited = once(this.#launcher, 'exit');
      process.kill(signal === 'SIGINT' ? -this.launcherPid : this.launcherPid, signal);
      await Promise.race([exited, deadline(20_000, `the launcher ignored ${signal}`)]);
    }
    const tookMs = Date.now() - from;
    return { tookMs, code: this.#launcher.exitCode, left: await this.#leftBehind() };
  }

  /** Ends everything by force and removes the temporary data folder. Safe twice, and after `stop`. */
  async dispose(): Promise<void> {
    const kill = (pid: number) => {
      if (pid !== process.pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
    };
    // The launcher first: it would start anew what is killed before it.
    for (const { pid } of processTree(this.launcherPid)) kill(pid);
    const isOver = () => {
      const left = processesWith('DATA_DIR', this.dataFolder);
      for (const { pid } of left) kill(pid);
      return left.length === 0;
    };
    await until(isOver, 5_000, 'processes outlived SIGKILL');
    copyLoops(join(this.dataFolder, 'simulated'), LOOPS);
    const logs = join(this.dataFolder, 'logs');
    if (existsSync(logs)) cpSync(logs, this.logPath.replace(/\.log$/, ''), { recursive: true, force: true });
    if (this.#ownsFolder) rmSync(this.dataFolder, { recursive: true, force: true });
  }

  async #leftBehind(): Promise<string[]> {
    const alive = [...this.#seen.values(), ...processesWith('DATA_DIR', this.dataFolder)].filter(({ pid }) =>
      isAlive(pid),
    );
    const left = new Set(alive.map(({ pid, role, command }) => `${role} ${pid}: ${command}`));
    for (const url of [this.url, this.mediaUrl]) {
      if (!(await canListen(Number(new URL(url).port)))) left.add(`something listens on ${url}`);
    }
    return [...left];
  }

  async #untilReady(deadlineMs: number): Promise<void> {
    const isReady = async () => {
      if (this.#launcher.exitCode !== null) throw new Error(`the launcher ended with ${this.#launcher.exitCode}`);
      if (!existsSync(join(this.dataFolder, 'links.json'))) return false;
      const answers = await Promise.all([this.url, this.mediaUrl].map((url) => answersOk(`${url}/ready`)));
      return answers.every(Boolean);
    };
    try {
      await until(isReady, deadlineMs, `not ready after ${deadlineMs / 1000} s`);
    } catch (error) {
      const last = this.printed.slice(-30).map(({ line }) => line);
      throw new Error(`Antenne did not start (log: ${this.logPath}):\n${last.join('\n')}`, { cause: error });
    }
  }
}

function copyLoops(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((name) => name.endsWith('.loop'))) {
    if (!existsSync(join(to, name))) copyFileSync(join(from, name), join(to, name));
  }
}

/** Polls every 50 ms. @throws `complaint` after `deadlineMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
  complaint: string,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function deadline(milliseconds: number, complaint: string): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  throw new Error(complaint);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  const free = await listening;
  if (free) server.close();
  return free;
}
