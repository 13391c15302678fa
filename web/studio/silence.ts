/** Dead air: the programme's sound has been under the floor for too long. */

/** Quieter than any room that has a microphone in it, dBFS RMS. */
export const SILENT_DBFS = -60;
/** Pauses for breath are shorter than this, ms. */
export const SILENCE_AFTER_MS = 5_000;

export type Silence = {
  /** Since when nothing was heard, ms; null: something is heard. */
  since: number | null;
};

export function silenceStep(silence: Silence, dbfs: number, now: number): Silence {
  if (dbfs > SILENT_DBFS) return silence.since === null ? silence : { since: null };
  return silence.since === null ? { since: now } : silence;
}
