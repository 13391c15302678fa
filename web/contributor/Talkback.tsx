import type { TalkToMe } from '@antenne/server/contract';
import { Mic } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DuplexPage } from './duplex.ts';
import { keepPlaying } from './keep-playing.ts';
import { toLoudspeaker } from './loudspeaker.ts';

/** Softer than this a producer's voice never gets: it is there to be heard, also when the return is turned off. */
const VOLUME_LEAST = 0.5;

/** The producers' voices, beside the programme's return. */
export function VoiceSounds({
  duplex,
  volume,
  loudspeaker,
}: {
  duplex: DuplexPage;
  /** Of the return, 0–1. */
  volume: number;
  loudspeaker: string | null;
}) {
  const streams = useStore(duplex.voices.streams, (state) => state.streams);
  return Object.entries(streams).map(([peerId, stream]) => (
    <Voice key={peerId} stream={stream} volume={Math.max(volume, VOLUME_LEAST)} loudspeaker={loudspeaker} />
  ));
}

function Voice({ stream, volume, loudspeaker }: { stream: MediaStream; volume: number; loudspeaker: string | null }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return;
    audio.srcObject = stream;
    const play = () => void audio.play().catch(() => undefined);
    const stop = keepPlaying(audio);
    // After a reload some browsers want a gesture before any sound.
    document.addEventListener('pointerdown', play);
    document.addEventListener('keydown', play);
    return () => {
      stop();
      document.removeEventListener('pointerdown', play);
      document.removeEventListener('keydown', play);
      audio.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    if (element.current) element.current.volume = volume;
  }, [volume]);
  useEffect(() => {
    if (element.current) void toLoudspeaker(element.current, loudspeaker);
  }, [loudspeaker]);
  // biome-ignore lint/a11y/useMediaCaption: live speech to the person themselves
  return <audio ref={element} data-testid="voice" autoPlay />;
}

/** Who speaks to the person now. */
export function TalkBanner({ talks, onAir }: { talks: readonly TalkToMe[]; onAir: boolean }) {
  const { t, i18n } = useTranslation('contributor');
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format([
    ...new Set(talks.map(({ name }) => name)),
  ]);
  const between = talks.some((talk) => talk.private);
  return (
    <div role="status" className="pointer-events-none absolute inset-x-2 top-2 z-20 flex justify-center">
      {talks.length > 0 ? (
        <p
          data-testid="talk-banner"
          data-private={between}
          className="flex max-w-full items-center gap-2.5 rounded-m bg-accent px-3.5 py-2 text-accent-ink shadow-high"
        >
          <Mic aria-hidden className="size-5 shrink-0 animate-pulse-live" />
          <span className="min-w-0">
            <span className="block font-bold leading-snug sm:text-l">
              {t('talk.speaks', { names, count: talks.length })}
            </span>
            <span className="block text-s leading-snug">
              {t(onAir ? 'talk.hintOnAir' : between ? 'talk.hintPrivate' : 'talk.hint')}
            </span>
          </span>
        </p>
      ) : null}
    </div>
  );
}
