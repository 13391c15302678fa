import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { RecordingStatus, RecordingWish } from '../core/program-link.ts';
import type { ProgramOutput } from '../core/program-output.ts';
import type { FromRecorder, RecorderEntry, RecorderStart, ToRecorder } from './messages.ts';

/** Bytes that may be on their way to the disk: about ten seconds of six contributors and the programme. */
const MAX_PENDING_BYTES = 24 * 1024 * 1024;
/** Entries go in batches, ms. */
const BATCH_MS = 200;
/** A recorder that ended is started again after this long, ms. */
const RESTART_MS = 1_000;
/** What an entry costs besides its bytes. */
const ENTRY_BYTES = 100;

const NOTHING: RecordingStatus = {
  since: null,
  problem: null,
  isos: [],
  program: false,
  bytesPerSecond: 0,
  freeBytes: null,
};

export interface RecorderOptions extends RecorderStart {
  onStatus(status: RecordingStatus): void;
  onKeyFrameWanted(contributorId: string): void;
  log: Logger;
  /** For tests. Default: `record/process.ts`. */
  entry?: string;
  /** For tests. Default: 24 MiB. */
  maxPendingBytes?: number;
}

type Tracks = Extract<RecorderEntry, { type: 'tracks' }>;

/**
 * The programme process's end of the recorder. Nothing here waits: what the recorder does not take in time is left out,
 * and told. Starts the recorder when something is to be recorded for the first time.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #tracks = new Map<string, Tracks>();
  readonly #maxPendingBytes: number;
  #wish: RecordingWish = { program: false, isos: false };
  #init: RecorderEntry | null = null;
  #take: Extract<RecorderEntry, { type: 'take' }> | null = null;
  #child: ChildProcess | null = null;
  #restart: NodeJS.Timeout | undefined;
  #batch: RecorderEntry[] = [];
  #batchBytes = 0;
  #batchTimer: NodeJS.Timeout | undefined;
  #pending = 0;
  #losing = false;
  #closing: Promise<void> | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#maxPendingBytes = options.maxPendingBytes ?? MAX_PENDING_BYTES;
  }

  /** Bytes that the recorder was given and has not dealt with. */
  get pendingBytes(): number {
    return this.#pending;
  }

  set wish(wish: RecordingWish) {
    if (wish.program === this.#wish.program && wish.isos === this.#wish.isos) return;
    this.#wish = wish;
    if (this.#child) this.#push({ type: 'wish', wish });
    else if ((wish.program || wish.isos) && !this.#restart) this.#launch();
  }

  /** The contributor has these tracks now; neither: they left. */
  tracks(contributorId: string, name: string, video: 'vp8' | 'h264' | null, audio: boolean): void {
    const entry: Tracks = { type: 'tracks', contributorId, name, video, audio };
    if (video || audio) this.#tracks.set(contributorId, entry);
    else if (!this.#tracks.delete(contributorId)) return;
    this.#push(entry);
  }

  /** Coded media of a contributor; its bytes are only read. */
  media(entry: Extract<RecorderEntry, { type: 'picture' | 'sound' }>): void {
    if (this.#wish.isos) this.#push(entry, entry.data.length);
  }

  /** The encoded programme. */
  output(output: ProgramOutput): void {
    if (output.type === 'init') {
      this.#init = { type: 'init', data: output.data };
      this.#push(this.#init, output.data.length);
    } else if (output.type === 'part' && this.#wish.program) {
      const { duration, startsSegment, data } = output;
      const ms = output.programDateTime - this.#options.startedAt;
      this.#push({ type: 'part', ms, durationMs: duration * 1000, startsSegment, data }, data.length);
    }
  }

  take(entry: Extract<RecorderEntry, { type: 'take' }>): void {
    this.#take = entry;
    this.#push(entry);
  }

  /** Completes the files; resolves when the recorder has ended. Safe twice. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#restart);
    this.#flush();
    clearTimeout(this.#batchTimer);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    this.#send({ type: 'stop' });
    await exited;
  }

  #launch(): void {
    const {
      entry = join(import.meta.dirname, 'process.ts'),
      log,
      onStatus,
      onKeyFrameWanted,
      maxPendingBytes: _,
      ...start
    } = this.#options;
    this.#restart = undefined;
    const child = fork(entry, [], { serialization: 'advanced', execArgv: [] });
    this.#child = child;
    this.#pending = 0;
    this.#losing = false;
    this.#batch = [];
    this.#batchBytes = 0;
    child.on('message', (message: FromRecorder) => {
      if (this.#child !== child) return;
      if (message.type === 'done') this.#pending -= message.bytes;
      else if (message.type === 'status') onStatus(message.status);
      else onKeyFrameWanted(message.contributorId);
    });
    let gone = false;
    const onGone = (reason: object): void => {
      if (gone) return;
      gone = true;
      this.#child = null;
      if (this.#closing) return;
      log.error({ ...reason }, 'recorder ended, starting it again');
      onStatus({ ...NOTHING, problem: 'failed' });
      this.#restart = setTimeout(() => this.#launch(), RESTART_MS);
    };
    child.once('exit', (code, signal) => onGone({ code, signal }));
    child.on('error', (err) => {
      if (child.pid === undefined) onGone({ err });
      else log.debug({ err }, 'recorder link');
    });
    const { folder, title, reserveBytes, frameRate, width, height, startedAt } = start;
    this.#send({ type: 'start', folder, title, reserveBytes, frameRate, width, height, startedAt });
    for (const known of [this.#init, this.#take, ...this.#tracks.values()]) if (known) this.#push(known);
    this.#push({ type: 'wish', wish: this.#wish });
    log.info({ folder, pid: child.pid }, 'recorder started');
  }

  #push(entry: RecorderEntry, bytes = 0): void {
    if (!this.#child || this.#closing) return;
    const cost = bytes + ENTRY_BYTES;
    // Only media may be left out: what says what it is may not.
    const media = bytes > 0 && entry.type !== 'init';
    if (media && this.#losing) {
      if (this.#pending > this.#maxPendingBytes / 2) return;
      this.#losing = false;
    }
    if (media && this.#pending + cost > this.#maxPendingBytes) {
      this.#losing = true;
      this.#add({ type: 'lost' }, ENTRY_BYTES);
      this.#options.log.error({ pending: this.#pending }, 'the recorder does not keep up: what comes now is left out');
      // Said here: a recorder that waits for its disk says nothing.
      this.#options.onStatus({ ...NOTHING, problem: 'tooSlow' });
      return;
    }
    this.#add(entry, cost);
  }

  #add(entry: RecorderEntry, cost: number): void {
    this.#batch.push(entry);
    this.#batchBytes += cost;
    this.#pending += cost;
    this.#batchTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    if (this.#batch.length === 0) return;
    const entries = this.#batch;
    const bytes = this.#batchBytes;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#send({ type: 'batch', entries, bytes });
  }

  #send(message: ToRecorder): void {
    if (this.#child?.connected) this.#child.send(message, undefined, undefined, () => undefined);
  }
}
