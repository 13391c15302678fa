/**
 * What the machine itself makes of a clock: the same ticks as the programme's, in a process of the same priority that does
 * nothing else. What is late here no programme could have on time.
 */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { startMasterClock } from '../core/master-clock.ts';
import { TickStats, type TickSummary } from '../core/tick-stats.ts';

const WINDOW_MS = 5_000;
const PRIORITY = -20;

export interface BareClock {
  /** Of each five seconds so far. */
  readonly windows: readonly TickSummary[];
  close(): void;
}

export function startBareClock(): BareClock {
  const child = fork(import.meta.filename);
  const windows: TickSummary[] = [];
  child.on('message', (summary: TickSummary) => windows.push(summary));
  return { windows, close: () => void child.kill() };
}

if (import.meta.main) {
  try {
    setPriority(PRIORITY);
  } catch {
    // Without the right to it the programme has no more than this either.
  }
  const stats = new TickStats();
  startMasterClock({
    frameRate: 25,
    now: () => performance.now(),
    onTicks: (first, last, lateMs) => stats.add(lateMs, last - first),
  });
  setInterval(() => process.send?.(stats.take()), WINDOW_MS);
  process.on('disconnect', () => process.exit(0));
}
