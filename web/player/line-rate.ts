/**
 * What the line carries right now, by what is being loaded. hls.js's own estimate remembers for half a minute how wide a
 * line was, and takes the large first part of a segment for a small one: on a line that became narrow at once, the picture
 * would stand still for as long.
 */
import type Hls from 'hls.js';
import { Events, type FragLoadingData } from 'hls.js';

/** What hls.js counts of one load, in bytes and ms of `performance.now()`. */
export type Load = { loaded: number; aborted: boolean; loading: { start: number; first: number; end: number } };

/** A load says nothing before, ms: from its first byte, since the way there and back is no narrowness. */
const TELLING_MS = 250;
/** One of which nothing has come for so long is lost, ms. */
const SILENT_MS = 1_000;

/**
 * Bits a second of a load that goes on; 0 where nothing comes. Null: it is over, or says nothing yet.
 * @param now ms of `performance.now()`
 */
export function rateOf({ loaded, aborted, loading }: Load, now: number): number | null {
  if (aborted || loading.start === 0 || loading.end > 0) return null;
  if (loading.first === 0) return now - loading.start < SILENT_MS ? null : 0;
  const elapsedMs = now - loading.first;
  return elapsedMs < TELLING_MS ? null : (loaded * 8_000) / elapsedMs;
}

export class LineRate {
  /** The segment of the picture that was asked for last. Its loader is that of the part that is on its way just now. */
  private segment: { loader: { stats: Load } | null } | null = null;
  private told: Load | null = null;

  /** Goes on with another engine, whose owner lets it go. */
  attach(hls: Hls): void {
    this.segment = null;
    hls.on(Events.FRAG_LOADING, (_event, { frag }: FragLoadingData) => {
      if (frag.type === 'main' && frag.sn !== 'initSegment') this.segment = frag;
    });
  }

  /** As `rateOf`, of what is on its way. Says each load's rate once: who knows it acts. */
  take(now: number): number | null {
    // A load that failed has no loader any more.
    const load = this.segment?.loader?.stats;
    if (!load || load === this.told) return null;
    const rate = rateOf(load, now);
    if (rate !== null) this.told = load;
    return rate;
  }
}
