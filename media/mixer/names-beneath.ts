import type { Placement } from './picture-fit.ts';
import { Presence } from './presence.ts';

/**
 * The names in the boxes of a scene where a question comes to stand over them: a name that it would cut goes while it comes,
 * and returns when it is gone, so that whoever looks sees a whole name or none. The others stay.
 */
export class NamesBeneath {
  readonly #covering: Presence;
  /** Where the question stands, or stood last. */
  #covered: Placement | null = null;

  constructor(frameRate: number) {
    this.#covering = new Presence(frameRate);
  }

  /** Goes on by one tick. @param question the place to which it comes; null when it is gone */
  step(question: Placement | null): void {
    if (question) this.#covered = question;
    // Whichever question: names do not flash up between one and the next.
    this.#covering.step(question && 'question');
  }

  /** How much is seen of a name that stands there, 0–1. */
  opacityAt(name: Placement): number {
    const { view } = this.#covering;
    return view && this.#covered && overlap(name, this.#covered) ? 1 - view.opacity : 1;
  }
}

function overlap(one: Placement, other: Placement): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}
