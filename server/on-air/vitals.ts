import type { MediaReport, ProgramVitals } from '../contract/index.ts';

/** What a programme said of itself is old after three of its words were missed. Milliseconds. */
const OLD_AFTER_MS = 15_000;

/** What programmes said last of themselves. Nothing of it outlives the process: they say it again. */
export class Vitals {
  readonly #clock: () => number;
  readonly #last = new Map<string, { at: number; vitals: ProgramVitals }>();

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  take({ broadcastId, vitals }: Extract<MediaReport, { type: 'vitals' }>): void {
    this.#last.set(broadcastId, { at: this.#clock(), vitals });
  }

  /** Null: it does not run, or is silent. */
  of(broadcastId: string): ProgramVitals | null {
    const last = this.#last.get(broadcastId);
    return last && this.#clock() - last.at < OLD_AFTER_MS ? last.vitals : null;
  }

  /** The link to media is lost. */
  lost(broadcastIds: readonly string[]): void {
    for (const id of broadcastIds) this.#last.delete(id);
  }
}
