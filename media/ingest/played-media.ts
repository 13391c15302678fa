import type { TimeDomain, TrackTiming } from './track-timing.ts';

/** A piece of a feed's coded media that plays now. `at`: monotonic ms at which it plays, in the time of the ticks. */
export type PlayedMedia =
  | { kind: 'video'; at: number; data: Buffer; key: boolean; width: number; height: number }
  | { kind: 'audio'; at: number; data: Buffer };

/** A coded picture that its decoder takes, or a packet of sound, with its RTP time. */
type Waiting<T> = T & { position: number };
type Picture = Waiting<{ data: Buffer; key: boolean; width: number; height: number }>;
type Sound = Waiting<{ data: Buffer }>;

/** Nobody plays what waits longer; about four seconds of pictures, and of sound. */
const MAX_WAITING = 200;
/** Two pieces of one track are never told to play at the same millisecond. */
const APART_MS = 1;

/**
 * Tells which coded media plays at each tick, with the mixer's own mapping from capture time to the ticks' time: what it
 * hands over at a tick is what the mixer sees and hears at that tick. A picture plays after the tick before and no later
 * than its own, so that the newest one at a tick's time is the one that the mixer showed.
 */
export class PlayedTracks {
  readonly #onPlayed: (media: PlayedMedia) => void;
  #pictures: Picture[] = [];
  #sounds: Sound[] = [];
  #pictureAt = Number.NEGATIVE_INFINITY;
  #soundAt = Number.NEGATIVE_INFINITY;
  #tickAt = Number.NEGATIVE_INFINITY;

  constructor(onPlayed: (media: PlayedMedia) => void) {
    this.#onPlayed = onPlayed;
  }

  addPicture(picture: Picture): void {
    this.#pictures.push(picture);
    if (this.#pictures.length > MAX_WAITING) this.#pictures.shift();
  }

  addSound(sound: Sound): void {
    this.#sounds.push(sound);
    if (this.#sounds.length > MAX_WAITING) this.#sounds.shift();
  }

  /** Other tracks are bound: what waits belongs to those before. */
  clear(kind: PlayedMedia['kind']): void {
    if (kind === 'video') this.#pictures = [];
    else this.#sounds = [];
  }

  /**
   * @param tickAt monotonic ms
   * @param blockMs how long the tick lasts
   * @param shown the capture time that plays at the tick, ms in `domain`
   * @param position of the picture that the tick shows
   */
  advance(
    tickAt: number,
    blockMs: number,
    shown: number,
    domain: TimeDomain,
    video: { timing: TrackTiming; position: number } | null,
    audio: TrackTiming | null,
  ): void {
    if (video) {
      const exactOf = ({ position }: Picture): number => tickAt + video.timing.captureAt(position, domain) - shown;
      // Those between decoded ones play at their own times.
      const waits = (next: Picture): boolean => next.position > video.position && exactOf(next) > tickAt;
      const first = this.#pictures.findIndex(waits);
      const due = this.#pictures.splice(0, first === -1 ? this.#pictures.length : first);
      for (const [index, next] of due.entries()) {
        const earliest = Math.max(this.#tickAt, this.#pictureAt) + APART_MS;
        // After a pause some play at once: the last of them at the tick, the others just before it.
        const latest = tickAt - (due.length - 1 - index) * APART_MS;
        this.#pictureAt = Math.max(earliest, Math.min(exactOf(next), latest));
        const { position: _, ...picture } = next;
        this.#onPlayed({ kind: 'video', at: this.#pictureAt, ...picture });
      }
    }
    while (audio) {
      const next = this.#sounds[0];
      if (!next) break;
      const exact = tickAt + audio.captureAt(next.position, domain) - shown;
      if (exact >= tickAt + blockMs) break;
      this.#sounds.shift();
      this.#soundAt = Math.max(this.#soundAt + APART_MS, exact);
      this.#onPlayed({ kind: 'audio', at: this.#soundAt, data: next.data });
    }
    this.#tickAt = tickAt;
  }
}
