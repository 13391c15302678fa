/** Notices when somebody sets the machine's clock. */

/** The machine's clock, which can be set, and one that cannot; both in ms. */
export interface Clocks {
  wall(): number;
  monotonic(): number;
}

export const MACHINE_CLOCKS: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/** Less than this is no jump: what keeps a clock right slews it, and both clocks with it. */
const JUMP_MS = 100;
/** Reading both clocks takes longer than this (ms) when the process was interrupted in between: then they say nothing. */
const READ_WITHIN_MS = 5;

export class ClockWatch {
  readonly #clocks: Clocks;
  #offset: number;

  constructor(clocks: Clocks = MACHINE_CLOCKS) {
    this.#clocks = clocks;
    this.#offset = clocks.wall() - clocks.monotonic();
  }

  /** By how much (ms) the clock was set since the last look; 0: it was not. */
  look(): number {
    const before = this.#clocks.monotonic();
    const wall = this.#clocks.wall();
    const after = this.#clocks.monotonic();
    if (after - before > READ_WITHIN_MS) return 0;
    const by = Math.round(wall - after - this.#offset);
    if (Math.abs(by) < JUMP_MS) return 0;
    this.#offset += by;
    return by;
  }
}
