/** Cutting a replay: times as its owner reads and writes them, and what one step makes of the cuts. Pure. */
import { type CutsProblem, type OwnerReplay, type Passage, type ReplayCuts, readyCuts } from '@antenne/server/contract';
import { clockText } from '../ui/index.ts';

/** How long a broadcast had been going on at `at` (ms since the epoch): `1:02:03`. */
export function sinceBegin(at: number, { from }: Passage): string {
  return clockText(Math.max(0, at - Date.parse(from)));
}

/** The instant of `1:02:03`, `2:03` or `45` (seconds) since the broadcast began; null where it is none of these. */
export function instantAt(text: string, { from }: Passage): string | null {
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})$/.exec(text.trim());
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  const isClock = match[2] !== undefined;
  if (isClock && Number(seconds) > 59) return null;
  if (match[1] !== undefined && Number(minutes) > 59) return null;
  const elapsed = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return new Date(Date.parse(from) + elapsed * 1000).toISOString();
}

export type CutStep =
  | { type: 'start'; at: string | null }
  | { type: 'end'; at: string | null }
  | { type: 'remove'; passage: Passage }
  | { type: 'restore'; passage: Passage };

/** @returns the cuts after the step, or why it cannot be made */
export function cutBy(
  step: CutStep,
  { cuts, broadcast }: Pick<OwnerReplay, 'cuts' | 'broadcast'>,
): ReplayCuts | CutsProblem {
  return readyCuts(after(step, cuts), broadcast);
}

function after(step: CutStep, cuts: ReplayCuts): ReplayCuts {
  switch (step.type) {
    case 'start':
      return { ...cuts, start: step.at };
    case 'end':
      return { ...cuts, end: step.at };
    case 'remove':
      return { ...cuts, removed: [...cuts.removed, step.passage] };
    case 'restore':
      return { ...cuts, removed: cuts.removed.filter(({ from }) => from !== step.passage.from) };
    default:
      return step satisfies never;
  }
}
