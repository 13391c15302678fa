import { useEffect, useRef } from 'react';
import { useFeedSound } from './media.tsx';

/** The sound of one contributor, in this producer's ears only: straight from the SFU, before fader and mute. */
export function Ear({ contributorId, testId }: { contributorId: string; testId?: string }) {
  const { stream } = useFeedSound(contributorId);
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (!audio) return;
    audio.srcObject = stream;
    // A refusal by the browser cannot be here: a button was pressed.
    if (stream) void audio.play().catch(() => undefined);
    return () => {
      audio.srcObject = null;
    };
  }, [stream]);
  // biome-ignore lint/a11y/useMediaCaption: live speech for whoever directs
  return <audio ref={element} autoPlay data-testid={testId} data-contributor={contributorId} />;
}
