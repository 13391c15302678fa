/**
 * What the line carries right now, by what is being loaded. hls.js's own estimate remembers for half a minute how wide a
 * line was, and takes the large first part of a segment for a small one: on a line that became narrow at once, the picture
 * would stand still for as long.
 */
import type Hls from 'hls.js';
import { Events, type FragLoadingData } from 'hls.js';

/** What hls.js counts of one load, in bytes and ms of `performance.now()`. */
export type Load = { loaded: number; aborted: boolean; loading: { start: number; end: number } };

/** A load says nothing before, ms. */
const TELLING_MS = 250;
/** One of which nothing has come for so long is lost, ms. */
const SILENT_MS = 1_000;

/**
 * Bits a second of a load that goes on; 0 where nothing comes. Null: it is over, or says nothing yet.
 * @param now ms of `performance.now()`
 */
export function rateOf({ loaded, aborted, loading }: Load, now: number): number | null {
  if (aborted || loading.start === 0 || loading.end > 0) return null;
  const elapsedMs = now - loading.start;
  if (elapsedMs < (loaded > 0 ? TELLING_MS : SILENT_MS)) return null;
  return (loaded * 8_000) / elapsedMs;
}

export class LineRate {
  private load: Load | null = null;

  /** Goes on with another engine, whose owner lets it go. */
  attach(hls: Hls): void {
    this.load = null;
    hls.on(Events.FRAG_LOADING, (_event, { frag, part }: FragLoadingData) => {
      this.load = (part ?? frag).stats;
    });
  }

  /** As `rateOf`, of what was asked for last. Says each load's rate once: who knows it acts. */
  take(now: number): number | null {
    const rate = this.load && rateOf(this.load, now);
    if (rate !== null) this.load = null;
    return rate;
  }
}
