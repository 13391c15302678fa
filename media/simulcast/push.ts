import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ProgramOutput } from '../core/program-output.ts';
import type { FromPusher, ToPusher } from './messages.ts';

/** `connecting`: until the other side takes it. `waiting`: it failed, and is tried again. */
export type PushState =
  | { type: 'connecting' }
  | { type: 'live'; since: number }
  | { type: 'waiting'; reason: string; until: number }
  | { type: 'stopped' };

export interface PushOptions {
  /** `rtmp(s)://` or `srt://`. It holds a secret: it is never logged. */
  url: string;
  /** Names it in the log. */
  name: string;
  /** Called with every change. Times are wall clock, ms. */
  onState(state: PushState): void;
  log: Logger;
  /** Default: 1, 2, 4 … 30 s. Milliseconds after so many failures in a row. */
  retryIn?: (failures: number) => number;
}

/** More than this on its way, in bytes, and the other side is as good as gone: about 20 s of programme. */
const MOST_WAITING = 8 * 1024 * 1024;
/** A connection that lasted this long, ms, was a good one. */
const LASTING_MS = 30_000;
/** How long a process may take to say goodbye, ms. */
const STOP_LIMIT_MS = 2_000;

const doubled = (failures: number): number => Math.min(30_000, 1_000 * 2 ** Math.min(failures - 1, 5));

/** Pushes a programme to one address for as long as it lives, over all failures of the other side. */
export class Push {
  readonly #options: PushOptions;
  #child: ChildProcess | null = null;
  #init: Extract<ProgramOutput, { type: 'init' }> | null = null;
  /** It has had the first part: the next ones belong to it. */
  #begun = false;
  #waitingBytes = 0;
  #failures = 0;
  #liveSince: number | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: PushOptions) {
    this.#options = options;
  }

  /** Takes the programme's next message. Returns at once. */
  accept(output: ProgramOutput): void {
    if (this.#closed) return;
    if (output.type === 'init') {
      this.#init = output;
      // Times begin anew with it: so does the connection.
      this.#drop();
      this.#connect();
    } else if (output.type === 'part' && this.#child && output.epoch === this.#init?.epoch) {
      if (!this.#begun && !output.startsSegment) return;
      this.#begun = true;
      this.#waitingBytes += output.data.length;
      if (this.#waitingBytes > MOST_WAITING) this.#fail('it takes the programme too slowly');
      else this.#send({ type: 'part', data: output.data });
    }
  }

  /** Resolves once the process is gone. Safe twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    const child = this.#child;
    this.#drop();
    if (child && child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    this.#options.onState({ type: 'stopped' });
  }

  #connect(): void {
    const init = this.#init;
    if (this.#closed || this.#child || this.#retry || !init) return;
    const child = fork(join(import.meta.dirname, 'pusher.ts'), [], { serialization: 'advanced', execArgv: [] });
    this.#child = child;
    this.#begun = false;
    this.#waitingBytes = 0;
    this.#liveSince = null;
    this.#options.onState({ type: 'connecting' });
    let reason = 'its process ended';
    child.on('message', (message: FromPusher) => {
      if (this.#child !== child) return;
      switch (message.type) {
        case 'live':
          this.#liveSince = Date.now();
          this.#options.log.info({ target: this.#options.name }, 'simulcast is taken');
          this.#options.onState({ type: 'live', since: this.#liveSince });
          return;
        case 'pushed':
          this.#waitingBytes -= message.bytes;
          return;
        case 'failed':
          reason = message.reason;
          return;
        default:
          message satisfies never;
      }
    });
    child.on('error', (error) => {
      reason = error.message;
    });
    child.once('exit', () => {
      if (this.#child === child) this.#fail(reason);
    });
    this.#send({ type: 'start', url: this.#options.url, init: init.data });
  }

  #send(message: ToPusher): void {
    const child = this.#child;
    if (child?.connected) child.send(message, () => undefined);
  }

  #fail(reason: string): void {
    const { log, name, onState, retryIn = doubled } = this.#options;
    const lasted = this.#liveSince !== null && Date.now() - this.#liveSince > LASTING_MS;
    this.#failures = lasted ? 1 : this.#failures + 1;
    this.#drop();
    if (this.#closed) return;
    const delay = retryIn(this.#failures);
    log.warn({ target: name, reason, retryInMs: delay }, 'simulcast lost');
    onState({ type: 'waiting', reason, until: Date.now() + delay });
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#connect();
    }, delay);
  }

  /** Lets the process end by itself, and ends it where it does not. */
  #drop(): void {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    if (child.connected) child.disconnect();
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => clearTimeout(limit));
  }
}
