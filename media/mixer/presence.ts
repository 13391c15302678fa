/** How something stands in one picture. */
export interface PresenceView {
  id: string;
  /** 0–1. */
  opacity: number;
  /** 0: in its place; 1: wholly away from it. */
  away: number;
}

/** Seconds that the coming and the going take. */
const IN_SECONDS = 0.28;
const OUT_SECONDS = 0.2;

/** Brings one thing at a time in and out, one step per tick; another one waits until the one before has gone. */
export class Presence {
  readonly #inTicks: number;
  readonly #outTicks: number;
  #shown: string | null = null;
  /** 0: gone, 1: in its place. */
  #presence = 0;

  constructor(frameRate: number) {
    this.#inTicks = Math.max(1, Math.round(IN_SECONDS * frameRate));
    this.#outTicks = Math.max(1, Math.round(OUT_SECONDS * frameRate));
  }

  /** What stands there now, or is still going. */
  get shown(): string | null {
    return this.#shown;
  }

  /** Goes on by one tick. `wanted` is what is ready to be shown, or null. */
  step(wanted: string | null): void {
    if (this.#shown !== null && this.#shown !== wanted) {
      this.#presence -= 1 / this.#outTicks;
      if (this.#presence < 0.001) this.#shown = null;
    }
    if (this.#shown === null) {
      this.#presence = 0;
      this.#shown = wanted;
    }
    if (this.#shown !== null && this.#shown === wanted) {
      this.#presence = Math.min(1, this.#presence + 1 / this.#inTicks);
    }
  }

  get view(): PresenceView | null {
    if (this.#shown === null) return null;
    const eased = 1 - (1 - this.#presence) ** 3;
    return { id: this.#shown, opacity: eased, away: 1 - eased };
  }
}
