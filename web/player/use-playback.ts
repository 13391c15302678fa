import { MediaUIEvents } from 'media-chrome/dist/constants.js';
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ListedCaption } from './captions.ts';
import { keepLatency, keptLatency, type LatencyMode } from './latency-target.ts';
import { LiveFollower } from './live-follower.ts';
import { canPlayNatively, createNativePlayback } from './native-playback.ts';
import { ownStorage } from './own-storage.ts';
import { withoutPass } from './pass.ts';
import type { Playback, PlaybackOptions, PlaybackStatus } from './playback.ts';
import { type Choice, keepQuality, keptQuality, NO_CHOICE } from './quality.ts';

/** What the browser allowed: sound, picture without sound, or nothing before somebody presses. */
export type Permission = 'sound' | 'muted' | 'none';

export interface PlaybackControl {
  status: PlaybackStatus;
  /** A picture was there since the page opened. */
  begun: boolean;
  permission: Permission;
  /** To be called from a press: plays, with sound. */
  playWithSound(): void;
  /** Plays as the browser lets it. */
  play(): void;
  pause(): void;
  goLive(): void;
  /** Goes to that playback time, seconds, because the viewer wants to. */
  seek(position: number): void;
  /** Where what went out at that time (ms since 1970 UTC) is, playback time in seconds; null while it is nowhere. */
  positionOf(at: number): number | null;
  /** Goes to what went out at that time, ms since the epoch, and plays. */
  goTo(at: number): void;
  /** Kept for the next time. */
  choose(choice: Choice): void;
  latency: LatencyMode;
  /** Kept for the next time, except `together`. */
  setLatency(mode: LatencyMode): void;
  /** How fast what is not live is watched, 1: as it was. */
  speed: number;
  setSpeed(speed: number): void;
  /** When what is shown went out, ms since 1970 UTC; null while nobody knows. */
  shownAt(): number | null;
  /** As `Playback.showCaptions`. */
  showCaptions: Playback['showCaptions'];
  /** Those of the playlist that stand over the picture now; null: nothing of ours may stand there. */
  captionsNow(): ListedCaption[] | null;
}

const NOTHING: PlaybackStatus = {
  state: 'waiting',
  trouble: null,
  struggling: false,
  latencySeconds: null,
  atLive: false,
  live: true,
  quality: NO_CHOICE,
  latencyModes: false,
  captionLanguages: [],
};

/** Runs the engine that suits the browser for as long as the component lives. `onStatus`: about ten times a second. */
export function usePlayback(
  videoRef: RefObject<HTMLVideoElement | null>,
  src: string,
  autoPlay: boolean,
  startAt: number | null,
  serverNow: () => number,
  onStatus: (status: PlaybackStatus) => void,
): PlaybackControl {
  const [status, setStatus] = useState(NOTHING);
  const [begun, setBegun] = useState(false);
  const [speed, rememberSpeed] = useState(1);
  const [latency, rememberLatency] = useState<LatencyMode>(() => {
    const storage = ownStorage();
    return storage ? keptLatency(storage) : 'low';
  });
  const [permission, setPermission] = useState<Permission>('sound');
  const playback = useRef<Playback | null>(null);
  const captions = useRef<Parameters<Playback['showCaptions']>>([null, false]);
  const report = useEffectEvent(onStatus);
  const latencyNow = useEffectEvent(() => latency);
  const serverTime = useEffectEvent(serverNow);
  const addressNow = useEffectEvent(() => src);
  // Another pass is no other source: what plays goes on.
  const source = withoutPass(src);

  const tryToPlay = useCallback((video: HTMLVideoElement) => {
    video.play().catch((error: unknown) => {
      if (!isRefusal(error)) return;
      if (video.muted) {
        setPermission('none');
        return;
      }
      video.muted = true;
      setPermission('muted');
      video.play().catch((again: unknown) => isRefusal(again) && setPermission('none'));
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another source is begun anew; its address is read when it is asked for.
  useEffect(() => {
    const video = videoRef.current;
    if (!video) return;
    let gone = false;
    let wanted = autoPlay;
    const follower = new LiveFollower();
    const controls = video.closest('media-controller');
    const onAsk = (): void => follower.ask();
    const onPlay = (): void => {
      wanted = true;
    };
    const onPause = (): void => {
      wanted = false;
      // Browsers pause by themselves what nobody sees.
      if (document.visibilityState === 'visible') follower.ask();
    };
    const onVolume = (): void => {
      if (!video.muted && video.volume > 0) setPermission('sound');
    };
    video.addEventListener('play', onPlay);
    video.addEventListener('pause', onPause);
    video.addEventListener('volumechange', onVolume);
    controls?.addEventListener(MediaUIEvents.MEDIA_SEEK_REQUEST, onAsk);
    const storage = ownStorage();
    const options: PlaybackOptions = {
      video,
      address: () => addressNow(),
      wanted: storage ? keptQuality(storage) : null,
      latency: latencyNow(),
      serverNow: () => serverTime(),
      startAt,
      follower,
      onAttached: () => wanted && tryToPlay(video),
      onStatus: (next) => {
        report(next);
        setStatus((last) => (sameForEyes(last, next) ? last : next));
        if (next.state === 'playing') setBegun(true);
      },
    };
    void startEngine(options).then((engine) => {
      if (gone) engine?.destroy();
      else if (engine) {
        playback.current = engine;
        engine.showCaptions(...captions.current);
      } else options.onStatus({ ...NOTHING, state: 'unsupported' });
    });
    return () => {
      gone = true;
      playback.current?.destroy();
      playback.current = null;
      video.removeEventListener('play', onPlay);
      video.removeEventListener('pause', onPause);
      video.removeEventListener('volumechange', onVolume);
      controls?.removeEventListener(MediaUIEvents.MEDIA_SEEK_REQUEST, onAsk);
    };
  }, [videoRef, source, autoPlay, startAt, tryToPlay]);

  const playWithSound = useCallback(() => {
    const video = videoRef.current;
    if (!video) return;
    video.muted = false;
    if (video.volume === 0) video.volume = 1;
    setPermission('sound');
    // Who presses late, after a refused start, wants what is live now, unless they came for something else.
    if (!begun && startAt === null) playback.current?.seekToLive();
    tryToPlay(video);
  }, [videoRef, tryToPlay, begun, startAt]);

  const goLive = useCallback(() => {
    playback.current?.seekToLive();
    if (videoRef.current) tryToPlay(videoRef.current);
  }, [videoRef, tryToPlay]);

  const goTo = useCallback(
    (at: number) => {
      playback.current?.seekToDate(at);
      if (videoRef.current) tryToPlay(videoRef.current);
    },
    [videoRef, tryToPlay],
  );

  const choose = useCallback((choice: Choice) => {
    const storage = ownStorage();
    if (storage) keepQuality(storage, choice);
    playback.current?.choose(choice);
  }, []);

  const play = useCallback(() => {
    if (videoRef.current) tryToPlay(videoRef.current);
  }, [videoRef, tryToPlay]);

  const pause = useCallback(() => videoRef.current?.pause(), [videoRef]);

  const setSpeed = useCallback((next: number) => {
    rememberSpeed(next);
    playback.current?.setSpeed(next);
  }, []);

  const setLatency = useCallback((mode: LatencyMode) => {
    const storage = ownStorage();
    if (storage) keepLatency(storage, mode);
    rememberLatency(mode);
    playback.current?.setLatency(mode);
  }, []);

  const seek = useCallback(
    (detail: number) => {
      // As media-chrome's keys ask: this is the viewer's wish, and not the engine's.
      const asked = new CustomEvent(MediaUIEvents.MEDIA_SEEK_REQUEST, { composed: true, bubbles: true, detail });
      videoRef.current?.closest('media-controller')?.dispatchEvent(asked);
    },
    [videoRef],
  );

  const positionOf = useCallback((at: number) => playback.current?.positionOf(at) ?? null, []);
  const shownAt = useCallback(() => playback.current?.shownAt() ?? null, []);
  const showCaptions = useCallback((language: string | null, areTold: boolean) => {
    captions.current = [language, areTold];
    playback.current?.showCaptions(language, areTold);
  }, []);
  const captionsNow = useCallback(() => playback.current?.captionsNow() ?? null, []);

  return {
    status,
    begun,
    permission,
    playWithSound,
    play,
    pause,
    goLive,
    goTo,
    seek,
    positionOf,
    shownAt,
    showCaptions,
    captionsNow,
    choose,
    latency,
    setLatency,
    speed,
    setSpeed,
  };
}

const fetchEngine = () => import('./hls-playback.ts');
/** Asked for together with the player, and not after it. */
const engine = fetchEngine();
// Whoever starts it tries once more.
engine.catch(() => {});

async function startEngine(options: PlaybackOptions): Promise<Playback | null> {
  const { createHlsPlayback, isHlsSupported } = await engine.catch(fetchEngine);
  if (isHlsSupported()) return createHlsPlayback(options);
  return canPlayNatively(options.video) ? createNativePlayback(options) : null;
}

/** The browser wants a gesture first; other failures (a new source came in between) are nobody's concern. */
function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}

/** A difference that the controls would not show is not worth a rendering. */
function sameForEyes(a: PlaybackStatus, b: PlaybackStatus): boolean {
  const whole = (status: PlaybackStatus) => Math.floor(status.latencySeconds ?? -1);
  return (
    a.state === b.state &&
    a.atLive === b.atLive &&
    a.live === b.live &&
    a.trouble === b.trouble &&
    a.struggling === b.struggling &&
    a.latencyModes === b.latencyModes &&
    a.quality.chosen === b.quality.chosen &&
    a.quality.playing === b.quality.playing &&
    a.quality.sound === b.quality.sound &&
    a.quality.heights.join() === b.quality.heights.join() &&
    a.captionLanguages.join() === b.captionLanguages.join() &&
    (a.atLive || whole(a) === whole(b))
  );
}
