import { Volume2, VolumeX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signallingOf } from '../realtime/control-signalling.ts';
import type { ControlRoom } from '../realtime/index.ts';
import { useRtcSession, useRtcStream } from '../realtime/rtc-hook.ts';
import { Button, uuid } from '../ui/index.ts';

/** The programme by WebRTC, a third of a second late: whoever writes along is late enough. Silent until asked. */
export function ProgramView({ room, live }: { room: ControlRoom; live: boolean }) {
  const { t } = useTranslation('captions');
  // This tab is one peer for as long as its room is open, over all reconnects.
  const [peerId] = useState(uuid);
  const signalling = useMemo(() => signallingOf(room, peerId), [room, peerId]);
  const session = useRtcSession(signalling);
  useEffect(() => {
    if (!session) return;
    return room.onConnect(() => session.resync());
  }, [room, session]);
  const { stream, live: there } = useRtcStream(session, { type: 'program' }, { maxLayer: 2 });
  const video = useRef<HTMLVideoElement>(null);
  const [muted, setMuted] = useState(true);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    if (!stream) return;
    // What the browser refuses, it allows with the press on the sound's button.
    const play = () => void element.play().catch(() => undefined);
    play();
    stream.addEventListener('addtrack', play);
    return () => stream.removeEventListener('addtrack', play);
  }, [stream]);
  useEffect(() => {
    if (video.current) video.current.muted = muted;
  }, [muted]);
  return (
    <section
      aria-label={t('program')}
      className="relative aspect-video overflow-hidden rounded-m bg-black max-lg:sticky max-lg:top-2 max-lg:z-10 lg:aspect-auto lg:min-h-0"
    >
      <video ref={video} muted playsInline className="size-full object-contain" data-testid="caption-program" />
      {live && there ? null : (
        <p className="absolute inset-0 grid place-items-center px-6 text-center text-white/80">
          {t(live ? 'pictureSoon' : 'pictureLater')}
        </p>
      )}
      <Button
        size="s"
        className="absolute right-2 bottom-2"
        aria-pressed={!muted}
        icon={muted ? <VolumeX aria-hidden className="size-5" /> : <Volume2 aria-hidden className="size-5" />}
        onClick={() => setMuted(!muted)}
      >
        {t(muted ? 'soundOn' : 'soundOff')}
      </Button>
    </section>
  );
}
