import {
  MediaControlBar,
  MediaFullscreenButton,
  MediaMuteButton,
  MediaPipButton,
  MediaPlayButton,
  MediaTimeDisplay,
  MediaVolumeRange,
} from 'media-chrome/react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText } from '../ui/index.ts';
import { CaptionsButton } from './Captions.tsx';
import type { CaptionControl } from './use-captions.ts';
import type { PlaybackControl } from './use-playback.ts';

export function Controls({
  playback,
  captions,
  timeline,
  settings,
}: {
  playback: PlaybackControl;
  captions: CaptionControl;
  timeline: ReactNode;
  settings: ReactNode;
}) {
  return (
    <div className="antenne-player-controls">
      {timeline}
      <MediaControlBar className="antenne-player-bar">
        <MediaPlayButton />
        {playback.status.live ? (
          <LiveButton playback={playback} />
        ) : (
          <MediaTimeDisplay className="antenne-player-time" showDuration noToggle />
        )}
        <span className="antenne-player-space" />
        <MediaMuteButton />
        <MediaVolumeRange className="antenne-player-volume" />
        <CaptionsButton captions={captions} />
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
  const { atLive, latencySeconds } = playback.status;
  const behind = atLive || latencySeconds === null ? null : clockText(-latencySeconds * 1000);
  return (
    <button
      type="button"
      className="antenne-player-live"
      data-testid="player-live"
      data-live={atLive}
      disabled={behind === null}
      // Begins with what can be read on it: who speaks to their machine says that (WCAG 2.2, 2.5.3).
      aria-label={behind === null ? t('atLive') : `${t('live')} ${behind}, ${t('goLive')}`}
      onClick={playback.goLive}
    >
      <span aria-hidden className="antenne-player-dot" />
      {t('live')}
      {behind !== null && <span className="antenne-player-behind">{behind}</span>}
    </button>
  );
}
