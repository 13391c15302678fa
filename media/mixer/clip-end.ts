import type { ProgramAsset, ProgramDesired, ProgramSource, ProgramTransition } from '../core/program-link.ts';
import { isSameSource } from '../core/program-source.ts';

/** A take that the programme made by itself, because a clip ended. */
export interface OwnTake {
  /** The number of the take that it follows: any later one is newer than it. */
  after: number;
  program: ProgramSource;
  transition: ProgramTransition;
}

const BLACK: ProgramSource = { type: 'black' };
/** Fewer pictures are no transition: what would be shorter is cut. */
const SHORTEST = 4;

/**
 * What the programme takes by itself when the clip on air ends, and when: a cut on the tick after the clip's last picture,
 * a transition so that its last picture holds the clip's last one. The take stands until the number of takes grows, which
 * the server makes it do when it hears of this one, or a producer who was quicker.
 */
export class ClipEnd {
  #take: OwnTake | null = null;

  /** Null: none that the server does not know of. */
  get take(): OwnTake | null {
    return this.#take;
  }

  /** A new desired state. @returns whether it says what was taken here already */
  follow({ takes, program }: Pick<ProgramDesired, 'takes' | 'program'>): boolean {
    const own = this.#take;
    if (!own || takes === own.after) return false;
    this.#take = null;
    return takes === own.after + 1 && isSameSource(program, own.program);
  }

  /**
   * Takes what follows the clip on air, if its time has come.
   *
   * @param left ticks to come that have a picture of the clip's own; null: it does not end by itself
   * @param isPassing a transition to the clip is not over yet: it is broken off by nothing but the clip's end
   */
  step(desired: ProgramDesired, clip: ProgramAsset, left: number | null, isPassing: boolean): OwnTake | null {
    if (this.#take || left === null || clip.atEnd === 'hold') return null;
    const { standby, program, takes } = desired;
    const next = clip.atEnd === 'black' ? BLACK : standby;
    if (!next || isSameSource(next, program)) return null;
    const { endTransition } = clip;
    const frames = endTransition.type === 'cut' ? 0 : endTransition.frames;
    if (left > (isPassing ? 0 : frames)) return null;
    const transition: ProgramTransition =
      endTransition.type === 'cut' || left < SHORTEST ? { type: 'cut' } : { ...endTransition, frames: left };
    // Too late for a transition: the clip is shown to its end first.
    if (transition.type === 'cut' && left > 0) return null;
    this.#take = { after: takes, program: next, transition };
    return this.#take;
  }
}
