export interface SpareTimeOptions {
  /** Milliseconds to the next tick, negative when it is overdue. */
  untilTick(): number;
  /** Nothing is begun with less than this to the next tick, ms; more where pieces have lately taken longer. */
  guardMs: number;
  /** A piece that has waited this long runs even so, ms: on a machine without pauses nothing starves. */
  patienceMs: number;
  /** Monotonic ms. */
  now(): number;
}

/** The longest piece of the last 5 to 10 s counts: key frames take longer than others, and come every few seconds. */
const MEMORY_MS = 5_000;
/** However long a piece took: one that was held up by another process must not stop all work, ms. */
const LONGEST_GUARD_MS = 12;

/** Runs pieces of work in order, in the pauses between ticks, so that decoding and drawing do not make a tick late. */
export class SpareTime {
  readonly #options: SpareTimeOptions;
  #waiting: { work: () => void; since: number }[] = [];
  #scheduled = false;
  #closed = false;
  /** The longest piece since `#memoryFrom`, and in the stretch before, ms. */
  #longest = 0;
  #longestBefore = 0;
  #memoryFrom = 0;

  constructor(options: SpareTimeOptions) {
    this.#options = options;
  }

  push(work: () => void): void {
    if (this.#closed) return;
    this.#waiting.push({ work, since: this.#options.now() });
    this.#schedule();
  }

  /** Drops what waits. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed || this.#waiting.length === 0) return;
    this.#scheduled = true;
    const left = this.#options.untilTick();
    // Close to a tick: come back after it. Otherwise after the timers and sockets have had their turn.
    if (left > this.#guard) setImmediate(() => this.#run());
    else setTimeout(() => this.#run(), Math.max(0, left));
  }

  #run(): void {
    this.#scheduled = false;
    for (let next = this.#waiting[0]; next && this.#mayRun(next.since); next = this.#waiting[0]) {
      this.#waiting.shift();
      const begun = this.#options.now();
      next.work();
      this.#remember(begun, this.#options.now());
    }
    this.#schedule();
  }

  #remember(begun: number, ended: number): void {
    if (ended - this.#memoryFrom > MEMORY_MS) {
      this.#longestBefore = this.#longest;
      this.#longest = 0;
      this.#memoryFrom = ended;
    }
    this.#longest = Math.max(this.#longest, ended - begun);
  }

  get #guard(): number {
    const longest = Math.max(this.#longest, this.#longestBefore);
    return Math.max(this.#options.guardMs, Math.min(longest, LONGEST_GUARD_MS));
  }

  #mayRun(since: number): boolean {
    const { untilTick, patienceMs, now } = this.#options;
    return untilTick() > this.#guard || now() - since > patienceMs;
  }
}
