import type { ProgramContributor, ProgramDesired } from '../core/program-link.ts';
import type { Artist } from './drawing-orders.ts';
import type { Placement } from './picture-fit.ts';
import type { OverlayPlanes } from './planes.ts';

/** So many drawings are kept: six people in each of the layouts. */
const MOST = 64;

/** The names that stand in the boxes of scenes: drawn when a box first asks, and again when their words change. */
export class NameStraps {
  readonly #artist: Artist;
  readonly #drawn = new Map<string, OverlayPlanes | null>();
  #accent = '#000000';
  #closed = false;

  constructor(artist: Artist) {
    this.#artist = artist;
  }

  update({ accent }: Pick<ProgramDesired, 'accent'>): void {
    this.#accent = accent;
  }

  /** The name of `contributor` for `box`; null until it is drawn. */
  of({ name, place }: ProgramContributor, box: Placement): OverlayPlanes | null {
    const order = { accent: this.#accent, contributor: { name, place }, box };
    const words = JSON.stringify(order);
    const known = this.#drawn.get(words);
    if (known !== undefined) return known;
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size >= MOST && oldest !== undefined) this.#drawn.delete(oldest);
    this.#drawn.set(words, null);
    void this.#artist.nameStrap(order).then((planes) => {
      if (!this.#closed) this.#drawn.set(words, planes);
    });
    return null;
  }

  close(): void {
    this.#closed = true;
    this.#drawn.clear();
  }
}
