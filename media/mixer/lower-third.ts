/** How the lower third stands in one picture. */
export interface LowerThirdView {
  questionId: string;
  /** 0–1. */
  opacity: number;
  /** 0: in its place; 1: wholly lowered. */
  lowered: number;
}

/** Seconds that the coming and the going take. */
const IN_SECONDS = 0.28;
const OUT_SECONDS = 0.2;

/** Brings the question on air in and out, one step per tick; a new question waits until the old one has gone. */
export class LowerThird {
  readonly #inTicks: number;
  readonly #outTicks: number;
  #shown: string | null = null;
  /** 0: gone, 1: in its place. */
  #presence = 0;

  constructor(frameRate: number) {
    this.#inTicks = Math.max(1, Math.round(IN_SECONDS * frameRate));
    this.#outTicks = Math.max(1, Math.round(OUT_SECONDS * frameRate));
  }

  /** The next picture. `wanted` is the question whose drawing is ready to be shown, or null. */
  step(wanted: string | null): LowerThirdView | null {
    if (this.#shown !== null && this.#shown !== wanted) {
      this.#presence -= 1 / this.#outTicks;
      if (this.#presence < 0.001) this.#shown = null;
    }
    if (this.#shown === null) {
      this.#presence = 0;
      this.#shown = wanted;
    }
    if (this.#shown === null) return null;
    if (this.#shown === wanted) this.#presence = Math.min(1, this.#presence + 1 / this.#inTicks);
    const eased = 1 - (1 - this.#presence) ** 3;
    return { questionId: this.#shown, opacity: eased, lowered: 1 - eased };
  }
}
