/** Between a benchmark and the server that it measures. */

export type ToServer =
  | { type: 'memory' }
  /** `crowd/bare.ts` alone: sends this text to everybody, now. */
  | { type: 'publish'; text: string };

export type FromServer =
  | { type: 'listening'; port: number; show: ShowUnderLoad | null }
  | { type: 'memory'; heap: number; rss: number; cpuSeconds: number };

export interface ShowUnderLoad {
  slug: string;
  themeId: string;
  /** Approved, open to votes. */
  questions: string[];
  /** Of the rundown, in order. */
  items: string[];
  /** Cookies of somebody with this role. */
  moderator: string;
  producer: string;
}

/** Milliseconds of a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
