/** Which rendition plays: the viewer's choice, or what arrives; the pictures' source, or that of sound alone. */
import type Hls from 'hls.js';
import { type Choice, heightsOf, levelFor, type Quality, smallerLevel, soundAddressOf } from './quality.ts';
import { afterPictureStall, afterSoundTime, type SoundFallback, WITH_PICTURE } from './sound-fallback.ts';

/** A stall of this length counts as another one, ms. */
const LONG_STALL_MS = 5_000;
/** 0 would mean to hls.js that nothing is known, bits a second. */
const LEAST_RATE = 1_000;

export class RenditionChoice {
  private heights: readonly number[] = [];
  /** Where sound alone is; null: unknown, or nowhere. */
  private soundSrc: string | null = null;
  /** It is what plays. hls.js leaves it out wherever there are pictures, so it gets a source of its own. */
  private soundAlone = false;
  private fallback: SoundFallback = WITH_PICTURE;
  private wanted: Choice;

  constructor(wanted: Choice) {
    this.wanted = wanted;
  }

  choose(choice: Choice): void {
    this.wanted = choice;
    this.fallback = WITH_PICTURE;
  }

  /** A multivariant playlist was read. */
  learn(levels: Parameters<typeof soundAddressOf>[0]): void {
    this.soundSrc = soundAddressOf(levels) ?? this.soundSrc;
  }

  /** The address of sound alone while that is what plays; null: the pictures'. */
  get ownSource(): string | null {
    return this.soundAlone ? this.soundSrc : null;
  }

  /** Asked now and then. @returns true when another source is to play now */
  turns(now: number): boolean {
    this.fallback = afterSoundTime(this.fallback, now);
    const { wanted, soundSrc, fallback } = this;
    const soundAlone = soundSrc !== null && (wanted === 'sound' || (wanted === null && fallback.until !== null));
    if (soundAlone === this.soundAlone) return false;
    this.soundAlone = soundAlone;
    return true;
  }

  /** What is loaded next; what is buffered already, less than a second of it, is shown. */
  applyTo(hls: Hls): void {
    const { wanted } = this;
    hls.loadLevel = levelFor(hls.levels, typeof wanted === 'number' ? wanted : null);
    hls.capLevelToPlayerSize = wanted === null;
  }

  /**
   * The picture stands still though the broadcast goes on. Where it is the smallest one already, it does not get through.
   * `isNew`: it moved until now.
   */
  noteStall(hls: Hls, now: number, isNew: boolean): void {
    if (this.soundAlone || hls.loadLevel > 0) return;
    const isAnother = isNew || now - (this.fallback.stalls.at(-1) ?? now) > LONG_STALL_MS;
    if (isAnother) this.fallback = afterPictureStall(this.fallback, now);
  }

  /**
   * The picture stands still. Where it is the line that does not carry it, what is being loaded is given up for a smaller
   * picture. `rate`: bits a second that come just now; null: nothing is known of it.
   */
  giveWay(hls: Hls, rate: number | null): void {
    const { levels, loadLevel } = hls;
    if (this.wanted !== null || this.soundAlone || rate === null) return;
    const smaller = smallerLevel(levels, loadLevel, rate);
    if (smaller === null) return;
    hls.stopLoad();
    hls.bandwidthEstimate = Math.max(rate, LEAST_RATE);
    hls.nextLoadLevel = smaller;
    hls.startLoad();
  }

  quality(hls: Hls | null): Quality {
    const { wanted: chosen, soundAlone } = this;
    const levels = hls?.levels ?? [];
    if (!soundAlone && levels.length > 0) this.heights = heightsOf(levels);
    const playing = soundAlone ? 'sound' : (levels[hls?.currentLevel ?? -1]?.height ?? null);
    return { heights: this.heights, sound: this.soundSrc !== null, chosen, playing };
  }
}
