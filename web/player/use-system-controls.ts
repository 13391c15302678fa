import { MediaUIEvents } from 'media-chrome/dist/constants.js';
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
): void {
  useEffect(() => {
    const video = videoRef.current;
    if (!video || !('mediaSession' in navigator)) return;
    return connectMediaSession(navigator.mediaSession, video, {
      play,
      pause,
      // As the player's own controls ask: this is the viewer's wish, and not the engine's.
      seek: (detail) => {
        const asked = new CustomEvent(MediaUIEvents.MEDIA_SEEK_REQUEST, { composed: true, bubbles: true, detail });
        video.closest('media-controller')?.dispatchEvent(asked);
      },
    });
  }, [videoRef, play, pause]);

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
