import type { ProgramFade, ProgramSource } from '../core/program-link.ts';
import { isSameSource } from '../core/program-source.ts';
import type { Passage } from './transition.ts';

/** The most that the picture follows in one tick, as a share of the way: positions arrive in steps. */
const FASTEST = 0.25;

/** Where the manual fader stands between what is on air and the source that it goes to. */
export interface FaderView {
  to: ProgramSource;
  type: Passage['type'];
  /** 0: all that is on air; 1: all `to`. */
  share: number;
}

/** The manual fader: follows the hand tick by tick, and stays where it is let go. Back at 0 it is gone. */
export class ManualFader {
  #view: FaderView | null = null;
  #target = 0;

  get view(): FaderView | null {
    return this.#view;
  }

  move({ to, type, position }: ProgramFade): void {
    this.#target = position;
    if (this.#view && isSameSource(this.#view.to, to)) this.#view = { ...this.#view, type };
    else if (position > 0) this.#view = { to, type, share: 0 };
  }

  /** Goes on by one tick. */
  step(): void {
    const view = this.#view;
    if (!view) return;
    const way = this.#target - view.share;
    const share = Math.abs(way) <= FASTEST ? this.#target : view.share + FASTEST * Math.sign(way);
    this.#view = share > 0 ? { ...view, share } : null;
  }

  /** Something was taken: the way ends here. */
  drop(): void {
    this.#view = null;
    this.#target = 0;
  }
}
