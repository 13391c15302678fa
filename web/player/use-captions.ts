import type { PublicCaption } from '@antenne/server/contract';
import { MediaUIEvents } from 'media-chrome/dist/constants.js';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CaptionLine, type CaptionWish, keepWish, keptWish, LiveCaptions, shownLanguage } from './captions.ts';
import { ownStorage } from './own-storage.ts';
import type { PlaybackControl } from './use-playback.ts';

/** What a page knows of captions. */
export interface PageCaptions {
  /** All that there are by now. */
  languages: readonly string[];
  /** The newest ones as they are written, each as it reads now; null: nobody tells this page. */
  captions: readonly PublicCaption[] | null;
}

export interface CaptionControl {
  languages: readonly string[];
  /** The one that is shown; null: none. */
  language: string | null;
  /** What stands over the picture. */
  lines: readonly CaptionLine[];
  /** Shows that language from now on, or (null) none. Kept for the next time. */
  choose(language: string | null): void;
  toggle(): void;
}

const LOOK_EVERY_MS = 100;
const NOTHING: PageCaptions = { languages: [], captions: null };
const NO_LINES: readonly CaptionLine[] = [];

/** What is written over the picture, as its viewer wants it. */
export function useCaptions(
  videoRef: RefObject<HTMLVideoElement | null>,
  playback: PlaybackControl,
  page: PageCaptions = NOTHING,
): CaptionControl {
  const { i18n } = useTranslation();
  const [wish, setWish] = useState<CaptionWish>(() => {
    const storage = ownStorage();
    return storage ? keptWish(storage) : { on: false, language: null };
  });
  const [lines, setLines] = useState(NO_LINES);
  const live = useRef<LiveCaptions>(null);
  const { captionLanguages } = playback.status;
  const languages = [...new Set([...captionLanguages, ...page.languages])];
  const language = shownLanguage(wish, languages, i18n.resolvedLanguage ?? 'fr');
  const { showCaptions, captionsNow, shownAt } = playback;

  useEffect(() => {
    live.current ??= new LiveCaptions();
    if (page.captions) live.current.take(page.captions, shownAt());
  }, [page.captions, shownAt]);

  const areTold = page.captions !== null;
  useEffect(() => showCaptions(language, areTold), [showCaptions, language, areTold]);

  useEffect(() => {
    if (language === null) return;
    const look = (): void => {
      const instant = shownAt();
      const listed = captionsNow();
      const next = instant === null || listed === null ? [] : (live.current?.linesAt(instant, language, listed) ?? []);
      setLines((before) => (isSame(before, next) ? before : next));
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      setLines(NO_LINES);
    };
  }, [language, captionsNow, shownAt]);

  const change = (next: CaptionWish): void => {
    const storage = ownStorage();
    if (storage) keepWish(storage, next);
    setWish(next);
  };
  const toggle = (): void => change({ ...wish, on: !wish.on });
  // As media-chrome's key asks.
  const onKey = useEffectEvent(() => languages.length > 0 && toggle());
  useEffect(() => {
    const controls = videoRef.current?.closest('media-controller');
    const asked = (): void => void onKey();
    controls?.addEventListener(MediaUIEvents.MEDIA_TOGGLE_SUBTITLES_REQUEST, asked);
    return () => controls?.removeEventListener(MediaUIEvents.MEDIA_TOGGLE_SUBTITLES_REQUEST, asked);
  }, [videoRef]);

  return {
    languages,
    language,
    lines,
    choose: (chosen) => change({ on: chosen !== null, language: chosen ?? wish.language }),
    toggle,
  };
}

function isSame(a: readonly CaptionLine[], b: readonly CaptionLine[]): boolean {
  return a.length === b.length && a.every(({ id, text }, index) => b[index]?.id === id && b[index].text === text);
}
