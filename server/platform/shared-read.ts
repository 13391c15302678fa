/**
 * One read for all who ask at the same time. Who asks while one runs shares the next one, so nobody gets what was read
 * before they asked; however many ask, one read per key runs at a time.
 */
export class SharedRead<Value> {
  readonly #read: (key: string) => Promise<Value>;
  readonly #running = new Map<string, { done: Promise<Value>; next: Promise<Value> | null }>();

  constructor(read: (key: string) => Promise<Value>) {
    this.#read = read;
  }

  get(key: string): Promise<Value> {
    const running = this.#running.get(key);
    if (!running) return this.#start(key);
    running.next ??= running.done.then(
      () => this.#start(key),
      () => this.#start(key),
    );
    return running.next;
  }

  #start(key: string): Promise<Value> {
    const done = this.#read(key);
    const entry = { done, next: null };
    this.#running.set(key, entry);
    const settled = () => {
      // Otherwise the next one has taken its place.
      if (this.#running.get(key) === entry && entry.next === null) this.#running.delete(key);
    };
    done.then(settled, settled);
    return done;
  }
}
