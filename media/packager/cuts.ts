/**
 * What a replay leaves out, by the programme's own time. Whole segments: nothing is coded anew, nothing is deleted, and
 * every cut can be taken back.
 */
import { z } from 'zod';

/** Milliseconds since the epoch. */
const Moment = z.number();

export const Cuts = z.object({
  /** The segment on air then is the first; null: the recording's own beginning. */
  start: Moment.nullable(),
  /** The segment on air just before is the last; null: the recording's own end. */
  end: Moment.nullable(),
  /** Every segment with anything of it is left out. */
  removed: z.array(z.object({ from: Moment, until: Moment })),
});
export type Cuts = z.infer<typeof Cuts>;

export const UNCUT: Cuts = { start: null, end: null, removed: [] };

interface Dated {
  /** Wall clock of its first frame, ms since the epoch. */
  programDateTime: number;
  /** Seconds. */
  duration: number;
}

/** The segments that stay. At both ends a little more than asked for stays; of passages a little more goes. */
export function keptOf<Segment extends Dated>(segments: readonly Segment[], { start, end, removed }: Cuts): Segment[] {
  return segments.filter(({ programDateTime: begin, duration }) => {
    const finish = begin + duration * 1000;
    if (start !== null && finish <= start) return false;
    if (end !== null && begin >= end) return false;
    return !removed.some(({ from, until }) => begin < until && finish > from);
  });
}

export function isSameCut(a: Cuts, b: Cuts): boolean {
  return JSON.stringify(Cuts.parse(a)) === JSON.stringify(Cuts.parse(b));
}
