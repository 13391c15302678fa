import type { OverlayPlanes } from './planes.ts';
import { Presence, type PresenceView } from './presence.ts';

/** What should stand in a layer. */
export interface Graphic {
  /** What it is: another id goes out and in, other words of the same id change in place. */
  id: string;
  /** All that its drawing depends on. */
  words: string;
  draw(): Promise<OverlayPlanes>;
}

/** So many drawings are kept beside the one that is shown: the one before, and the one to come. */
const MOST = 4;

/** One graphic over the programme: drawn once for the same words, brought in and out by the clock's ticks. */
export class GraphicLayer {
  readonly #presence: Presence;
  /** By words; null while it is being drawn. The newest last. */
  readonly #drawings = new Map<string, OverlayPlanes | null>();
  /** The drawing that stands for each id that is shown. */
  readonly #standing = new Map<string, OverlayPlanes>();
  #wanted: Graphic | null = null;
  #closed = false;

  constructor(frameRate: number) {
    this.#presence = new Presence(frameRate);
  }

  want(graphic: Graphic | null): void {
    this.#wanted = graphic;
    if (graphic) this.prepare(graphic);
  }

  /** Draws what will be wanted soon. */
  prepare({ words, draw }: Graphic): void {
    if (this.#closed || this.#drawings.has(words)) return;
    this.#drawings.set(words, null);
    for (const old of this.#drawings.keys()) {
      if (this.#drawings.size <= MOST) break;
      if (old !== this.#wanted?.words) this.#drawings.delete(old);
    }
    void draw().then((planes) => {
      if (!this.#closed && this.#drawings.has(words)) this.#drawings.set(words, planes);
    });
  }

  /** Goes on by one tick. */
  step(): void {
    const wanted = this.#wanted;
    const drawing = wanted && this.#drawings.get(wanted.words);
    if (wanted && drawing) this.#standing.set(wanted.id, drawing);
    this.#presence.step(wanted && this.#standing.has(wanted.id) ? wanted.id : null);
    for (const id of this.#standing.keys()) {
      if (id !== wanted?.id && id !== this.#presence.shown) this.#standing.delete(id);
    }
  }

  /** The id that stands in the picture, or is still going. */
  get shown(): string | null {
    return this.#presence.shown;
  }

  get view(): (PresenceView & { planes: OverlayPlanes }) | null {
    const { view } = this.#presence;
    const planes = view && this.#standing.get(view.id);
    return view && planes ? { ...view, planes } : null;
  }

  close(): void {
    this.#closed = true;
    this.#drawings.clear();
    this.#standing.clear();
  }
}
