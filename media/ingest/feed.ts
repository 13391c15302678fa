import type { Frame } from 'node-av/lib';
import { SAMPLE_RATE } from '../core/av.ts';
import type { RtpTrack } from '../core/program-link.ts';
import { parseRtcp } from '../core/rtcp.ts';
import { isRtcp, parseRtp } from '../core/rtp.ts';
import { AudioTrack } from './audio-track.ts';
import { type PlayedMedia, PlayedTracks } from './played-media.ts';
import { Playout } from './playout.ts';
import { type TimedPicture, VideoTrack } from './video-track.ts';

/** Without a picture for this long, in ms, a feed has stalled. Until then its last picture stands. */
export const STALL_MS = 2_000;

/** A picture that stands for longer, in ms, while the sound goes on, gives way to the named slate. */
export const STILL_MS = 5_000;

/** absent: nothing to show; live: media arrives; stalled: it stopped. */
export type FeedState = 'absent' | 'live' | 'stalled';

export interface FeedOptions {
  /** Monotonic ms. */
  now(): number;
  /** The decoder waits for a key frame. At most once in 300 ms. */
  onKeyFrameWanted(): void;
  /** Takes the coded media as it plays, tick by tick; its bytes are handed over. */
  onPlayed?(media: PlayedMedia): void;
}

/**
 * One contributor's picture and sound, decoded all the time, aligned with each other and read tick by tick: first
 * `advance`, then `picture` and `sound` of that tick. Owns its decoders and pictures.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #playout = new Playout();
  readonly #played: PlayedTracks | null;
  #video: VideoTrack | null = null;
  #audio: AudioTrack | null = null;
  #videoTrack: RtpTrack | null = null;
  #audioTrack: RtpTrack | null = null;
  #picture: TimedPicture | null = null;
  #pictures = 0;
  /** When the picture last was another one. */
  #pictureAt: number | null = null;
  #size = { width: 0, height: 0 };
  /** When media last arrived, of tracks that are gone by now too. */
  #lastLiveAt: number | null = null;
  #full = true;
  #closed = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#played = options.onPlayed ? new PlayedTracks(options.onPlayed) : null;
  }

  /** Binds other tracks. One that stays the same goes on undisturbed; the last picture stands until a new one comes. */
  bind(video: RtpTrack | null, audio: RtpTrack | null): void {
    if (this.#closed) return;
    if (!sameTrack(video, this.#videoTrack)) {
      this.#remember();
      this.#picture = null;
      this.#video?.close();
      this.#videoTrack = video;
      this.#played?.clear('video');
      this.#video = video && new VideoTrack({ ...this.#options, track: video, played: this.#played });
      if (this.#video) this.#video.full = this.#full;
    }
    if (!sameTrack(audio, this.#audioTrack)) {
      this.#remember();
      this.#audio?.close();
      this.#audioTrack = audio;
      this.#played?.clear('audio');
      this.#audio = audio && new AudioTrack(audio, this.#options.now, this.#played);
    }
  }

  /**
   * Whether every picture is decoded, which is where it begins. Else those that suffice to come back to every picture within
   * a third of a second, where the sender has temporal layers.
   */
  set full(full: boolean) {
    this.#full = full;
    if (this.#video) this.#video.full = full;
  }

  /** Takes one datagram from the network, whatever it holds. */
  receive(datagram: Buffer): void {
    if (this.#closed) return;
    if (isRtcp(datagram)) {
      for (const report of parseRtcp(datagram).reports) {
        if (report.ssrc === this.#videoTrack?.ssrc) this.#video?.timing.takeReport(report);
        if (report.ssrc === this.#audioTrack?.ssrc) this.#audio?.timing.takeReport(report);
      }
      return;
    }
    const packet = parseRtp(datagram);
    if (!packet) return;
    if (packet.ssrc === this.#videoTrack?.ssrc && packet.payloadType === this.#videoTrack.payloadType) {
      this.#video?.push(packet);
    } else if (packet.ssrc === this.#audioTrack?.ssrc && packet.payloadType === this.#audioTrack.payloadType) {
      this.#audio?.push(packet);
    }
  }

  /**
   * Goes on to the tick at `tickAt` (monotonic ms) and fills `sound` (interleaved) with its `samples` samples. False when
   * the feed has no sound for it.
   */
  advance(tickAt: number, sound: Float32Array, samples: number): boolean {
    this.#video?.expire();
    this.#audio?.expire();
    const blockMs = (samples * 1000) / SAMPLE_RATE;
    const playout = this.#playout;
    const capture = playout.captureNow(tickAt, this.#video?.timing ?? null, this.#audio?.timing ?? null, blockMs);
    if (capture === null) {
      sound.fill(0, 0, samples * 2);
      return false;
    }
    const audio = this.#audio;
    let audible = false;
    let shown = capture;
    if (audio && audio.timing.observed > 0) {
      audible = audio.timeline.read(audio.timing.positionAt(capture, playout.domain), sound, samples);
      // The picture goes with the sound that is really heard, not with the one that was meant to be: with the middle of
      // the tick's sound, so that it is half a tick early or late at most.
      const cursor = audio.timeline.cursor;
      if (cursor !== null) {
        const begin = cursor - samples * audio.timeline.ratio;
        shown = audio.timing.captureAt(begin, playout.domain) + blockMs / 2;
      }
    } else {
      sound.fill(0, 0, samples * 2);
    }
    const picture = this.#video?.pictureAt(shown, playout.domain) ?? null;
    if (picture && picture !== this.#picture) {
      this.#picture = picture;
      this.#size = { width: picture.frame.width, height: picture.frame.height };
      this.#pictures += 1;
      this.#pictureAt = this.#options.now();
    }
    this.#played?.advance(
      tickAt,
      blockMs,
      shown,
      playout.domain,
      this.#video && picture && { timing: this.#video.timing, position: picture.position },
      audio && audio.timing.observed > 0 ? audio.timing : null,
    );
    return audible;
  }

  /** The picture of the tick that `advance` went to; the feed's own, good until the next call of a method. */
  get picture(): Frame | null {
    return this.#picture?.frame ?? null;
  }

  /** Grows with each new `picture`. */
  get pictures(): number {
    return this.#pictures;
  }

  get state(): FeedState {
    const now = this.#options.now();
    if (this.#isFresh(now) || (this.#lastLiveAt !== null && now - this.#lastLiveAt < STALL_MS)) return 'live';
    const expected = this.#video ? this.#video.lastPictureAt : (this.#audio?.lastSoundAt ?? null);
    return expected === null ? 'absent' : 'stalled';
  }

  /** Resolves once every coded picture that has come so far is decoded: pictures are decoded beside the clock's thread. */
  get decoded(): Promise<void> {
    return this.#video?.decoded ?? Promise.resolve();
  }

  /** Of the last picture, in pixels; zero while there is none. */
  get size(): { width: number; height: number } {
    return this.#size;
  }

  /** The sound goes on and the picture has stood for too long to go on standing: a weak link, or a camera switched off. */
  get soundOnly(): boolean {
    return this.#pictureAt !== null && this.#options.now() - this.#pictureAt >= STILL_MS;
  }

  /** Sound comes first: a feed that began with a picture lives on by its sound alone, as one without a picture track does. */
  #isFresh(now: number): boolean {
    const isRecent = (at: number | null | undefined) => typeof at === 'number' && now - at < STALL_MS;
    if (!this.#video) return isRecent(this.#audio?.lastSoundAt);
    const { lastPictureAt } = this.#video;
    return isRecent(lastPictureAt) || (lastPictureAt !== null && isRecent(this.#audio?.lastSoundAt));
  }

  #remember(): void {
    const last = this.#video ? this.#video.lastPictureAt : this.#audio?.lastSoundAt;
    if (last !== null && last !== undefined) this.#lastLiveAt = last;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#picture = null;
    this.#video?.close();
    this.#audio?.close();
    this.#video = null;
    this.#audio = null;
  }
}

function sameTrack(a: RtpTrack | null, b: RtpTrack | null): boolean {
  if (!a || !b) return a === b;
  return a.ssrc === b.ssrc && a.payloadType === b.payloadType && a.codec === b.codec && a.clockRate === b.clockRate;
}
