import { Play, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PlaybackControl } from './use-playback.ts';

/** What is said over the picture, calmly: why there is none, or what to press to see and hear it. */
export function Overlay({ playback, poster }: { playback: PlaybackControl; poster: string | undefined }) {
  const { t } = useTranslation('player');
  const message = useMessage(playback);
  const { permission, begun } = playback;
  return (
    <div className="antenne-player-overlay">
      {!begun && poster && <img className="antenne-player-poster" src={poster} alt="" />}
      {permission === 'none' ? (
        <button type="button" className="antenne-player-start" onClick={playback.playWithSound}>
          <Play aria-hidden />
          {t('start')}
        </button>
      ) : (
        <p role="status" className="antenne-player-message" data-shown={message !== null} data-testid="player-message">
          {message}
        </p>
      )}
      {permission === 'muted' && begun && (
        <button
          type="button"
          className="antenne-player-sound"
          data-testid="player-unmute"
          onClick={playback.playWithSound}
        >
          <VolumeX aria-hidden />
          {t('soundOn')}
        </button>
      )}
    </div>
  );
}

function useMessage({ status, begun }: PlaybackControl): string | null {
  const { t } = useTranslation('player');
  switch (status.state) {
    case 'waiting':
      return begun ? t('resuming') : t('waiting');
    case 'stalled':
      return t('slow');
    case 'ended':
      return t('ended');
    case 'unsupported':
      return t('unsupported');
    case 'playing':
      return null;
    default:
      return status.state satisfies never;
  }
}
