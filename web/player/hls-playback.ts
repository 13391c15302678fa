/** Playback with hls.js: the low-latency engine everywhere but where the browser has no Media Source. A lazy chunk. */
import Hls, { type ErrorData, Events, type LevelDetails } from 'hls.js';
import type { ListedCaption } from './captions.ts';
import { HlsCaptions } from './hls-captions.ts';
import { configFor } from './hls-config.ts';
import { isInterrupted, newestCc } from './interruption.ts';
import { LatencySteering } from './latency-steering.ts';
import type { LatencyMode } from './latency-target.ts';
import { LineRate } from './line-rate.ts';
import { LiveFollower } from './live-follower.ts';
import { loaderWith } from './pass-loader.ts';
import { bufferAt, type Playback, type PlaybackOptions, type PlaybackState } from './playback.ts';
import { instantOf, playbackTimeOf } from './program-time.ts';
import type { Choice } from './quality.ts';
import { type Failure, FRESH, type Recovery, remedyFor } from './recovery.ts';
import { RenditionChoice } from './rendition-choice.ts';
import { firstStall, type StallState, watchStall } from './stall-watch.ts';
import { type Trouble, troubleOf } from './trouble.ts';

const TICK_MS = 100;
/** Success that lasts this long forgets earlier failures, ms. */
const LASTING_MS = 10_000;

const FAILURES: Partial<Record<string, Failure>> = { networkError: 'network', mediaError: 'media' };

export function isHlsSupported(): boolean {
  return Hls.isSupported();
}

export function createHlsPlayback(options: PlaybackOptions): Playback {
  return new HlsPlayback(options);
}

class HlsPlayback implements Playback {
  private readonly options: PlaybackOptions;
  private hls: Hls | null = null;
  private readonly captions = new HlsCaptions();
  /** The page has those of the live picture without the playlist. */
  private captionsAreTold = false;
  /** Languages for which the playlist was read again. */
  private readonly lookedAgainFor = new Set<string>();
  private readonly ticker: ReturnType<typeof setInterval>;
  private rebuildTimer: ReturnType<typeof setTimeout> | null = null;
  private readonly steering: LatencySteering;
  private readonly rendition: RenditionChoice;
  private readonly line = new LineRate();
  private trouble: Trouble | null = null;
  private recovery: Recovery = FRESH;
  private stall: StallState = firstStall(performance.now());
  /** Discontinuities that were listed when the picture last moved. */
  private movingCc = 0;
  private interruption = false;
  private hasPlayed = false;
  private playingSince: number | null = null;
  private ownSeek = false;
  private destroyed = false;
  private speed = 1;
  /** Where to begin; null once that was done. */
  private startAt: number | null;
  /** On its way there: what it has of the first second is not for showing. */
  private goesToStart = false;

  constructor(options: PlaybackOptions) {
    this.options = options;
    this.rendition = new RenditionChoice(options.wanted);
    this.startAt = options.startAt;
    this.steering = new LatencySteering(options.latency, performance.now());
    const { video } = options;
    video.addEventListener('seeked', this.onSeeked);
    video.addEventListener('play', this.onPlay);
    this.build();
    this.ticker = setInterval(() => this.tick(), TICK_MS);
  }

  seekToLive(): void {
    this.startAt = null;
    this.options.follower.follow();
    const position = this.hls?.liveSyncPosition;
    if (typeof position === 'number') this.seek(position);
  }

  seekToDate(at: number): void {
    this.startAt = null;
    const to = this.positionOf(at);
    if (to === null) {
      this.seekToLive();
      return;
    }
    this.options.follower.ask();
    this.options.video.currentTime = to;
  }

  positionOf(at: number): number | null {
    return playbackTimeOf(this.hls?.latestLevelDetails?.fragments ?? [], at);
  }

  shownAt(): number | null {
    const { video } = this.options;
    if (!this.hasPlayed) return null;
    return instantOf(this.hls?.latestLevelDetails?.fragments ?? [], video.currentTime);
  }

  showCaptions(language: string | null, areTold: boolean): void {
    this.captionsAreTold = areTold;
    this.captions.show(language);
  }

  captionsNow(): ListedCaption[] {
    return this.captions.at(this.options.video.currentTime);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
  }

  setLatency(mode: LatencyMode): void {
    const { hls, steering } = this;
    const before = steering.target.mode;
    if (mode === before) return;
    steering.setMode(mode, performance.now());
    if (!hls) return;
    hls.lowLatencyMode = mode !== 'standard';
    hls.targetLatency = steering.target.seconds;
    // Between parts and whole segments hls.js changes in the middle of a segment, with seconds of nothing: better anew, at
    // the new distance. To be together with others, speed alone leads there.
    const { follower, video } = this.options;
    if ((mode === 'standard' || before === 'standard') && follower.follows && !video.paused) this.rebuildIn(0);
  }

  choose(choice: Choice): void {
    this.rendition.choose(choice);
    this.applyChoice();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    clearInterval(this.ticker);
    if (this.rebuildTimer) clearTimeout(this.rebuildTimer);
    const { video } = this.options;
    video.removeEventListener('seeked', this.onSeeked);
    video.removeEventListener('play', this.onPlay);
    video.playbackRate = 1;
    this.hls?.destroy();
    this.hls = null;
  }

  /** One event may end several seeks: whether the viewer asked for one of them is the follower's to know. */
  private readonly onSeeked = (): void => {
    this.ownSeek = false;
    this.goesToStart = false;
    this.settle();
  };

  private readonly onPlay = (): void => this.settle();

  /** Where somebody was who does not follow what is live, they are again. */
  private build(): void {
    const goesOn = this.hls && !(this.options.follower.follows && (this.hls.latestLevelDetails?.live ?? true));
    if (goesOn) this.startAt ??= this.shownAt();
    this.hls?.destroy();
    const hls = new Hls({ ...configFor(this.steering.target), loader: loaderWith(this.options.address) });
    this.hls = hls;
    hls.on(Events.ERROR, (_event, data) => this.onError(data));
    hls.on(Events.MANIFEST_LOADED, (_event, { levels }) => this.rendition.learn(levels));
    hls.on(Events.MANIFEST_PARSED, () => this.applyChoice());
    this.captions.attach(hls);
    this.line.attach(hls);
    hls.loadSource(this.rendition.ownSource ?? this.options.address());
    hls.attachMedia(this.options.video);
    this.stall = firstStall(performance.now());
    this.ownSeek = false;
    this.goesToStart = false;
    this.options.follower.follow();
    this.options.onAttached();
  }

  private applyChoice(): void {
    if (this.turnsSource()) return;
    if (this.hls) this.rendition.applyTo(this.hls);
  }

  /** From the pictures to sound alone, or back; what was on goes on. */
  private turnsSource(): boolean {
    if (!this.rendition.turns(performance.now())) return false;
    this.build();
    return true;
  }

  private onError(data: ErrorData): void {
    if (this.destroyed) return;
    this.trouble = troubleOf(data) ?? this.trouble;
    if (!data.fatal) return;
    this.remedy(FAILURES[data.type] ?? 'other');
  }

  private remedy(failure: Failure): void {
    const [remedy, recovery] = remedyFor(failure, this.recovery, performance.now(), Math.random());
    this.recovery = recovery;
    this.playingSince = null;
    if (remedy.type === 'repair') this.hls?.recoverMediaError();
    else this.rebuildIn(remedy.delayMs);
  }

  private rebuildIn(delayMs: number): void {
    if (this.rebuildTimer) return;
    // The last picture stays on screen meanwhile; this player asks for nothing more.
    this.hls?.stopLoad();
    this.rebuildTimer = setTimeout(() => {
      this.rebuildTimer = null;
      this.build();
    }, delayMs);
  }

  /** Seconds to the estimated live edge; null without a playlist or a picture. */
  private latency(): number | null {
    const details = this.hls?.latestLevelDetails;
    const { video } = this.options;
    if (!details || video.readyState === 0) return null;
    return details.edge + (details.live ? details.age : 0) - video.currentTime;
  }

  /** Seconds by which the picture is later than wanted. */
  private late(latency: number): number {
    const shown = this.steering.target.mode === 'together' ? this.shownAt() : null;
    return this.steering.late(latency, shown === null ? null : (this.options.serverNow() - shown) / 1000);
  }

  private settle(): void {
    const latency = this.latency();
    // Before the first picture, the playhead says nothing about what the viewer wants.
    if (latency !== null && this.hasPlayed) this.options.follower.settle(this.late(latency));
  }

  private seek(position: number): void {
    this.ownSeek = true;
    this.options.video.currentTime = position;
  }

  private tick(): void {
    const now = performance.now();
    const { video, follower } = this.options;
    const details = this.hls?.latestLevelDetails ?? null;
    const { ahead, nextStart } = bufferAt(video.buffered, video.currentTime);
    const live = details?.live ?? true;
    const interrupted = details === null || isInterrupted(details, this.steering.target.mode);
    this.watch(now, ahead, nextStart);
    this.begin(details);
    this.lookForCaptions(details);
    const latency = this.hasPlayed ? this.latency() : null;
    const moving = this.hasPlayed && !this.stall.stalled && !video.paused && video.readyState >= 2;
    this.noteSuccess(now, moving);
    this.steering.learnFromCalm(now);
    const isLive = live && follower.follows && moving && !interrupted;
    if (latency !== null && isLive) this.steering.learnFromGap(now, latency - ahead);
    this.turnsSource();
    const late = latency === null ? 0 : this.late(latency);
    if (latency !== null && live && !video.paused && !video.seeking) this.steer(late, ahead, interrupted);
    if (!live && video.playbackRate !== this.speed) video.playbackRate = this.speed;
    const state = this.state(interrupted);
    this.options.onStatus({
      state,
      trouble: state === 'waiting' || state === 'stalled' ? this.trouble : null,
      struggling: live && this.steering.struggles(now),
      latencySeconds: latency,
      atLive: live && follower.follows && !video.paused && late < LiveFollower.BEHIND,
      live,
      quality: this.rendition.quality(this.hls),
      latencyModes: true,
      captionLanguages: this.captions.languages,
    });
  }

  /** Once there is a first picture to go away from. */
  private begin(details: LevelDetails | null): void {
    const { video, follower } = this.options;
    if (this.startAt === null || details === null || video.readyState === 0) return;
    const position = this.positionOf(this.startAt);
    this.startAt = null;
    if (position === null) return;
    if (details.live && details.edge - position < this.steering.target.seconds + LiveFollower.BEHIND) return;
    follower.leave();
    this.goesToStart = true;
    this.seek(position);
  }

  /** Captions may have begun after their languages were read, which hls.js does once: then all begins anew. */
  private lookForCaptions(details: LevelDetails | null): void {
    const { missing } = this.captions;
    if (missing === null || details === null || this.rendition.ownSource !== null) return;
    const areThere = this.captionsAreTold && details.live && this.options.follower.follows;
    if (areThere || this.lookedAgainFor.has(missing)) return;
    this.lookedAgainFor.add(missing);
    this.rebuildIn(0);
  }

  private watch(now: number, buffered: number, nextStart: number | null): void {
    const { video, follower } = this.options;
    if (video.currentTime > 0 && video.readyState >= 3 && !video.paused) this.hasPlayed = true;
    const seeking = video.seeking && (!this.ownSeek || follower.asks);
    const expected = !video.paused && !seeking && !video.ended && video.readyState > 0 && this.hasPlayed;
    const { currentTime } = video;
    const restartAt = currentTime + Math.max(0.01, buffered - this.steering.target.seconds);
    const sample = { now, currentTime, expected, follows: follower.follows, buffered, nextStart, restartAt };
    const before = this.stall;
    const [stall, advice] = watchStall(before, sample);
    this.stall = stall;
    if (advice.type === 'jump') this.seek(advice.to);
    else if (advice.type === 'hung') this.remedy('other');
    this.learnFromStall(now, before.stalled);
    this.noteWeakLink(now, before.stalled);
  }

  /** A link that is too weak for the picture, and no pause of the broadcast's own. */
  private noteWeakLink(now: number, stalledBefore: boolean): void {
    const { hls } = this;
    const details = hls?.latestLevelDetails;
    if (!hls || !details || !this.stall.stalled) return;
    if (newestCc(details) !== this.movingCc || isInterrupted(details, this.steering.target.mode)) return;
    this.rendition.noteStall(hls, now, !stalledBefore);
    // Who waits before beginning anew has stopped loading.
    if (!this.rebuildTimer) this.rendition.giveWay(hls, this.line.take(now));
  }

  /** A stall that was not the broadcast's own interruption tells about this viewer's network. */
  private learnFromStall(now: number, stalledBefore: boolean): void {
    const cc = newestCc(this.hls?.latestLevelDetails ?? null);
    const { follower } = this.options;
    if (stalledBefore && !this.stall.stalled && cc === this.movingCc && follower.follows) {
      this.steering.learnFromStall(now);
    }
    if (this.stall.movedAt === now) this.movingCc = cc;
  }

  private noteSuccess(now: number, moving: boolean): void {
    if (!moving) {
      this.playingSince = null;
      return;
    }
    this.trouble = null;
    this.playingSince ??= now;
    if (now - this.playingSince > LASTING_MS) this.recovery = FRESH;
  }

  private steer(late: number, buffered: number, interrupted: boolean): void {
    const { video, follower } = this.options;
    const { hls, steering } = this;
    if (!follower.follows || interrupted) {
      steering.rest();
      video.playbackRate = 1;
      return;
    }
    const { seconds } = steering.target;
    if (hls && hls.config.liveSyncDuration !== seconds) hls.targetLatency = seconds;
    const rate = steering.steer(performance.now(), late, buffered);
    if (rate === 'jump') this.seek(video.currentTime + late);
    else if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  private state(interrupted: boolean): PlaybackState {
    if (this.options.video.ended) return 'ended';
    if (!this.hasPlayed || this.startAt !== null || this.goesToStart) return 'waiting';
    if (this.rebuildTimer) return 'waiting';
    if (!this.stall.stalled) {
      this.interruption = false;
      return 'playing';
    }
    // Whatever began as an interruption is one until the picture moves again.
    this.interruption ||= interrupted;
    return this.interruption ? 'waiting' : 'stalled';
  }
}
