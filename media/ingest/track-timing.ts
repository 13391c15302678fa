import type { SenderReport } from '../core/rtcp.ts';
import { Unwrapper } from '../core/rtp.ts';

/**
 * Which clock the capture times of a feed are told in: the sender's own wall clock, known once sender reports came
 * (then sound and picture can be aligned exactly), or our arrival times until then.
 */
export type TimeDomain = 'sender' | 'arrival';

/** Observations kept: five seconds of sound in packets of 20 ms. */
const OBSERVATIONS = 256;
/** RTP time that goes on so differently from ours between two packets, in ms, means that the sender set it anew. */
const JUMP_MS = 2_000;

/** Turns one track's RTP time into capture time in ms and back, and remembers how long its media takes to get here. */
export class TrackTiming {
  readonly #perMs: number;
  readonly #timestamps = new Unwrapper(32);
  #report: { wallMs: number; position: number } | null = null;
  /** Smallest (arrival − RTP time) seen, ms: the quickest packet sets the arrival clock. */
  #quickest = Number.POSITIVE_INFINITY;
  readonly #arrivals = new Float64Array(OBSERVATIONS);
  readonly #positions = new Float64Array(OBSERVATIONS);
  #observed = 0;
  /** The last answer, good until something new is known. */
  #transits: {
    observed: number;
    domain: TimeDomain;
    report: { wallMs: number; position: number } | null;
    sorted: Float64Array;
  } | null = null;

  constructor(clockRate: number) {
    this.#perMs = clockRate / 1000;
  }

  get hasReport(): boolean {
    return this.#report !== null;
  }

  get observed(): number {
    return this.#observed;
  }

  /** RTP time carried on past its wrap: the position on this track, in units of its clock. */
  position(timestamp: number): number {
    return this.#timestamps.unwrap(timestamp);
  }

  takeReport(report: SenderReport): void {
    // Before the first packet there is no position to tie the report to; the next report is seconds away.
    if (this.#observed === 0) return;
    this.#report = { wallMs: report.ntpMs, position: this.#timestamps.peek(report.rtpTimestamp) };
  }

  /** Media of `position` is decoded and at hand since `arrivedAt` (monotonic ms). */
  observe(position: number, arrivedAt: number): void {
    if (this.#observed > 0) {
      const last = (this.#observed - 1) % OBSERVATIONS;
      const passed = arrivedAt - (this.#arrivals[last] ?? 0);
      if (Math.abs(passed - (position - (this.#positions[last] ?? 0)) / this.#perMs) > JUMP_MS) this.#restart();
    }
    this.#arrivals[this.#observed % OBSERVATIONS] = arrivedAt;
    this.#positions[this.#observed % OBSERVATIONS] = position;
    this.#observed += 1;
    this.#quickest = Math.min(this.#quickest, arrivedAt - position / this.#perMs);
  }

  /** Capture time in ms. */
  captureAt(position: number, domain: TimeDomain): number {
    if (domain === 'sender' && this.#report) {
      return this.#report.wallMs + (position - this.#report.position) / this.#perMs;
    }
    return this.#quickest + position / this.#perMs;
  }

  /** The position captured at `captureMs`. */
  positionAt(captureMs: number, domain: TimeDomain): number {
    if (domain === 'sender' && this.#report) {
      return this.#report.position + (captureMs - this.#report.wallMs) * this.#perMs;
    }
    return (captureMs - this.#quickest) * this.#perMs;
  }

  /**
   * How long (arrival − capture, ms) the given share of recent media took at most. In the sender's domain this holds the
   * unknown difference between the two wall clocks too, the same for both tracks.
   */
  transit(share: number, domain: TimeDomain): number {
    const transits = this.#sortedTransits(domain);
    return transits[Math.min(transits.length - 1, Math.floor(share * transits.length))] ?? 0;
  }

  #sortedTransits(domain: TimeDomain): Float64Array {
    const known = this.#transits;
    if (known?.observed === this.#observed && known.domain === domain && known.report === this.#report)
      return known.sorted;
    const count = Math.min(this.#observed, OBSERVATIONS);
    const transits = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      transits[i] = (this.#arrivals[i] ?? 0) - this.captureAt(this.#positions[i] ?? 0, domain);
    }
    const sorted = transits.sort();
    this.#transits = { observed: this.#observed, domain, report: this.#report, sorted };
    return sorted;
  }

  /** Forgets what belongs to the sender's former clock. */
  #restart(): void {
    this.#observed = 0;
    this.#quickest = Number.POSITIVE_INFINITY;
    this.#report = null;
    this.#transits = null;
  }
}
