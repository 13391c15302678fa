import { ReadPace } from './read-pace.ts';

interface Running<Value> {
  done: Promise<Value>;
  /** It has looked: who asks now must not get what it finds. */
  begun: boolean;
  next: Promise<Value> | null;
}

/**
 * One read for all who ask at the same time. Who asks while one runs shares the next one, so nobody gets what was read
 * before they asked; however many ask, one read per key runs at a time, and begins as `ReadPace` lets it.
 */
export class SharedRead<Value> {
  readonly #read: (key: string) => Promise<Value>;
  readonly #pace = new ReadPace();
  readonly #running = new Map<string, Running<Value>>();

  constructor(read: (key: string) => Promise<Value>) {
    this.#read = read;
  }

  get(key: string): Promise<Value> {
    const running = this.#running.get(key);
    if (!running) return this.#start(key);
    if (!running.begun) return running.done;
    running.next ??= running.done.then(
      () => this.#start(key),
      () => this.#start(key),
    );
    return running.next;
  }

  #start(key: string): Promise<Value> {
    const entry: Running<Value> = {
      done: this.#readAfterAll(key, () => (entry.begun = true)),
      begun: false,
      next: null,
    };
    this.#running.set(key, entry);
    const settled = () => {
      // Otherwise the next one has taken its place.
      if (this.#running.get(key) === entry && entry.next === null) this.#running.delete(key);
    };
    entry.done.then(settled, settled);
    return entry.done;
  }

  async #readAfterAll(key: string, onBegin: () => void): Promise<Value> {
    await this.#pace.turn();
    onBegin();
    return this.#pace.time(() => this.#read(key));
  }
}
