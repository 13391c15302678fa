import type { ProgramContributor, ProgramDesired, ProgramSource } from '../core/program-link.ts';
import type { Artist } from './drawing-orders.ts';
import type { OverlayPlanes } from './planes.ts';
import { gridBoxes, placesOf, type Size } from './scene.ts';

/** So many drawings are kept: nine people in each size of box. */
const MOST = 72;

interface Strap {
  /** What it was last asked for. */
  contributor: ProgramContributor;
  accent: string;
  /** All that its drawing depends on. */
  words: string;
  /** The one before stands until another one is drawn. */
  planes: OverlayPlanes | null;
}

/**
 * The names that stand in the boxes of scenes, by person and size of box: drawn ahead where a scene may come, and again
 * when their words change.
 */
export class NameStraps {
  readonly #size: Size;
  readonly #artist: Artist;
  readonly #drawn = new Map<string, Strap>();
  #accent = '#000000';
  #closed = false;

  /** @param size of the programme */
  constructor(size: Size, artist: Artist) {
    this.#size = size;
    this.#artist = artist;
  }

  update({ accent }: Pick<ProgramDesired, 'accent'>): void {
    this.#accent = accent;
  }

  /** The name of `contributor` from the upper left corner of a box of this size; null until it is drawn. */
  of(contributor: ProgramContributor, { width, height }: Size): OverlayPlanes | null {
    const key = `${contributor.id} ${width}×${height}`;
    const accent = this.#accent;
    const known = this.#drawn.get(key);
    if (known?.contributor === contributor && known.accent === accent) return known.planes;
    const { name, role, place } = contributor;
    const order = { accent, contributor: { name, role, place }, box: { width, height } };
    const strap = { contributor, accent, words: JSON.stringify(order), planes: known?.planes ?? null };
    const [oldest] = this.#drawn.keys();
    if (!known && this.#drawn.size >= MOST && oldest !== undefined) this.#drawn.delete(oldest);
    this.#drawn.set(key, strap);
    if (strap.words === known?.words) return strap.planes;
    void this.#artist.nameStrap(order).then((planes) => {
      const newest = this.#drawn.get(key);
      if (!this.#closed && newest?.words === strap.words) newest.planes = planes;
    });
    return strap.planes;
  }

  /**
   * Has the names drawn of those who stand in boxes of `source`; whoever fills the picture has none.
   *
   * @param source with who is in it, also where it fills itself
   * @returns whether all of them are there
   */
  prepare(source: ProgramSource, known: readonly ProgramContributor[]): boolean {
    const places = placesOf(source, known, this.#size);
    if (places.length === 1 && source.type !== 'questionPanel') return true;
    return this.#areDrawn(places.flatMap((place) => ('contributor' in place ? place : [])));
  }

  /** The same for a grid of them, however many of them stay. */
  prepareGrids(people: readonly ProgramContributor[]): boolean {
    const boxes = gridBoxes(people.length, this.#size);
    return this.#areDrawn(people.flatMap((contributor) => boxes.map((box) => ({ contributor, box }))));
  }

  /** Asks for every one of them, whatever is missing before it. */
  #areDrawn(wanted: readonly { contributor: ProgramContributor; box: Size }[]): boolean {
    return wanted.map(({ contributor, box }) => this.of(contributor, box)).every((planes) => planes !== null);
  }

  close(): void {
    this.#closed = true;
    this.#drawn.clear();
  }
}
