/** Playback with hls.js: the low-latency engine everywhere but where the browser has no Media Source. A lazy chunk. */
import Hls, { type ErrorData, Events, type LevelDetails } from 'hls.js';
import type { ListedCaption } from './captions.ts';
import { HlsCaptions } from './hls-captions.ts';
import { configFor } from './hls-config.ts';
import {
  afterCalm,
  afterStall,
  firstTarget,
  isStruggling,
  type LatencyMode,
  type LatencyTarget,
} from './latency-target.ts';
import { LiveFollower } from './live-follower.ts';
import { loaderWith } from './pass-loader.ts';
import { bufferAt, type Playback, type PlaybackOptions, type PlaybackState } from './playback.ts';
import { instantOf, playbackTimeOf } from './program-time.ts';
import { type Choice, heightsOf, levelFor, type Quality, soundAddressOf } from './quality.ts';
import { CLOSE, EASY, type RateProfile, type RateState, STEADY, steerRate, TOGETHER } from './rate-controller.ts';
import { type Failure, FRESH, type Recovery, remedyFor } from './recovery.ts';
import { afterPictureStall, afterSoundTime, type SoundFallback, WITH_PICTURE } from './sound-fallback.ts';
import { firstStall, type StallState, watchStall } from './stall-watch.ts';
import { type Trouble, troubleOf } from './trouble.ts';

const TICK_MS = 100;
/** Success that lasts this long forgets earlier failures, ms. */
const LASTING_MS = 10_000;
/** A follower later than this, in seconds beyond the target, is taken to the edge: catching up would take too long. */
const TOO_LATE = 4;
/** A machine that cannot keep up is not helped by being sent ahead all the time, ms. */
const JUMP_INTERVAL_MS = 5_000;
/** A playlist that has not advanced for this many parts (without parts: segments) belongs to an interrupted broadcast. */
const INTERRUPTED_PARTS = 5;
const INTERRUPTED_SEGMENTS = 1.5;

const PROFILES: Record<LatencyMode, RateProfile> = { low: CLOSE, standard: EASY, together: TOGETHER };
/** A stall of this length counts as another one, ms. */
const LONG_STALL_MS = 5_000;

const FAILURES: Partial<Record<string, Failure>> = { networkError: 'network', mediaError: 'media' };

export function isHlsSupported(): boolean {
  return Hls.isSupported();
}

export function createHlsPlayback(options: PlaybackOptions): Playback {
  return new HlsPlayback(options);
}

/** Seconds. */
function longestPause({ partTarget, targetduration }: LevelDetails, mode: LatencyMode): number {
  return partTarget > 0 && mode !== 'standard' ? INTERRUPTED_PARTS * partTarget : INTERRUPTED_SEGMENTS * targetduration;
}

/** Discontinuities up to the newest part. */
function newestCc(details: LevelDetails | null): number {
  return details?.fragmentHint?.cc ?? details?.endCC ?? 0;
}

class HlsPlayback implements Playback {
  private readonly options: PlaybackOptions;
  private hls: Hls | null = null;
  private readonly captions = new HlsCaptions();
  private readonly ticker: ReturnType<typeof setInterval>;
  private rebuildTimer: ReturnType<typeof setTimeout> | null = null;
  private target: LatencyTarget;
  private rate: RateState = STEADY;
  private trouble: Trouble | null = null;
  private recovery: Recovery = FRESH;
  private stall: StallState = firstStall(performance.now());
  /** Discontinuities that were listed when the picture last moved. */
  private movingCc = 0;
  private interruption = false;
  private hasPlayed = false;
  private jumpedAt = Number.NEGATIVE_INFINITY;
  private playingSince: number | null = null;
  private ownSeek = false;
  private destroyed = false;
  private speed = 1;
  private wanted: Choice;
  private heights: readonly number[] = [];
  /** Where sound alone is; null: unknown, or nowhere. */
  private soundSrc: string | null = null;
  /** It is what plays. hls.js leaves it out wherever there are pictures, so it gets a source of its own. */
  private soundAlone = false;
  private fallback: SoundFallback = WITH_PICTURE;
  /** Where to begin; null once that was done. */
  private startAt: number | null;

  constructor(options: PlaybackOptions) {
    this.options = options;
    this.wanted = options.wanted;
    this.startAt = options.startAt;
    this.target = firstTarget(performance.now(), options.latency);
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

  showCaptions(language: string | null): void {
    this.captions.show(language);
  }

  captionsNow(): ListedCaption[] {
    return this.captions.at(this.options.video.currentTime);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
  }

  setLatency(mode: LatencyMode): void {
    const { hls } = this;
    const before = this.target.mode;
    if (mode === before) return;
    this.target = firstTarget(performance.now(), mode);
    this.rate = STEADY;
    if (!hls) return;
    hls.lowLatencyMode = mode !== 'standard';
    hls.targetLatency = this.target.seconds;
    // Between parts and whole segments hls.js changes in the middle of a segment, with seconds of nothing: better anew, at
    // the new distance. To be together with others, speed alone leads there.
    const { follower, video } = this.options;
    if ((mode === 'standard' || before === 'standard') && follower.follows && !video.paused) this.rebuildIn(0);
  }

  choose(choice: Choice): void {
    this.wanted = choice;
    this.fallback = WITH_PICTURE;
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
    this.settle();
  };

  private readonly onPlay = (): void => this.settle();

  /** Where somebody was who does not follow what is live, they are again. */
  private build(): void {
    const goesOn = this.hls && !(this.options.follower.follows && (this.hls.latestLevelDetails?.live ?? true));
    if (goesOn) this.startAt ??= this.shownAt();
    this.hls?.destroy();
    const hls = new Hls({ ...configFor(this.target), loader: loaderWith(this.options.address) });
    this.hls = hls;
    hls.on(Events.ERROR, (_event, data) => this.onError(data));
    hls.on(Events.MANIFEST_LOADED, (_event, { levels }) => {
      this.soundSrc = soundAddressOf(levels) ?? this.soundSrc;
    });
    hls.on(Events.MANIFEST_PARSED, () => this.applyChoice());
    this.captions.attach(hls);
    hls.loadSource((this.soundAlone ? this.soundSrc : null) ?? this.options.address());
    hls.attachMedia(this.options.video);
    this.stall = firstStall(performance.now());
    this.ownSeek = false;
    this.options.follower.follow();
    this.options.onAttached();
  }

  private applyChoice(): void {
    if (this.changesSource()) return;
    const { hls, wanted } = this;
    if (!hls) return;
    // What is loaded next; what is buffered already, less than a second of it, is shown.
    hls.loadLevel = levelFor(hls.levels, typeof wanted === 'number' ? wanted : null);
    hls.capLevelToPlayerSize = wanted === null;
  }

  /** From the pictures to sound alone, or back; what was on goes on. */
  private changesSource(): boolean {
    const { wanted, soundSrc, fallback } = this;
    const soundAlone = soundSrc !== null && (wanted === 'sound' || (wanted === null && fallback.until !== null));
    if (soundAlone === this.soundAlone) return false;
    this.soundAlone = soundAlone;
    this.build();
    return true;
  }

  private quality(): Quality {
    const { hls, wanted: chosen, soundAlone } = this;
    const levels = hls?.levels ?? [];
    if (!soundAlone && levels.length > 0) this.heights = heightsOf(levels);
    const playing = soundAlone ? 'sound' : (levels[hls?.currentLevel ?? -1]?.height ?? null);
    return { heights: this.heights, sound: this.soundSrc !== null, chosen, playing };
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
    const { mode, seconds } = this.target;
    const shown = mode === 'together' ? this.shownAt() : null;
    return shown === null ? latency - seconds : (this.options.serverNow() - shown) / 1000 - seconds;
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
    const interrupted = details === null || (live && details.age > longestPause(details, this.target.mode));
    this.watch(now, ahead, nextStart);
    this.begin(details);
    const latency = this.hasPlayed ? this.latency() : null;
    const moving = this.hasPlayed && !this.stall.stalled && !video.paused && video.readyState >= 2;
    this.noteSuccess(now, moving);
    this.target = afterCalm(this.target, now);
    this.fallback = afterSoundTime(this.fallback, now);
    this.changesSource();
    const late = latency === null ? 0 : this.late(latency);
    if (latency !== null && live && !video.paused && !video.seeking) this.steer(late, ahead, interrupted);
    if (!live && video.playbackRate !== this.speed) video.playbackRate = this.speed;
    const state = this.state(interrupted);
    this.options.onStatus({
      state,
      trouble: state === 'waiting' || state === 'stalled' ? this.trouble : null,
      struggling: live && isStruggling(this.target, now),
      latencySeconds: latency,
      atLive: live && follower.follows && !video.paused && late < LiveFollower.BEHIND,
      live,
      quality: this.quality(),
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
    if (details.live && details.edge - position < this.target.seconds + LiveFollower.BEHIND) return;
    follower.leave();
    this.seek(position);
  }

  private watch(now: number, buffered: number, nextStart: number | null): void {
    const { video, follower } = this.options;
    if (video.currentTime > 0 && video.readyState >= 3 && !video.paused) this.hasPlayed = true;
    const seeking = video.seeking && (!this.ownSeek || follower.asks);
    const expected = !video.paused && !seeking && !video.ended && video.readyState > 0 && this.hasPlayed;
    const { currentTime } = video;
    const restartAt = currentTime + Math.max(0.01, buffered - this.target.seconds);
    const sample = { now, currentTime, expected, follows: follower.follows, buffered, nextStart, restartAt };
    const before = this.stall;
    const [stall, advice] = watchStall(before, sample);
    this.stall = stall;
    if (advice.type === 'jump') this.seek(advice.to);
    else if (advice.type === 'hung') this.remedy('other');
    this.learnFromStall(now, before.stalled);
    this.noteWeakLink(now, before.stalled);
  }

  /** The smallest picture does not get through: that of a viewer who left the choice to the player. */
  private noteWeakLink(now: number, stalledBefore: boolean): void {
    const { hls, stall, fallback } = this;
    const details = hls?.latestLevelDetails;
    if (!hls || !details || !stall.stalled || this.soundAlone || hls.loadLevel > 0) return;
    if (newestCc(details) !== this.movingCc || (details.live && details.age > longestPause(details, this.target.mode)))
      return;
    const isAnother = !stalledBefore || now - (fallback.stalls.at(-1) ?? now) > LONG_STALL_MS;
    if (isAnother) this.fallback = afterPictureStall(fallback, now);
  }

  /** A stall that was not the broadcast's own interruption tells about this viewer's network. */
  private learnFromStall(now: number, stalledBefore: boolean): void {
    const cc = newestCc(this.hls?.latestLevelDetails ?? null);
    const { follower } = this.options;
    if (stalledBefore && !this.stall.stalled && cc === this.movingCc && follower.follows) {
      this.target = afterStall(this.target, now);
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
    const { hls, target } = this;
    if (!follower.follows || interrupted) {
      this.rate = STEADY;
      video.playbackRate = 1;
      return;
    }
    if (hls && hls.config.liveSyncDuration !== target.seconds) hls.targetLatency = target.seconds;
    const now = performance.now();
    const mayJump = this.hasPlayed && now - this.jumpedAt > JUMP_INTERVAL_MS;
    if (late > TOO_LATE && mayJump) {
      this.jumpedAt = now;
      this.rate = STEADY;
      this.seek(video.currentTime + late);
      return;
    }
    const [state, rate] = steerRate(this.rate, { now, late, buffered, profile: PROFILES[target.mode] });
    this.rate = state;
    if (video.playbackRate !== rate) video.playbackRate = rate;
  }

  private state(interrupted: boolean): PlaybackState {
    if (this.options.video.ended) return 'ended';
    if (!this.hasPlayed) return 'waiting';
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
