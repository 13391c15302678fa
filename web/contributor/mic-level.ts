import { useEffect, useMemo } from 'react';
import { createStore, type StoreApi } from 'zustand';

const SILENCE = -90;

/** Sound level of a track as the browser captures it: dBFS RMS, 15 times a second, floor −90. */
export function useMicLevel(track: MediaStreamTrack | null): StoreApi<{ rms: number }> {
  const level = useMemo(() => createStore(() => ({ rms: SILENCE })), []);
  useEffect(() => {
    if (!track) return;
    const context = new AudioContext();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const read = () => {
      // A page that was opened without a gesture starts with its audio clock stopped.
      if (context.state === 'suspended') void context.resume();
      analyser.getFloatTimeDomainData(samples);
      level.setState({ rms: levelOf(samples) });
    };
    const timer = setInterval(read, 66);
    return () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
      level.setState({ rms: SILENCE });
    };
  }, [track, level]);
  return level;
}

/** dBFS RMS of a block of samples in −1…1. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 || sum === 0 ? SILENCE : Math.max(SILENCE, 10 * Math.log10(sum / samples.length));
}
