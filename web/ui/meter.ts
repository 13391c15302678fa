/** Sound levels as meters show them. */

/** dBFS. */
export type MeterReading = {
  rms: number;
  /** The largest sample. Default: the meter has no mark. */
  peak?: number;
};

/** Lowest level drawn, dBFS. */
export const METER_FLOOR = -60;

/** dBFS → 0–1 of the meter's length. */
export function meterShare(dbfs: number): number {
  return Math.min(1, Math.max(0, (dbfs - METER_FLOOR) / -METER_FLOOR));
}

/** A peak at or above this is taken for full scale, dBFS: rounding on the way costs a little. */
const FULL_SCALE = -0.1;
/** How long a single sample at full scale stays visible, ms: it lasts a twentieth of a second, a glance does not. */
const CLIP_SHOWN_MS = 3_000;

/** Whether the meter says "clipped": with each peak (dBFS) at its moment (ms, never going back). */
export function clipLatch(): (peak: number, now: number) => boolean {
  let until = Number.NEGATIVE_INFINITY;
  return (peak, now) => {
    if (peak >= FULL_SCALE) until = now + CLIP_SHOWN_MS;
    return now < until;
  };
}
