/** Between the benchmark and its viewers. */
import type { ShowUnderLoad } from '../messages.ts';

/** To `viewers.ts`. */
export type ToViewers =
  | { type: 'connect'; port: number; count: number; bare: boolean; firstAddress: number }
  | { type: 'join'; slug: string }
  /** Votes and questions for so long, from everybody in turn. */
  | { type: 'act'; show: ShowUnderLoad; votesPerSecond: number; questionsPerSecond: number; seconds: number }
  /** The server went away: come back as the pages do, and join with what was seen last. */
  | { type: 'comeBack'; slug: string }
  | { type: 'arrivals' };

export type FromViewers =
  | { type: 'connected'; failed: number }
  | { type: 'joined'; failed: number }
  | { type: 'acted'; votes: Acts; questions: Acts }
  /** `waits`: milliseconds from each one's attempt that succeeded until they had what they missed. */
  | { type: 'back'; snapshots: number; lastAt: number; waits: number[] }
  /** For each marked message, by its mark: how many got it and when the last one did, `now()`. */
  | { type: 'arrivals'; marks: [mark: string, count: number, lastAt: number][] };

export interface Acts {
  accepted: number;
  refused: number;
  /** Milliseconds until each acknowledgement. */
  waits: number[];
}
