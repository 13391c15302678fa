import type { ReplayCuts } from '@antenne/server/contract';

/** The contract's instants as the packager counts: ms since the epoch. Absent: nothing is cut out. */
export function cutsOf(cuts: ReplayCuts | undefined) {
  const moment = (instant: string | null | undefined) => (instant == null ? null : Date.parse(instant));
  return {
    start: moment(cuts?.start),
    end: moment(cuts?.end),
    removed: (cuts?.removed ?? []).map(({ from, until }) => ({ from: Date.parse(from), until: Date.parse(until) })),
  };
}
