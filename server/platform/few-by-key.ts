/**
 * Values by key where nearly every key has one: a list is made only where there is a second. A `Map` of `Set`s would take
 * 150 bytes more for each of ten thousand.
 */
export class FewByKey<Key, Value extends { readonly id: string }> {
  readonly #held = new Map<Key, Value | readonly Value[]>();

  /** Keys that have a value. */
  get size(): number {
    return this.#held.size;
  }

  /** Adds one that is not there yet. */
  add(key: Key, value: Value): void {
    const held = this.get(key);
    this.#held.set(key, held.length === 0 ? value : [...held, value]);
  }

  /** Without effect for one that is not there. */
  remove(key: Key, value: Value): void {
    const [first, ...others] = this.get(key).filter((one) => one !== value);
    if (!first) this.#held.delete(key);
    else this.#held.set(key, others.length === 0 ? first : [first, ...others]);
  }

  /** In the order in which they were added. */
  get(key: Key): readonly Value[] {
    const held = this.#held.get(key);
    if (held === undefined) return [];
    return 'id' in held ? [held] : held;
  }
}
