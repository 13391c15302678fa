import { MonitorX, Volume2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx } from '../ui/index.ts';
import { keepPlaying } from './keep-playing.ts';
import { toLoudspeaker } from './loudspeaker.ts';

/** The programme as it goes out, picture and sound. The element stays while tracks come and go. */
export function ReturnView({
  stream,
  live,
  volume,
  muted,
  loudspeaker,
  broadcastLive,
  soundOnly,
}: {
  stream: MediaStream | null;
  live: boolean;
  /** 0–1. */
  volume: number;
  muted: boolean;
  loudspeaker: string | null;
  broadcastLive: boolean;
  /** The link is too weak for the picture now. */
  soundOnly: boolean;
}) {
  const { t } = useTranslation(['contributor', 'link']);
  const element = useRef<HTMLVideoElement>(null);
  /** The browser plays sound only after a gesture: after a reload there was none. */
  const [blocked, setBlocked] = useState(false);

  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.srcObject = stream;
    if (!stream) return;
    return keepPlaying(video, setBlocked);
  }, [stream]);
  // React writes `muted` only when the element is made: silent until the first of these.
  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.volume = volume;
    video.muted = muted;
  }, [volume, muted]);
  useEffect(() => {
    if (element.current) void toLoudspeaker(element.current, loudspeaker);
  }, [loudspeaker]);

  return (
    <div className="relative h-full w-full overflow-hidden bg-black">
      <video
        ref={element}
        data-testid="program-return"
        aria-label={t('room.return')}
        autoPlay
        playsInline
        muted
        className={cx('absolute inset-0 h-full w-full object-contain', !live && 'opacity-0')}
      />
      {live ? null : (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 p-4 text-center text-ink-2">
          <MonitorX aria-hidden className="size-8 text-ink-3" />
          {soundOnly && broadcastLive ? (
            <p data-testid="return-off" className="max-w-sm font-semibold text-ink">
              {t('link:returnOff')}
            </p>
          ) : (
            <>
              <p className="font-semibold text-ink">{t(broadcastLive ? 'room.returnWaiting' : 'room.returnBefore')}</p>
              <p className="max-w-sm text-s">{t(broadcastLive ? 'room.returnWaitingHint' : 'room.returnBeforeHint')}</p>
            </>
          )}
        </div>
      )}
      {blocked ? (
        <div className="absolute inset-0 flex items-center justify-center bg-black/60">
          <Button
            variant="primary"
            size="l"
            icon={<Volume2 aria-hidden className="size-5" />}
            data-testid="return-unblock"
            onClick={() => void element.current?.play().then(() => setBlocked(false))}
          >
            {t('room.unblock')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
