import { type RefObject, useEffect } from 'react';
import { usePageKeys } from '../ui/index.ts';
import { connectMediaSession } from './media-session.ts';
import { isPlayerKey } from './page-keys.ts';

/** The still card of links: a picture for lock screens. */
const ARTWORK = [{ src: '/card.png', sizes: '1200x630', type: 'image/png' }];

/** What plays, by its name, on the system's own controls. */
export function useSystemControls(
  videoRef: RefObject<HTMLVideoElement | null>,
  title: string,
  play: () => void,
  pause: () => void,
  seek: (position: number) => void,
): void {
  useEffect(() => {
    const video = videoRef.current;
    if (!video || !('mediaSession' in navigator)) return;
    return connectMediaSession(navigator.mediaSession, video, {
      play,
      pause,
      seek,
    });
  }, [videoRef, play, pause, seek]);

  useEffect(() => {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist: 'Antenne', artwork: ARTWORK });
    return () => {
      navigator.mediaSession.metadata = null;
    };
  }, [title]);
}

/** The player's keys for the whole page. Within the player, media-chrome has them. */
export function usePlayerKeys(videoRef: RefObject<HTMLVideoElement | null>, enabled: boolean): void {
  usePageKeys(enabled, (press) => {
    const video = videoRef.current;
    const controller = video?.closest('media-controller');
    const focused = document.activeElement;
    if (!video || !controller || controller.contains(focused)) return false;
    const free = focused === null || focused === document.body;
    if (!isPlayerKey(press, { replay: Number.isFinite(video.duration), free })) return false;
    // Handed on as if pressed there, so that a key does the same wherever it is pressed. media-chrome acts on the way up.
    for (const type of ['keydown', 'keyup']) controller.dispatchEvent(new KeyboardEvent(type, { key: press.key }));
    return true;
  });
}
