import { ReadPace } from './read-pace.ts';

/** So many keys are asked for at once. */
const MOST = 500;

interface Waiting<Value> {
  key: string;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/**
 * Reads for many keys in one go: while a read runs, who asks waits for the next one, which answers all of them. Nobody gets
 * what was read before they asked.
 */
export class BatchedRead<Value> {
  readonly #read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>;
  readonly #empty: () => Value;
  readonly #pace = new ReadPace();
  #waiting: Waiting<Value>[] = [];
  #running = false;

  /**
   * @param read may leave out keys that there is nothing for
   * @param empty what those get
   */
  constructor(read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>, empty: () => Value) {
    this.#read = read;
    this.#empty = empty;
  }

  get(key: string): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      await this.#pace.turn();
      const batch = this.#waiting.splice(0, MOST);
      try {
        const keys = [...new Set(batch.map(({ key }) => key))];
        const found = await this.#pace.time(() => this.#read(keys));
        for (const { key, resolve } of batch) resolve(found.get(key) ?? this.#empty());
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }
}
