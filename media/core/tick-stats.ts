/** A tick that begins this long after its time, ms, is counted as late. */
const LATE_MS = 5;

/** Punctuality of the ticks between two reports. */
export interface TickSummary {
  count: number;
  /** How many of them began 5 ms or more after their time. */
  late: number;
  /** Ticks without a picture of their own: the one before them lasted longer. */
  skipped: number;
  /** Milliseconds between a tick's due time and its start. */
  lateP50: number;
  lateP99: number;
  lateMax: number;
}

/** Gathers the lateness of ticks between two reports. */
export class TickStats {
  #late: number[] = [];
  #skipped = 0;

  add(lateMs: number, skipped: number): void {
    this.#late.push(lateMs);
    this.#skipped += skipped;
  }

  /** What was gathered since the last call. */
  take(): TickSummary {
    const late = this.#late.sort((a, b) => a - b);
    const at = (share: number): number => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0;
    const summary = {
      count: late.length,
      late: late.length - (late.findLastIndex((ms) => ms < LATE_MS) + 1),
      skipped: this.#skipped,
      lateP50: at(0.5),
      lateP99: at(0.99),
      lateMax: at(1),
    };
    this.#late = [];
    this.#skipped = 0;
    return summary;
  }
}
