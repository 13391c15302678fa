import type { Frame } from 'node-av/lib';

/** A source of picture and sound, read tick by tick. */
export interface MixerFeed {
  readonly state: 'absent' | 'live' | 'stalled';
  /** Its sound goes on and its picture is gone: the named slate stands for it. */
  readonly soundOnly: boolean;
  /** Goes on to the tick at `tickAt` (monotonic ms) and fills `sound` (interleaved stereo, 48 kHz). */
  advance(tickAt: number, sound: Float32Array, samples: number): boolean;
  /** The picture of that tick, the feed's own. */
  readonly picture: Frame | null;
  /** Grows with each new picture. */
  readonly pictures: number;
}
