import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from '../ui/index.ts';

/**
 * A stream in its frame. The element stays while streams come and go, and is started again after each change: a page in
 * the background or a new track can leave a video paused. Until its first frame is there, `children` stand in its place.
 */
export function Picture({
  stream,
  live,
  label,
  muted = true,
  onBlocked,
  className,
  testId,
  children,
}: {
  stream: MediaStream | null;
  /** Its source gives a picture now. */
  live: boolean;
  label: string;
  muted?: boolean;
  /** The browser refused to play with sound: it wants a gesture first. */
  onBlocked?: () => void;
  className?: string;
  testId?: string;
  children?: ReactNode;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const blocked = useRef(onBlocked);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    blocked.current = onBlocked;
  });
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    setDrawn(false);
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
  const visible = live && drawn;
  return (
    <>
      {visible ? null : children}
      <video
        ref={video}
        data-testid={testId}
        aria-label={label}
        autoPlay
        playsInline
        muted
        onLoadedData={() => setDrawn(true)}
        onEmptied={() => setDrawn(false)}
        className={cx('absolute inset-0 h-full w-full object-contain', !visible && 'opacity-0', className)}
      />
    </>
  );
}
