/** Looks every ten seconds how many watch what is live, and keeps it by the minute, for the report. */
import type { Database } from '@antenne/prisma';
import { VIEWERS_LOOK_MS } from '../contract/index.ts';
import type { Log } from '../platform/logging.ts';
import { addViewers, listLiveIds } from './store.ts';

export class ViewerSamples {
  readonly #database: Database;
  readonly #viewers: (broadcastId: string) => number;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;

  /** @param viewers how many watch a broadcast now */
  constructor(database: Database, viewers: (broadcastId: string) => number, log: Log) {
    this.#database = database;
    this.#viewers = viewers;
    this.#log = log;
  }

  /** Looks from now on. The owner calls `close`. */
  start(): void {
    this.#timer = setInterval(() => {
      // A database that hangs gets one look at a time.
      this.#looking ??= this.look()
        .catch((error) => this.#log.warn({ err: error }, 'could not keep how many watch'))
        .finally(() => {
          this.#looking = null;
        });
    }, VIEWERS_LOOK_MS);
  }

  async look(now = new Date()): Promise<void> {
    const { client } = this.#database;
    for (const id of await listLiveIds(client)) await addViewers(client, id, this.#viewers(id), now);
  }

  /** Safe twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }
}
