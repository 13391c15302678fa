/**
 * A task that never runs twice at once: asked again while it runs, it runs once more afterwards. For bringing something
 * in line with a state that may change meanwhile.
 */
export class SerialTask {
  readonly #task: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #running = false;
  #again = false;

  constructor(task: () => Promise<void>, failed: (error: unknown) => void) {
    this.#task = task;
    this.#failed = failed;
  }

  run(): void {
    this.#again = true;
    if (!this.#running) void this.#loop();
  }

  async #loop(): Promise<void> {
    this.#running = true;
    while (this.#again) {
      this.#again = false;
      try {
        await this.#task();
      } catch (error) {
        this.#failed(error);
      }
    }
    this.#running = false;
  }
}
