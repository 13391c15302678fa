import { useEffect, useState } from 'react';
import { ECHO_STEP_MS, EchoDetector } from './echo.ts';
import { levelOf } from './mic-level.ts';

/** Whether the microphone hears the return that this page plays. */
export function useEcho(microphone: MediaStreamTrack | null, returned: MediaStream | null): boolean {
  const [echo, setEcho] = useState(false);
  useEffect(() => {
    if (!microphone || !returned) return;
    const context = new AudioContext();
    const detector = new EchoDetector();
    const ear = earOf(context, new MediaStream([microphone]));
    let heard: { track: MediaStreamTrack; ear: Ear } | null = null;
    const read = () => {
      const track = returned.getAudioTracks()[0] ?? null;
      if (track !== (heard?.track ?? null)) {
        heard?.ear.close();
        heard = track && { track, ear: earOf(context, new MediaStream([track])) };
      }
      // Suspended before a gesture, interrupted by a call.
      if (context.state !== 'running' && context.state !== 'closed') void context.resume().catch(() => undefined);
      // Without a return there is nothing to come back.
      if (microphone.enabled) setEcho(detector.push(ear.level(), heard?.ear.level() ?? -90));
    };
    const timer = setInterval(read, ECHO_STEP_MS);
    return () => {
      clearInterval(timer);
      ear.close();
      heard?.ear.close();
      void context.close();
      setEcho(false);
    };
  }, [microphone, returned]);
  return echo;
}

interface Ear {
  /** dBFS RMS of the last 43 ms. */
  level(): number;
  close(): void;
}

function earOf(context: AudioContext, stream: MediaStream): Ear {
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    close: () => source.disconnect(),
  };
}
