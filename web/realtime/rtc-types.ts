import type { RtcNotice, RtcReply, RtcRequest, RtcSource } from '@antenne/server/contract';
import type { StoreApi } from 'zustand/vanilla';
import type { LinkStats } from './rtc-stats.ts';

export type RtcKind = 'audio' | 'video';

/** How a session reaches the SFU. */
export interface RtcSignalling {
  /** Relays one request. Rejects when it was refused (an error with the contract's `code`) or could not be sent. */
  request: (request: RtcRequest) => Promise<RtcReply>;
  /** Subscribes to what the SFU says unasked; returns its undo. */
  notices: (listener: (notice: RtcNotice) => void) => () => void;
}

/**
 * - `idle`: nothing is wanted, or the session is closed;
 * - `connecting`: not once connected yet;
 * - `connected`: media can flow in every direction that is wanted;
 * - `reconnecting`: it was connected and is being repaired.
 */
export type RtcConnection = 'idle' | 'connecting' | 'connected' | 'reconnecting';

export interface RtcState {
  connection: RtcConnection;
  /** What the browser measures, every 2 s; null while there is nothing to measure. */
  sending: LinkStats | null;
  receiving: LinkStats | null;
}

/** The tracks to send. They stay the caller's: the session never stops them. */
export interface RtcTracks {
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
}

/** `live`: its track is in the stream; `waiting`: the source has none now, the track comes by itself. */
export type ConsumptionState = Record<RtcKind, 'unwanted' | 'waiting' | 'live'>;

/** One source being received. */
export interface Consumption {
  /** Stays the same object for the life of the consumption: give it to `srcObject` once. Tracks come and go in it. */
  readonly stream: MediaStream;
  readonly state: StoreApi<ConsumptionState>;
  /** Stops receiving. Safe twice. */
  close(): void;
}

export interface ConsumeOptions {
  /** Default: sound and picture. */
  kinds?: readonly RtcKind[];
  /** Simulcast layer wanted at most: 0 small (default), 2 full. */
  maxLayer?: 0 | 1 | 2;
}

export interface RtcSession {
  readonly state: StoreApi<RtcState>;
  /**
   * Sends these tracks from now on: new ones replace the old without renegotiation, `null` stops a kind, both null
   * stops sending. Takes effect in its own time and is repeated after every reconnect.
   */
  publish(tracks: RtcTracks): void;
  /**
   * Stops the picture (the programme then shows the contributor's slate) or starts it again. Sound is muted by the
   * track's own `enabled`, so that its packets go on.
   */
  setVideoPaused(paused: boolean): void;
  /** Receives a source, now or as soon as it exists, until the consumption or the session is closed. */
  consume(source: RtcSource, options?: ConsumeOptions): Consumption;
  /** To be called when the page's socket has joined again: the SFU is asked what it still knows. */
  resync(): void;
  /** Closes transports, consumptions and timers; the caller's tracks stay. Safe twice. */
  close(): void;
}
