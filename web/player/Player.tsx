import { setLanguage } from 'media-chrome/dist/utils/i18n.js';
import { MediaController } from 'media-chrome/react';
import { createElement, type Ref, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerClock } from '../realtime/index.ts';
import { CaptionLines } from './Captions.tsx';
import { Controls } from './Controls.tsx';
import { Overlay } from './Overlay.tsx';
import type { PlaybackStatus } from './playback.ts';
import './player.css';
import { SettingsMenu } from './SettingsMenu.tsx';
import { Timeline } from './Timeline.tsx';
import type { Chapter } from './timeline.ts';
import { type PageCaptions, useCaptions } from './use-captions.ts';
import { type PlaybackControl, usePlayback } from './use-playback.ts';
import { usePlayerKeys, useSystemControls } from './use-system-controls.ts';
import { useViewing } from './use-viewing.ts';

export type PlayerStatus = PlaybackStatus;

/** What the page around it may ask of a player. */
export interface PlayerHands extends Pick<PlaybackControl, 'play' | 'pause' | 'goTo' | 'goLive' | 'shownAt'> {
  setMuted(muted: boolean): void;
  readonly paused: boolean;
  readonly muted: boolean;
}

export interface PlayerProps {
  /** Address of the multivariant playlist. Nothing there yet (404) is waited for. */
  src: string;
  /** Named to screen readers and the system's media controls. */
  title: string;
  /** Shown until the first picture. */
  poster?: string;
  /** Default true: with sound where the browser lets it, else without and with a button for it. */
  autoPlay?: boolean;
  /** Begins with what was on air at this instant, ms since 1970 UTC. Default: what is live, or a replay's beginning. */
  startAt?: number | undefined;
  /** Default false: its keys work on the whole page, not only while the focus is in it. */
  pageKeys?: boolean;
  /** What its passages are called, in any order; those to come may be among them. */
  chapters?: readonly Chapter[];
  /** What the page knows of captions. Those of the playlist are there anyway, as far as it was read. */
  captions?: PageCaptions | undefined;
  /** Address of the page at an instant, ms since 1970 UTC: offered to be copied. Default: none. */
  linkTo?: ((at: number) => string) | undefined;
  /**
   * Broadcast that this player tells its server, by beacon, to be watching, once it does for ten seconds. For pages that
   * have no socket to be counted by; default: none.
   */
  viewingOf?: string | undefined;
  /** The server's, for watching together; default: that is not offered. */
  clock?: ServerClock | undefined;
  /** Default `contain` in a 16:9 box as wide as its parent. */
  className?: string;
  /** About ten times a second while mounted. */
  onState?: (status: PlayerStatus) => void;
  /** Set while mounted. */
  hands?: Ref<PlayerHands>;
}

const ignore = (): void => {};
const NO_CHAPTERS: readonly Chapter[] = [];

/**
 * The programme, live, as late as the viewer's network needs and no later. Keeps going through restarts of whatever it
 * plays from. Texts: namespace `player`.
 */
export function Player({
  src,
  title,
  poster,
  autoPlay = true,
  startAt,
  pageKeys = false,
  chapters = NO_CHAPTERS,
  captions: pageCaptions,
  linkTo,
  viewingOf,
  clock,
  className,
  onState = ignore,
  hands,
}: PlayerProps) {
  const { t, i18n } = useTranslation('player');
  const video = useRef<HTMLVideoElement>(null);
  // Fullscreen takes the overlay along.
  const [stage, setStage] = useState<HTMLElement | null>(null);
  const serverNow = clock?.now ?? Date.now;
  const playback = usePlayback(video, src, autoPlay, startAt ?? null, serverNow, onState);
  const { play, pause, goTo, goLive, seek, shownAt } = playback;
  const captions = useCaptions(video, playback, pageCaptions);
  const [settingsOpen, setSettingsOpen] = useState(false);
  useViewing(playback.begun ? viewingOf : undefined);
  useSystemControls(video, title, play, pause, seek);
  usePlayerKeys(video, pageKeys);
  useImperativeHandle(hands, () => handsOf(video, { play, pause, goTo, goLive, shownAt }), [
    play,
    pause,
    goTo,
    goLive,
    shownAt,
  ]);
  const language = useChromeLanguage(i18n.resolvedLanguage ?? 'en');

  // Who came for a moment sees that moment first, or where to press.
  const arriving = startAt !== undefined && !playback.begun && playback.permission !== 'none';
  // Made without JSX: captions come with the playlist and are drawn by us, so no <track> can stand here.
  const screen = createElement('video', {
    ref: video,
    slot: 'media',
    'data-testid': 'program-video',
    'data-arriving': arriving || undefined,
    crossOrigin: 'anonymous',
    playsInline: true,
    preload: 'auto',
    title,
  });

  return (
    <section ref={setStage} aria-label={t('label', { title })} className={`antenne-player ${className ?? ''}`}>
      <MediaController
        className="antenne-player-controller"
        defaultStreamType="live"
        fullscreenElement={stage ?? undefined}
        lang={language}
        hotkeys="noarrowup noarrowdown"
        noAutoSeekToLive
        // The controls stay while the menu is open; otherwise they go after two seconds.
        autohide={settingsOpen ? '-1' : '2'}
      >
        {screen}
        <Controls
          key={language}
          playback={playback}
          captions={captions}
          timeline={<Timeline video={video} src={src} playback={playback} chapters={chapters} />}
          settings={
            <SettingsMenu
              playback={playback}
              captions={captions}
              stage={stage}
              open={settingsOpen}
              onOpenChange={setSettingsOpen}
              linkTo={linkTo}
              together={clock !== undefined}
            />
          }
        />
      </MediaController>
      <CaptionLines captions={captions} />
      <Overlay
        playback={playback}
        poster={poster}
        still={new URL('thumbnail.jpg', new URL(src, document.baseURI)).href}
      />
    </section>
  );
}

function handsOf(
  video: RefObject<HTMLVideoElement | null>,
  commands: Pick<PlaybackControl, 'play' | 'pause' | 'goTo' | 'goLive' | 'shownAt'>,
): PlayerHands {
  return {
    ...commands,
    setMuted: (muted) => {
      if (video.current) video.current.muted = muted;
    },
    get paused() {
      return video.current?.paused ?? true;
    },
    get muted() {
      return video.current?.muted ?? false;
    },
  };
}

/**
 * media-chrome brings its own texts, one file a language; English is built in. Its controls read them once, so they are
 * made anew in another language.
 */
function useChromeLanguage(language: string): string {
  const [loaded, setLoaded] = useState('en');
  useEffect(() => {
    let gone = false;
    const load = { fr: () => import('media-chrome/dist/lang/fr.js'), es: () => import('media-chrome/dist/lang/es.js') };
    const texts = language === 'fr' || language === 'es' ? load[language]() : Promise.resolve();
    void texts.then(() => {
      if (gone) return;
      setLanguage(language);
      setLoaded(language);
    });
    return () => {
      gone = true;
    };
  }, [language]);
  return loaded;
}
