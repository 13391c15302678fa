import { useEffect, useRef } from 'react';
import { cx } from '../ui/index.ts';

/**
 * A stream in its frame. The element stays while streams come and go, and it is started again after each change:
 * a page in the background or a new track can leave a video paused.
 */
export function Picture({
  stream,
  label,
  muted = true,
  onBlocked,
  className,
  testId,
}: {
  stream: MediaStream | null;
  label: string;
  muted?: boolean;
  /** The browser refused to play with sound: it wants a gesture first. */
  onBlocked?: () => void;
  className?: string;
  testId?: string;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const blocked = useRef(onBlocked);
  blocked.current = onBlocked;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    if (!stream) return;
    const start = () => {
      element.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') blocked.current?.();
      });
    };
    start();
    stream.addEventListener('addtrack', start);
    return () => stream.removeEventListener('addtrack', start);
  }, [stream]);
  // React writes `muted` only when the element is made.
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.muted = muted;
    if (!muted) element.play().catch(() => blocked.current?.());
  }, [muted]);
  return (
    <video
      ref={video}
      data-testid={testId}
      aria-label={label}
      autoPlay
      playsInline
      muted
      className={cx('absolute inset-0 h-full w-full bg-black object-contain', className)}
    />
  );
}
