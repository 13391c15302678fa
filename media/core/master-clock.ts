/**
 * The programme's one clock: tick n is due n / frameRate seconds after the start, on a monotonic clock. Lateness never
 * adds up. Where ticks were missed, they are handed over too, so that whoever counts frames stays in step.
 */
export interface MasterClockOptions {
  frameRate: number;
  /** Monotonic milliseconds. */
  now(): number;
  /**
   * Ticks `first` to `last` are due; usually they are one and the same. When there are more, all but the last were
   * missed. `lateMs`: how much later than its due time the last one is (0 when it came a fraction early).
   */
  onTicks(first: number, last: number, lateMs: number): void;
}

export interface MasterClock {
  /** Monotonic milliseconds of a tick. */
  dueAt(tick: number): number;
  /** Milliseconds until the next tick; negative when it is overdue. */
  untilNext(): number;
  /** Safe twice. */
  stop(): void;
}

/** The last tick that is due at `elapsedMs` after the start; a timer that fires up to 1 ms early counts as on time. */
export function lastDueTick(elapsedMs: number, frameRate: number): number {
  return Math.floor(((elapsedMs + 1) * frameRate) / 1000);
}

export function startMasterClock(options: MasterClockOptions): MasterClock {
  const { frameRate, now } = options;
  const startedAt = now();
  const dueAt = (tick: number): number => startedAt + (tick * 1000) / frameRate;
  let next = 0;
  let stopped = false;
  let timer: NodeJS.Timeout;

  const wake = (): void => {
    const last = lastDueTick(now() - startedAt, frameRate);
    if (last >= next) {
      const first = next;
      next = last + 1;
      options.onTicks(first, last, Math.max(0, now() - dueAt(last)));
    }
    if (!stopped) timer = setTimeout(wake, Math.max(0, dueAt(next) - now()));
  };
  timer = setTimeout(wake, 0);

  return {
    dueAt,
    untilNext: () => dueAt(next) - now(),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
