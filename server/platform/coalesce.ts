import type { Log } from './logging.ts';

/**
 * Runs `work` for a key, one run at a time; marks that come during a run lead to one more run after it. What is
 * published or sent this way is always the newest state, in order.
 */
export class Coalescer {
  readonly #work: (key: string) => Promise<void>;
  readonly #log: Log;
  readonly #running = new Map<string, { again: boolean; done: Promise<void> }>();
  #closed = false;

  constructor(work: (key: string) => Promise<void>, log: Log) {
    this.#work = work;
    this.#log = log;
  }

  /** @returns when a run that began after this call has ended. Failures are logged, not thrown. */
  mark(key: string): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const running = this.#running.get(key);
    if (running) {
      running.again = true;
      return running.done;
    }
    const entry = { again: true, done: Promise.resolve() };
    entry.done = this.#run(key, entry);
    this.#running.set(key, entry);
    return entry.done;
  }

  async #run(key: string, entry: { again: boolean }): Promise<void> {
    while (entry.again && !this.#closed) {
      entry.again = false;
      try {
        await this.#work(key);
      } catch (error) {
        this.#log.error({ err: error, key }, 'could not publish');
      }
    }
    this.#running.delete(key);
  }

  /** Waits for what runs; nothing begins any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}
