import type { ProgramVitals } from '@antenne/server/contract';
import type { ProgramMessage } from '../core/program-link.ts';

export type Ticks = Omit<Extract<ProgramMessage, { type: 'ticks' }>, 'type'>;

/** What the owner is told of a programme, from what it said of its last five seconds. */
export function vitalsOf(
  { count, skipped, lateP99, cpuSeconds, rssBytes }: Ticks,
  program: { frameRate: number; restarts: number; parts: ProgramVitals['parts']; renditions: string[] },
): ProgramVitals {
  const seconds = (count + skipped) / program.frameRate;
  return {
    // A tick may begin a hair early.
    lateP99Ms: Math.max(0, lateP99),
    skipped,
    cores: seconds > 0 ? cpuSeconds / seconds : 0,
    rssBytes,
    restarts: program.restarts,
    parts: program.parts,
    renditions: program.renditions,
  };
}
