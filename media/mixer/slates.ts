import type { Frame } from 'node-av/lib';
import { createPicture, fillFromPlanar, markProgramColour } from '../core/av.ts';
import type { ProgramContributor, ProgramDesired } from '../core/program-link.ts';
import type { Artist, SlateOrder } from './drawing-orders.ts';

/** What a slate's drawing depends on. */
export type SlateTexts = Pick<ProgramDesired, 'title' | 'accent' | 'contributors'>;

/** Key of the broadcast's own slate among those of the contributors. */
const BROADCAST = '';

/**
 * The slates of one broadcast as programme pictures: drawn ahead of time, and again when their words change; until then
 * the ones before stand. Owns the pictures.
 */
export class Slates {
  readonly #size: { width: number; height: number };
  readonly #artist: Artist;
  /** `words` tells whether the drawing is still right. */
  readonly #drawn = new Map<string, { words: string; frame: Frame }>();
  /** Nothing; also shown while not even the broadcast's own slate is there. */
  readonly #black: Frame;
  #texts: SlateTexts = { title: '', accent: '#000000', contributors: [] };
  #closed = false;

  constructor(size: { width: number; height: number }, artist: Artist) {
    this.#size = { width: size.width, height: size.height };
    this.#artist = artist;
    this.#black = createPicture(size.width, size.height);
    for (const [index, plane] of (this.#black.data ?? []).entries()) plane.fill(index === 0 ? 16 : 128);
    markProgramColour(this.#black);
  }

  /**
   * Draws what is missing or outdated: the slate of the contributor `first`, or else the broadcast's own, then the others.
   * `onFirst` is called when that first one is there; the promise settles when all are.
   */
  async update(texts: SlateTexts, first: string | null, onFirst?: () => void): Promise<void> {
    this.#texts = texts;
    const contributors = texts.contributors.map(({ id }) => id);
    const ids = new Set([BROADCAST, ...contributors]);
    for (const [id, { frame }] of this.#drawn) {
      if (ids.has(id)) continue;
      this.#drawn.delete(id);
      frame.free();
    }
    const begin = first !== null && ids.has(first) ? first : BROADCAST;
    await this.#draw(begin);
    onFirst?.();
    for (const id of ids) await this.#draw(id);
  }

  black(): Frame {
    return this.#black;
  }

  /** The broadcast's own card; good until the next tick. */
  broadcast(): Frame {
    return this.#drawn.get(BROADCAST)?.frame ?? this.#black;
  }

  /** A contributor's card; the broadcast's while it is not drawn. */
  contributor(contributor: ProgramContributor): Frame {
    return this.#drawn.get(contributor.id)?.frame ?? this.broadcast();
  }

  /** What the slate of `id` depends on; null when nobody wants it any more. */
  #wanted(id: string): Pick<SlateOrder, 'accent' | 'title' | 'contributor'> | null {
    const { title, accent, contributors } = this.#texts;
    if (id === BROADCAST) return { accent, title, contributor: null };
    const who = contributors.find((contributor) => contributor.id === id);
    return who ? { accent, title, contributor: { name: who.name, place: who.place } } : null;
  }

  async #draw(id: string): Promise<void> {
    const order = this.#wanted(id);
    const words = JSON.stringify(order);
    if (!order || this.#drawn.get(id)?.words === words) return;
    const picture = await this.#artist.slate({ ...this.#size, ...order });
    // The words may have changed while it was drawn: whoever changed them asked for another drawing.
    if (this.#closed || JSON.stringify(this.#wanted(id)) !== words || this.#drawn.get(id)?.words === words) return;
    const frame = createPicture(this.#size.width, this.#size.height);
    fillFromPlanar(frame, picture);
    markProgramColour(frame);
    this.#drawn.get(id)?.frame.free();
    this.#drawn.set(id, { words, frame });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { frame } of this.#drawn.values()) frame.free();
    this.#drawn.clear();
    this.#black.free();
  }
}
