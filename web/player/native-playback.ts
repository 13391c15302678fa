/** Playback by the browser's own HLS, where there is no Media Source: it keeps its own latency; errors are begun anew. */
import { LiveFollower } from './live-follower.ts';
import { bufferAt, type Playback, type PlaybackOptions, type PlaybackState } from './playback.ts';
import { NO_CHOICE } from './quality.ts';
import { backOff } from './recovery.ts';
import { firstStall, type StallState, watchStall } from './stall-watch.ts';
import { nativeTroubleOf, type Trouble } from './trouble.ts';

const TICK_MS = 250;
/** What such browsers keep by themselves (PART-HOLD-BACK and loading), seconds: later counts as behind. */
const USUAL_LATENCY = 4;

export function canPlayNatively(video: HTMLVideoElement): boolean {
  return video.canPlayType('application/vnd.apple.mpegurl') !== '';
}

export function createNativePlayback({
  video,
  address,
  startAt,
  follower,
  onAttached,
  onStatus,
}: PlaybackOptions): Playback {
  let attempts = 0;
  let trouble: Trouble | null = null;
  let hasPlayed = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let stall: StallState = firstStall(performance.now());
  let destroyed = false;
  let beginning = startAt;
  /** On its way there: what it has of the first second is not for showing. */
  let goesToStart = false;
  /** Languages for which the playlist was read again. */
  const lookedAgainFor = new Set<string>();

  const edge = (): number | null => (video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : null);
  const load = (): void => {
    timer = null;
    video.src = address();
    video.load();
    onAttached();
  };
  const onError = (): void => {
    trouble = nativeTroubleOf(video.error, hasPlayed);
    retry();
  };
  const isLive = (): boolean => !Number.isFinite(video.duration);
  /** Who does not follow what is live goes on where they were: a pass that ran out is fetched with another one. */
  const loadIn = (delayMs: number): void => {
    if (hasPlayed && !(follower.follows && isLive())) beginning ??= shownAt();
    timer ??= setTimeout(load, delayMs);
  };
  const retry = (): void => loadIn(backOff(attempts++, Math.random()));
  /** Captions may have begun after their languages were read. The browser draws them: there are no others. */
  const lookForCaptions = (): void => {
    const { missing } = captions;
    if (missing === null || !hasPlayed || lookedAgainFor.has(missing)) return;
    lookedAgainFor.add(missing);
    loadIn(0);
  };
  const settle = (): void => {
    const end = edge();
    if (end !== null && hasPlayed) follower.settle(end - video.currentTime - USUAL_LATENCY);
  };
  const onSeeked = (): void => {
    goesToStart = false;
    settle();
  };
  const state = (): PlaybackState => {
    if (video.ended) return 'ended';
    if (!hasPlayed || timer || goesToStart) return 'waiting';
    return stall.stalled ? 'stalled' : 'playing';
  };
  /** Once the browser knows which instant its positions count from. */
  const begin = (): void => {
    // What is about to be loaded anew has its beginning still to come.
    if (beginning === null || timer || video.readyState === 0) return;
    const position = (beginning - firstInstant(video)) / 1000;
    beginning = null;
    const end = edge();
    const late = end === null ? Number.NaN : end - position;
    if (!(late > USUAL_LATENCY + LiveFollower.BEHIND)) return;
    follower.leave();
    goesToStart = true;
    video.currentTime = Math.max(position, video.seekable.start(0));
  };
  const positionOf = (at: number): number | null => {
    const position = (at - firstInstant(video)) / 1000;
    return Number.isNaN(position) ? null : Math.max(0, position);
  };
  const shownAt = (): number | null => {
    const at = firstInstant(video) + video.currentTime * 1000;
    return hasPlayed && !Number.isNaN(at) ? at : null;
  };
  const tick = (): void => {
    const now = performance.now();
    const { ahead, nextStart } = bufferAt(video.buffered, video.currentTime);
    if (video.currentTime > 0 && video.readyState >= 3 && !video.paused && video.error === null) {
      hasPlayed = true;
      attempts = 0;
      trouble = null;
    }
    begin();
    lookForCaptions();
    const expected = hasPlayed && !video.paused && !video.seeking && !video.ended;
    const restartAt = video.currentTime + 0.01;
    const [next, advice] = watchStall(stall, {
      now,
      currentTime: video.currentTime,
      expected,
      follows: follower.follows,
      buffered: ahead,
      nextStart,
      restartAt,
    });
    stall = next;
    if (advice.type === 'jump') video.currentTime = advice.to;
    else if (advice.type === 'hung') retry();
    const end = edge();
    const latencySeconds = end === null ? null : end - video.currentTime;
    const late = latencySeconds === null ? 0 : latencySeconds - USUAL_LATENCY;
    const atLive = follower.follows && !video.paused && late < LiveFollower.BEHIND;
    const live = isLive();
    const waits = state() === 'waiting' || state() === 'stalled';
    onStatus({
      state: state(),
      trouble: waits ? trouble : null,
      struggling: false,
      latencySeconds,
      atLive: live && atLive,
      live,
      quality: NO_CHOICE,
      latencyModes: false,
      captionLanguages: captions.languages,
    });
  };

  video.addEventListener('error', onError);
  video.addEventListener('seeked', onSeeked);
  video.addEventListener('play', settle);
  load();
  const captions = nativeCaptions(video);
  const ticker = setInterval(tick, TICK_MS);
  return {
    seekToLive() {
      follower.follow();
      beginning = null;
      const end = edge();
      if (end !== null) video.currentTime = end;
    },
    seekToDate(at) {
      const to = positionOf(at);
      if (to === null) return;
      follower.ask();
      beginning = null;
      video.currentTime = to;
    },
    positionOf,
    shownAt,
    setSpeed(speed) {
      // The default as well: a source that is loaded anew begins with it.
      video.defaultPlaybackRate = speed;
      video.playbackRate = speed;
    },
    showCaptions: captions.show,
    // Drawn by the browser, in its own full screen as well.
    captionsNow: () => null,
    // The browser's own engine offers no choice of these.
    choose() {},
    setLatency() {},
    destroy() {
      if (destroyed) return;
      destroyed = true;
      clearInterval(ticker);
      if (timer) clearTimeout(timer);
      captions.close();
      video.defaultPlaybackRate = 1;
      video.removeEventListener('error', onError);
      video.removeEventListener('seeked', onSeeked);
      video.removeEventListener('play', settle);
      video.removeAttribute('src');
      video.load();
    },
  };
}

/** The instant at position 0, ms since 1970 UTC: Safari's own, which alone plays HLS without Media Source. NaN where it knows none. */
function firstInstant(video: HTMLVideoElement): number {
  if (!('getStartDate' in video) || typeof video.getStartDate !== 'function') return Number.NaN;
  const date: unknown = video.getStartDate();
  return date instanceof Date ? date.getTime() : Number.NaN;
}

/** The captions that the browser found in the playlist. */
function nativeCaptions(video: HTMLVideoElement) {
  let wanted: string | null = null;
  const tracks = () => [...video.textTracks].filter(({ kind }) => kind === 'subtitles' || kind === 'captions');
  const apply = (): void => {
    for (const track of tracks()) track.mode = track.language === wanted ? 'showing' : 'disabled';
  };
  video.textTracks.addEventListener('addtrack', apply);
  return {
    get languages() {
      return tracks().map(({ language }) => language);
    },
    /** Wanted, and not among them; null: nothing is amiss. */
    get missing() {
      return tracks().some(({ language }) => language === wanted) ? null : wanted;
    },
    show(language: string | null): void {
      wanted = language;
      apply();
    },
    close: () => video.textTracks.removeEventListener('addtrack', apply),
  };
}
