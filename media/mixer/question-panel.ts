import type { ProgramDesired } from '../core/program-link.ts';
import type { Artist } from './drawing-orders.ts';
import { GraphicLayer } from './graphic-layer.ts';
import type { OverlayPlanes } from './planes.ts';
import { panelBox, type Size } from './scene.ts';

/** What stands in the panel's place in one picture: the ground, and over it what comes or goes. */
export interface PanelView {
  layers: readonly { planes: OverlayPlanes; opacity: number }[];
  /** Another word for each picture that differs. */
  key: string;
}

/** The panel of the scene that holds the question on air: its title card, and the question that comes and goes over it. */
export class QuestionPanel {
  readonly #size: Size;
  readonly #artist: Artist;
  readonly #title: GraphicLayer;
  readonly #question: GraphicLayer;

  constructor(options: { size: Size; frameRate: number; artist: Artist }) {
    this.#size = options.size;
    this.#artist = options.artist;
    this.#title = new GraphicLayer(options.frameRate);
    this.#question = new GraphicLayer(options.frameRate);
  }

  /** Goes on by one tick. @param isWanted the scene is on a bus: only then is anything drawn */
  step({ question, title, accent }: ProgramDesired, isWanted: boolean): void {
    const box = panelBox(this.#size);
    this.#title.want(
      isWanted
        ? {
            id: 'title',
            words: JSON.stringify([title, accent]),
            draw: () => this.#artist.graphic({ kind: 'panel', ...this.#size, accent, title, question: null, box }),
          }
        : null,
    );
    this.#title.step();
    this.#question.want(
      isWanted && question
        ? {
            id: question.id,
            words: JSON.stringify([question, accent]),
            draw: () => this.#artist.graphic({ kind: 'panel', ...this.#size, accent, title, question, box }),
          }
        : null,
    );
    this.#question.step();
  }

  /** The question that stands in it, or is still going. */
  get questionId(): string | null {
    return this.#question.shown;
  }

  get view(): PanelView {
    const [title, question] = [this.#title.view, this.#question.view];
    // The ground never fades: the scene's own transition brings it in.
    const layers = [
      ...(title ? [{ planes: title.planes, opacity: 1 }] : []),
      ...(question ? [{ planes: question.planes, opacity: question.opacity }] : []),
    ];
    return { layers, key: layers.map(({ planes, opacity }) => `${numberOf(planes)}@${opacity}`).join() };
  }

  close(): void {
    this.#title.close();
    this.#question.close();
  }
}

const numbers = new WeakMap<OverlayPlanes, number>();
let drawings = 0;

/** Tells drawings apart. */
function numberOf(planes: OverlayPlanes): number {
  const known = numbers.get(planes);
  if (known !== undefined) return known;
  drawings += 1;
  numbers.set(planes, drawings);
  return drawings;
}
