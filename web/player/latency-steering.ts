/** Keeps a viewer as late as they want to be: by speed, and by a jump where that would take too long. No clock here. */
import {
  afterCalm,
  afterGap,
  afterStall,
  firstTarget,
  isStruggling,
  type LatencyMode,
  type LatencyTarget,
} from './latency-target.ts';
import { CLOSE, EASY, type RateProfile, type RateState, STEADY, steerRate, TOGETHER } from './rate-controller.ts';

/** A follower later than this, in seconds beyond the target, is taken to the edge: catching up would take too long. */
const TOO_LATE = 4;
/** A machine that cannot keep up is not helped by being sent ahead all the time, ms. */
const JUMP_INTERVAL_MS = 5_000;

const PROFILES: Record<LatencyMode, RateProfile> = { low: CLOSE, standard: EASY, together: TOGETHER };

/** `now`: always the same steady clock, ms. */
export class LatencySteering {
  target: LatencyTarget;
  private rate: RateState = STEADY;
  private jumpedAt = Number.NEGATIVE_INFINITY;

  constructor(mode: LatencyMode, now: number) {
    this.target = firstTarget(now, mode);
  }

  setMode(mode: LatencyMode, now: number): void {
    this.target = firstTarget(now, mode);
    this.rest();
  }

  /** Nothing is to be corrected for a while: what was measured says nothing about what comes after. */
  rest(): void {
    this.rate = STEADY;
  }

  /** The buffer ran dry although the broadcast went on. */
  learnFromStall(now: number): void {
    this.target = afterStall(this.target, now);
  }

  /** Asked now and then. */
  learnFromCalm(now: number): void {
    this.target = afterCalm(this.target, now);
  }

  /**
   * Asked often while what is live is played.
   * @param gap seconds from the buffer's end to the estimated live edge
   */
  learnFromGap(now: number, gap: number): void {
    this.target = afterGap(this.target, now, gap);
  }

  struggles(now: number): boolean {
    return isStruggling(this.target, now);
  }

  /**
   * Seconds by which the picture is later than wanted.
   * @param latency seconds to the live edge
   * @param behind seconds since what is shown went out, by the programme's clock, where that is what counts
   */
  late(latency: number, behind: number | null): number {
    return (behind ?? latency) - this.target.seconds;
  }

  /** How fast to play; `jump`: go on at the target at once. */
  steer(now: number, late: number, buffered: number): number | 'jump' {
    if (late > TOO_LATE && now - this.jumpedAt > JUMP_INTERVAL_MS) {
      this.jumpedAt = now;
      this.rest();
      return 'jump';
    }
    const [state, rate] = steerRate(this.rate, { now, late, buffered, profile: PROFILES[this.target.mode] });
    this.rate = state;
    return rate;
  }
}
