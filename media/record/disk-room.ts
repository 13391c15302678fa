/** Decides how much of the wish the disk has room for. Pure: free bytes and failures go in, with the time. */
import type { RecordingProblem } from '../core/program-link.ts';

/** After a failed write, the disk is tried again, ms. */
const RETRY_MS = 5_000;
/** So much more than a mark must be free before what stopped at it begins again: no flapping. */
const MARGIN_SHARE = 0.25;
const LEAST_MARGIN_BYTES = 1024 * 1024;
/** How long what is over is still told, ms. */
const TOLD_MS = 10_000;

export class DiskRoom {
  readonly #reserveBytes: number;
  #isos = true;
  #program = true;
  #problem: 'diskFull' | 'failed' | null = null;
  #retryAt = 0;
  #slowUntil = 0;

  /** @param reserveBytes the programme's recording leaves these free; those of the contributors twice as many */
  constructor(reserveBytes: number) {
    this.#reserveBytes = reserveBytes;
  }

  get isos(): boolean {
    return this.#isos;
  }

  get program(): boolean {
    return this.#program;
  }

  /** @param free bytes; null where it cannot be told
   *  @param now steady ms */
  look(free: number | null, now: number): void {
    if (free === null) return;
    const reserve = this.#reserveBytes;
    const margin = Math.max(LEAST_MARGIN_BYTES, reserve * MARGIN_SHARE);
    const mayRetry = now >= this.#retryAt;
    if (free < reserve) this.#program = false;
    else if (free >= reserve + margin && mayRetry) this.#program = true;
    if (free < 2 * reserve) this.#isos = false;
    else if (free >= 2 * reserve + margin && mayRetry && this.#program) this.#isos = true;
    if (this.#program && this.#isos) this.#problem = null;
  }

  /** A write failed. The contributors' recordings go first, so that the programme's may still have room. */
  failed(what: 'iso' | 'program', error: unknown, now: number): 'diskFull' | 'failed' {
    const full = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
    this.#problem = full ? 'diskFull' : 'failed';
    this.#isos = false;
    if (what === 'program') this.#program = false;
    this.#retryAt = now + RETRY_MS;
    return this.#problem;
  }

  /** The disk did not keep up, and something was left out. */
  tooSlow(now: number): void {
    this.#slowUntil = now + TOLD_MS;
  }

  problem(now: number): RecordingProblem | null {
    if (this.#problem) return this.#problem;
    if (!this.#program) return 'diskLow';
    if (now < this.#slowUntil) return 'tooSlow';
    return this.#isos ? null : 'isosPaused';
  }
}
