import { VideoOff } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../ui/index.ts';

/** Oneself, as in a mirror. Without a picture: the reason, in words. */
export function SelfView({
  video,
  off = false,
  className,
}: {
  video: MediaStreamTrack | null;
  /** The camera is there and nothing of it is sent. */
  off?: boolean;
  className?: string;
}) {
  const { t } = useTranslation('contributor');
  const element = useRef<HTMLVideoElement>(null);
  const stream = useMemo(() => (video ? new MediaStream([video]) : null), [video]);
  useEffect(() => {
    if (element.current) element.current.srcObject = stream;
  }, [stream]);
  return (
    <div className={cx('relative aspect-video overflow-hidden rounded-l bg-black', className)}>
      <video
        ref={element}
        data-testid="self-view"
        aria-label={t('selfView')}
        autoPlay
        playsInline
        muted
        className={cx('h-full w-full -scale-x-100 object-cover', (off || !video) && 'opacity-0')}
      />
      {off || !video ? (
        <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 p-3 text-center text-ink-2 text-s">
          <VideoOff aria-hidden className="size-7" />
          {t(off ? 'cameraOff' : 'noPicture')}
        </div>
      ) : null}
    </div>
  );
}
