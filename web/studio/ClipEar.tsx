import type { ClipPosition } from '@antenne/server/contract';
import { useEffect, useRef } from 'react';
import { useClipPositions } from './assets.tsx';
import { follow } from './follow.ts';

/**
 * The sound of one clip, in this producer's ears only: its own file, before fader and mute. On air it is where the clip
 * is, and stops with it; off the air it plays from the clip's cue, to be listened to before it is taken.
 */
export function ClipEar({
  assetId,
  sound,
  cueMs,
  onAir,
}: {
  assetId: string;
  /** Its address. */
  sound: string;
  cueMs: number;
  onAir: boolean;
}) {
  const positions = useClipPositions();
  const element = useRef<HTMLAudioElement>(null);
  const wasOnAir = useRef(false);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return;
    // A refusal by the browser cannot be here: a button was pressed. What breaks off is asked for again.
    const play = () => void audio.play().catch(() => undefined);
    if (!onAir) {
      audio.playbackRate = 1;
      audio.currentTime = cueMs / 1000;
      if (wasOnAir.current) audio.pause();
      else play();
      return;
    }
    wasOnAir.current = true;
    const step = (position: ClipPosition | undefined): void => {
      const next = position ? follow(audio.paused ? null : audio.currentTime * 1000, position) : null;
      if (!next) audio.pause();
      if (!next || audio.seeking) return;
      if (next.jumpToMs !== null) audio.currentTime = next.jumpToMs / 1000;
      audio.playbackRate = next.rate;
      if (audio.paused) play();
    };
    step(positions.getState()[assetId]);
    return positions.subscribe((now, before) => {
      if (now[assetId] !== before[assetId]) step(now[assetId]);
    });
  }, [positions, assetId, onAir, cueMs]);
  // biome-ignore lint/a11y/useMediaCaption: what the show plays, for whoever directs it
  return <audio ref={element} src={sound} preload="auto" data-testid="solo-clip" data-asset={assetId} />;
}
