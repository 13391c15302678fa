/** Milliseconds after which a process counts as having run well: the next death is a first one again. */
const SETTLED_MS = 10_000;
/** Milliseconds to wait before each start after quick deaths in a row; the last one repeats. */
const DELAYS_MS = [0, 250, 1_000, 2_000, 5_000] as const;
/** Deaths in a row, without ever having been ready, after which more tries would only hide the reason. */
const HOPELESS_AFTER = 3;

/** How a supervised process has fared so far. */
export interface Record {
  /** Deaths in a row, each soon after its start. */
  quickDeaths: number;
  /** Has it ever said that it is ready? */
  everReady: boolean;
}

export type Verdict = { type: 'restart'; delayMs: number; record: Record } | { type: 'giveUp' };

/** What to do about a process that died after `livedMs`, though nobody had asked it to stop. */
export function judge(record: Record, livedMs: number): Verdict {
  const quickDeaths = livedMs >= SETTLED_MS ? 1 : record.quickDeaths + 1;
  if (!record.everReady && quickDeaths >= HOPELESS_AFTER) return { type: 'giveUp' };
  const delayMs = DELAYS_MS[Math.min(quickDeaths, DELAYS_MS.length) - 1] ?? 0;
  return { type: 'restart', delayMs, record: { ...record, quickDeaths } };
}
