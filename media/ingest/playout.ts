import type { TimeDomain, TrackTiming } from './track-timing.ts';

/** Spare time on top of what was measured, ms. */
const MARGIN_MS = 4;
/** What is waited too long is given up bit by bit, which the resampler follows, ms per update (400 ppm) … */
const STEP_DOWN_MS = 0.08;
/** … and at once where it is more than this, ms. */
const JUMP_DOWN_MS = 30;
/** Never wait longer than this for the slower track, ms. */
const LIMIT_MS = 400;
/**
 * Nor longer than this for what comes late of both, ms, beyond what is usual: a network that has just turned bad makes
 * everything late at once, while what is usual takes half of what is remembered (five seconds and more) to follow.
 */
const LATEST_MS = 1_000;
/** Sender reports that put sound and picture further apart than this are not believed, ms. */
const BELIEVABLE_SKEW_MS = 500;
const UPDATE_INTERVAL_MS = 200;

/**
 * Decides which instant of a feed plays now: far enough back that sound and picture of that instant have both arrived,
 * and no further. Sound decides in full (a gap is heard), picture by its ordinary lateness (a late one is only repeated).
 */
export class Playout {
  domain: TimeDomain = 'arrival';
  #delay: number | null = null;
  #updatedAt = Number.NEGATIVE_INFINITY;

  /** Capture time in ms, in `domain`, that plays at `now`; null before anything came. `blockMs`: sound read ahead per tick. */
  captureNow(now: number, video: TrackTiming | null, audio: TrackTiming | null, blockMs: number): number | null {
    if (now - this.#updatedAt >= UPDATE_INTERVAL_MS || this.#delay === null) {
      this.#updatedAt = now;
      this.#update(video?.observed ? video : null, audio?.observed ? audio : null, blockMs);
    }
    return this.#delay === null ? null : now - this.#delay;
  }

  #update(video: TrackTiming | null, audio: TrackTiming | null, blockMs: number): void {
    if (!video && !audio) {
      this.#delay = null;
      return;
    }
    const domain = chooseDomain(video, audio);
    if (domain !== this.domain) this.#delay = null;
    this.domain = domain;
    const typical = Math.min(video?.transit(0.5, domain) ?? Infinity, audio?.transit(0.5, domain) ?? Infinity);
    const sound = audio ? audio.transit(0.98, domain) + blockMs : -Infinity;
    // With sound, the picture of a tick is the one of the middle of its sound.
    const picture = video ? video.transit(0.9, domain) + (audio ? blockMs / 2 : 0) : -Infinity;
    const quicker = video && audio ? Math.min(sound, picture) : Infinity;
    const needed = Math.min(Math.max(sound, picture), quicker + LIMIT_MS);
    const wanted = Math.min(needed + MARGIN_MS, typical + LATEST_MS);
    if (this.#delay === null || wanted < this.#delay - JUMP_DOWN_MS) this.#delay = wanted;
    else this.#delay = Math.max(wanted, this.#delay - STEP_DOWN_MS);
  }
}

function chooseDomain(video: TrackTiming | null, audio: TrackTiming | null): TimeDomain {
  if (video && !video.hasReport) return 'arrival';
  if (audio && !audio.hasReport) return 'arrival';
  if (!video || !audio) return 'sender';
  const skew = Math.abs(video.transit(0.5, 'sender') - audio.transit(0.5, 'sender'));
  return skew <= BELIEVABLE_SKEW_MS ? 'sender' : 'arrival';
}
