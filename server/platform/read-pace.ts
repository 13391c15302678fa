import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/** Between two reads so many times as long stays free for everything else, */
const REST = 10;
/** but no longer than this, ms. */
const LONGEST_MS = 100;

/**
 * How soon after one another reads for a crowd begin. When thousands come at once, each turn of the event loop brings a few of
 * them: were each few read for, reading would be all that is done. The first one never waits.
 */
export class ReadPace {
  #notBefore = Number.NEGATIVE_INFINITY;

  /**
   * Resolves when a read may begin: not before all that has arrived is heard, because the embedded database answers within
   * the same turn of the event loop, where nobody else could have asked yet.
   */
  async turn(): Promise<void> {
    await turn();
    const ms = this.#notBefore - performance.now();
    if (ms > 0) await delay(ms);
  }

  /** Runs a read, and remembers how long it took. */
  async time<Value>(read: () => Promise<Value>): Promise<Value> {
    const begun = performance.now();
    try {
      return await read();
    } finally {
      const ended = performance.now();
      this.#notBefore = ended + Math.min(LONGEST_MS, REST * (ended - begun));
    }
  }
}
