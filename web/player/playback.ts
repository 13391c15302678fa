/** What a player engine (hls.js, or the browser's own HLS) is to the page. */

import type { ListedCaption } from './captions.ts';
import type { LatencyMode } from './latency-target.ts';
import type { LiveFollower } from './live-follower.ts';
import type { Choice, Quality } from './quality.ts';
import type { Trouble } from './trouble.ts';

/**
 * `waiting`: nothing to show yet, or the broadcast is interrupted. `playing`: also while the viewer has paused.
 * `stalled`: the viewer's own connection is too slow. `ended`: the broadcast is over and was shown to its end.
 * `unsupported`: this browser cannot play it.
 */
export type PlaybackState = 'waiting' | 'playing' | 'stalled' | 'ended' | 'unsupported';

export interface PlaybackStatus {
  state: PlaybackState;
  /** Why there is no picture, where that is known and there is none. */
  trouble: Trouble | null;
  /** It stalls again and again where more latency would help. */
  struggling: boolean;
  /** Seconds between the live edge and the picture; null while there is none. */
  latencySeconds: number | null;
  /** The picture is as live as it gets here. */
  atLive: boolean;
  /** The broadcast goes on. */
  live: boolean;
  quality: Quality;
  /** The latency can be chosen. */
  latencyModes: boolean;
  /** Languages that the playlist has captions in. */
  captionLanguages: readonly string[];
}

export interface PlaybackOptions {
  video: HTMLVideoElement;
  /** Address of the multivariant playlist as it is now: where it has a pass, another one comes in time. */
  address(): string;
  wanted: Choice;
  latency: LatencyMode;
  /** The server's clock, ms since 1970 UTC: what `together` goes by. */
  serverNow(): number;
  /** What was on air at this instant comes first, ms since 1970 UTC; null: what is live, or a replay's beginning. */
  startAt: number | null;
  /** Whether the viewer wants to be live; shared with the page's controls. */
  follower: LiveFollower;
  /** The video element has a source (again): time to call `play`. */
  onAttached(): void;
  onStatus(status: PlaybackStatus): void;
}

export interface Playback {
  /** Goes to the newest picture. */
  seekToLive(): void;
  /** Goes to what went out at that time (ms since the epoch); to the newest picture where that is still to come. */
  seekToDate(at: number): void;
  /** Plays that height, or the next smaller one, from the next part on; null: chooses by what arrives. */
  choose(choice: Choice): void;
  /** Where what went out at that time (ms since the epoch) is, playback time in seconds; null while it is nowhere. */
  positionOf(at: number): number | null;
  /** When what is shown went out, ms since 1970 UTC; null while nothing is, or nobody knows. */
  shownAt(): number | null;
  /** Reads the captions of that language along; null: none. `areTold`: the page itself has those of the live picture. */
  showCaptions(language: string | null, areTold: boolean): void;
  /** Those that stand over the picture now; null: the browser draws them itself. */
  captionsNow(): ListedCaption[] | null;
  /** How fast a viewer watches what is not live, 1: as it was. The live picture has a speed of its own. */
  setSpeed(speed: number): void;
  /** How late to be. Nothing changes for who does not watch live. */
  setLatency(mode: LatencyMode): void;
  /** Leaves the video element as it found it. Safe twice. */
  destroy(): void;
}

/** The stretch of a buffer that a position is in, and what comes after it. */
export function bufferAt(ranges: TimeRanges, position: number): { ahead: number; nextStart: number | null } {
  let nextStart: number | null = null;
  let ahead = 0;
  for (let index = 0; index < ranges.length; index++) {
    const start = ranges.start(index);
    const end = ranges.end(index);
    // Positions come back from the browser a hair off.
    if (position >= start - 0.01 && position < end) ahead = end - position;
    else if (start > position && nextStart === null) nextStart = start;
  }
  return { ahead, nextStart };
}
