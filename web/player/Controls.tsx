import {
  MediaCaptionsButton,
  MediaControlBar,
  MediaFullscreenButton,
  MediaMuteButton,
  MediaPipButton,
  MediaPlayButton,
  MediaTimeRange,
  MediaVolumeRange,
} from 'media-chrome/react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaybackControl } from './use-playback.ts';

export function Controls({ playback, settings }: { playback: PlaybackControl; settings: ReactNode }) {
  return (
    <div className="antenne-player-controls">
      <MediaTimeRange className="antenne-player-range" />
      <MediaControlBar className="antenne-player-bar">
        <MediaPlayButton />
        <LiveButton playback={playback} />
        <span className="antenne-player-space" />
        <MediaMuteButton />
        <MediaVolumeRange className="antenne-player-volume" />
        <MediaCaptionsButton className="antenne-player-captions" />
        {settings}
        <MediaPipButton className="antenne-player-pip" />
        <MediaFullscreenButton />
      </MediaControlBar>
    </div>
  );
}

/** Says whether the picture is live, and takes who is behind back to it. */
function LiveButton({ playback }: { playback: PlaybackControl }) {
  const { t } = useTranslation('player');
  const { atLive, latencySeconds, state } = playback.status;
  const behind = !atLive && latencySeconds !== null && state !== 'ended';
  return (
    <button
      type="button"
      className="antenne-player-live"
      data-testid="player-live"
      data-live={atLive}
      disabled={!behind}
      aria-label={behind ? t('goLive') : t('atLive')}
      onClick={playback.goLive}
    >
      <span aria-hidden className="antenne-player-dot" />
      {t('live')}
      {behind && <span className="antenne-player-behind">{`−${clock(latencySeconds)}`}</span>}
    </button>
  );
}

/** 83.4 → `1:23`; hours where there are any. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
