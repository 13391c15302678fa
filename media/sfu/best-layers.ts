/**
 * Whose picture the programme gets at its best. Those on a bus do; everyone else's is decoded too, so that a cut never
 * waits, from the smallest simulcast layer. A change waits for a key frame of the other layer, which the preview gives
 * time for; who leaves the buses keeps the best one for a while, because a transition still shows them, and because
 * whoever was there is often there again.
 */

/** Of three layers, counted from 0. */
export type SpatialLayer = 0 | 2;

export interface BestLayersOptions {
  /** A contributor's layer is another one. */
  onChange(contributorId: string): void;
  /** How long who left the buses keeps the best layer, ms. Longer than any transition. Default 10 s. */
  holdMs?: number;
}

export class BestLayers {
  readonly #options: BestLayersOptions;
  readonly #best = new Set<string>();
  readonly #leaving = new Map<string, NodeJS.Timeout>();
  #closed = false;

  constructor(options: BestLayersOptions) {
    this.#options = options;
  }

  /** Everyone who is on a bus now. */
  favour(contributorIds: Iterable<string>): void {
    if (this.#closed) return;
    const wanted = new Set(contributorIds);
    for (const id of wanted) {
      clearTimeout(this.#leaving.get(id));
      this.#leaving.delete(id);
      if (this.#best.has(id)) continue;
      this.#best.add(id);
      this.#options.onChange(id);
    }
    for (const id of this.#best) {
      if (wanted.has(id) || this.#leaving.has(id)) continue;
      this.#leaving.set(
        id,
        setTimeout(() => this.#drop(id), this.#options.holdMs ?? 10_000),
      );
    }
  }

  layerOf(contributorId: string): SpatialLayer {
    return this.#best.has(contributorId) ? 2 : 0;
  }

  /** Safe twice. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    this.#leaving.clear();
  }

  #drop(id: string): void {
    this.#leaving.delete(id);
    this.#best.delete(id);
    this.#options.onChange(id);
  }
}
