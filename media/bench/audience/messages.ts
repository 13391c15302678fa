/** Between the benchmark and its processes. */

export type FromOrigin =
  | { type: 'listening'; port: number }
  /** Viewers can have this part from now on. `at`: `now()`. */
  | { type: 'part'; name: string; at: number };

export interface ViewersTask {
  port: number;
  count: number;
  /** What is left to the newcomers to come, ms. */
  arriveInMs: number;
}

export interface ViewersResult {
  /** When each part's last byte had come, `now()`, one for each viewer who got it. */
  arrivals: Map<string, Float64Array>;
  requests: number;
  bytes: number;
  errors: string[];
}

/** Milliseconds of a clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
