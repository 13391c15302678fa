/** Lets items follow by themselves when their time is over, and keeps running clocks right when the machine's is set. */
import type { Database } from '@antenne/prisma';
import type { RundownEdit } from '../contract/index.ts';
import { type ClockWatch, MACHINE_CLOCKS } from '../platform/clock-watch.ts';
import type { Log } from '../platform/logging.ts';
import type { Outbox } from '../platform/outbox.ts';
import { advanceAt } from '../rundown/run.ts';
import { listRunning } from '../rundown/run-store.ts';
import type { ShowRun } from './show-run.ts';

/** Milliseconds between two looks at the clock. */
const LOOK_EVERY = 1_000;
/** Milliseconds after which what failed (the database is away) is tried again. */
const RETRY_AFTER = 1_000;
/** What a timer can wait for at most, ms. */
const LONGEST = 2 ** 31 - 1;

export interface RunTimerParts {
  database: Database;
  outbox: Outbox;
  run: ShowRun;
  clock: ClockWatch;
  log: Log;
  /** The machine's clock, ms. */
  now?: () => number;
}

/**
 * One timer per broadcast, set anew with every change of its rundown. Whether an item's time is really over is decided
 * by `ShowRun.goOn`; a timer only says when to ask. The owner calls `start`, then `close`.
 */
export class RunTimer {
  readonly #parts: RunTimerParts;
  readonly #now: () => number;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #working = new Set<Promise<void>>();
  #looking: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void) | undefined;
  #moved = Promise.resolve();
  #closed = false;

  constructor(parts: RunTimerParts) {
    this.#parts = parts;
    this.#now = parts.now ?? MACHINE_CLOCKS.wall;
  }

  /** Takes up what was running when the process before ended. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#parts.outbox.subscribe(({ broadcastId, scope, event }) => {
      if (scope !== 'control') return;
      if (event.type === 'rundown') this.#set(broadcastId, advanceAt(event.rundown));
      if (event.type === 'rundownEdit') this.#set(broadcastId, this.#askAt(event.edit));
    });
    this.#looking = setInterval(() => this.#do(() => this.look()), LOOK_EVERY);
    for (const id of await listRunning(this.#parts.database.client)) this.#set(id, this.#now());
  }

  /** Moves what runs with the clock, where somebody has set it. */
  look(): Promise<void> {
    const by = this.#parts.clock.look();
    // Who asks while it is being done waits for it, too.
    if (by !== 0) this.#moved = this.#moved.then(() => this.#move(by));
    return this.#moved;
  }

  async #move(by: number): Promise<void> {
    const { database, run, log } = this.#parts;
    log.warn({ by }, 'the clock of this machine was set');
    try {
      for (const id of await listRunning(database.client)) await run.clockJumped(id, by);
    } catch (error) {
      log.error({ err: error, by }, 'could not move what runs with the clock');
    }
  }

  #set(broadcastId: string, at: number | null): void {
    clearTimeout(this.#timers.get(broadcastId));
    this.#timers.delete(broadcastId);
    if (at === null || this.#closed) return;
    const wait = Math.min(Math.max(0, at - this.#now()), LONGEST);
    const timer = setTimeout(() => {
      this.#timers.delete(broadcastId);
      this.#do(() => this.#goOn(broadcastId));
    }, wait);
    this.#timers.set(broadcastId, timer);
  }

  /** With an item that the edit does not name, what follows it may still be another one: that is asked. */
  #askAt(edit: RundownEdit): number | null {
    const isKnown = edit.currentItemId === null || edit.changed.some(({ id }) => id === edit.currentItemId);
    return isKnown ? advanceAt({ ...edit, items: edit.changed }) : this.#now();
  }

  /** Unless a change has set a timer meanwhile: that one knows better. */
  #setAgain(broadcastId: string, at: number): void {
    if (!this.#timers.has(broadcastId)) this.#set(broadcastId, at);
  }

  async #goOn(broadcastId: string): Promise<void> {
    try {
      // A clock that was set since the last look must not let anything follow.
      await this.look();
      const again = await this.#parts.run.goOn(broadcastId);
      if (again !== null) this.#setAgain(broadcastId, again);
    } catch (error) {
      this.#setAgain(broadcastId, this.#now() + RETRY_AFTER);
      throw error;
    }
  }

  #do(work: () => Promise<void>): void {
    if (this.#closed) return;
    const done = work()
      .catch((error) => this.#parts.log.error({ err: error }, 'the run could not go on by itself'))
      .finally(() => this.#working.delete(done));
    this.#working.add(done);
  }

  /** Waits for what is being done. Safe twice. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe?.();
    clearInterval(this.#looking);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#working);
  }
}
