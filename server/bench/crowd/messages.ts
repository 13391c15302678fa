/** Between the benchmark and its processes. */

/** To `host.ts` and `bare.ts`. */
export type ToServer =
  | { type: 'memory' }
  /** `bare.ts` alone: sends this text to everybody, now. */
  | { type: 'publish'; text: string };

export type FromServer =
  | { type: 'listening'; port: number; show: ShowUnderLoad | null }
  | { type: 'memory'; heap: number; rss: number; cpuSeconds: number };

export interface ShowUnderLoad {
  slug: string;
  themeId: string;
  /** Approved, open to votes. */
  questions: string[];
  /** A moderator's cookie. */
  moderator: string;
}

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
  | { type: 'back'; snapshots: number; lastAt: number }
  /** For each marked message, by its mark: how many got it and when the last one did, `now()`. */
  | { type: 'arrivals'; marks: [mark: string, count: number, lastAt: number][] };

export interface Acts {
  accepted: number;
  refused: number;
  /** Milliseconds until each acknowledgement. */
  waits: number[];
}

/** Milliseconds of a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
