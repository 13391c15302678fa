/**
 * Keeps what was loaded for a moment: when a link is shared with thousands, their first requests are one look at the
 * database. Failures are not kept.
 */
export class Recent<Value> {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #load: (key: string) => Promise<Value>;
  readonly #kept = new Map<string, { at: number; value: Promise<Value> }>();

  /** @param most keys that are kept; beyond that the oldest goes. */
  constructor(keepMs: number, most: number, load: (key: string) => Promise<Value>) {
    this.#keepMs = keepMs;
    this.#most = most;
    this.#load = load;
  }

  get(key: string, now = performance.now()): Promise<Value> {
    const kept = this.#kept.get(key);
    if (kept && now - kept.at < this.#keepMs) return kept.value;
    const entry = { at: now, value: this.#load(key) };
    // Anew, so that the map's order is that of age.
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    entry.value.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return entry.value;
  }
}
