/** Asynchronous work, one piece after the other, in the order in which it came. A piece that fails fails what follows. */
export class WorkLine {
  #last: Promise<void> = Promise.resolve();
  #length = 0;

  /** Pieces that wait or run. */
  get length(): number {
    return this.#length;
  }

  /** Resolves once everything that has come so far is done. */
  get done(): Promise<void> {
    return this.#last;
  }

  push(work: () => void | Promise<void>): void {
    this.#length += 1;
    this.#last = this.#last.then(async () => {
      await work();
      this.#length -= 1;
    });
  }
}
