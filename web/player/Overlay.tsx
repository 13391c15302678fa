import { AudioLines, Play, VolumeX, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnline } from './use-online.ts';
import type { PlaybackControl } from './use-playback.ts';

/** What is said over the picture, calmly: why there is none, or what to press to see and hear it. */
export function Overlay({
  playback,
  poster,
  still,
}: {
  playback: PlaybackControl;
  poster: string | undefined;
  /** Address of a recent picture, for those who get sound alone. */
  still: string;
}) {
  const { t } = useTranslation('player');
  const message = useMessage(playback, useOnline());
  const { permission, begun, status } = playback;
  return (
    <div className="antenne-player-overlay">
      {status.quality.playing === 'sound' && (
        <figure className="antenne-player-still" data-testid="player-sound-alone">
          <img src={still} alt="" />
          <figcaption>
            <AudioLines aria-hidden />
            {t('quality.sound')}
          </figcaption>
        </figure>
      )}
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
      <div className="antenne-player-offers">
        {permission === 'muted' && begun && (
          <button
            type="button"
            className="antenne-player-offer"
            data-testid="player-unmute"
            onClick={playback.playWithSound}
          >
            <VolumeX aria-hidden />
            {t('soundOn')}
          </button>
        )}
        <MoreLatency playback={playback} />
      </div>
    </div>
  );
}

/** Offered once to whose picture stops again and again. */
function MoreLatency({ playback }: { playback: PlaybackControl }) {
  const { t } = useTranslation('player');
  const [declined, setDeclined] = useState(false);
  if (!playback.status.struggling || declined) return null;
  return (
    <div role="status" className="antenne-player-offer" data-testid="player-struggling">
      <span>{t('struggling.text')}</span>
      <button type="button" onClick={() => playback.setLatency('standard')}>
        {t('struggling.accept')}
      </button>
      <button type="button" aria-label={t('struggling.decline')} onClick={() => setDeclined(true)}>
        <X aria-hidden />
      </button>
    </div>
  );
}

/** What is happening; null while there is a picture. */
function useMessage({ status, begun }: PlaybackControl, online: boolean): string | null {
  const { t } = useTranslation('player');
  switch (status.state) {
    case 'waiting':
    case 'stalled':
      if (!online) return t('trouble.offline');
      // Who waits for a show to begin is told so, and not of an error.
      if (status.trouble && status.trouble !== 'notYet') return t(`trouble.${status.trouble}`);
      if (status.state === 'stalled') return t('slow');
      if (begun) return t('resuming');
      return status.trouble ? t('trouble.notYet') : t('waiting');
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
