/** React's side of a session: one per page, and streams bound to media elements. */

import type { RtcSource } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { type ConsumeOptions, createRtcSession, type RtcSession, type RtcSignalling } from './rtc.ts';

/** A session for as long as the component lives. `signalling` must stay the same object (memoise it); null: none yet. */
export function useRtcSession(signalling: RtcSignalling | null): RtcSession | null {
  const [session, setSession] = useState<RtcSession | null>(null);
  useEffect(() => {
    if (!signalling) return;
    const opened = createRtcSession(signalling);
    setSession(opened);
    return () => {
      opened.close();
      setSession(null);
    };
  }, [signalling]);
  return session;
}

/**
 * Receives `source` while mounted; the stream can be given to `srcObject` once and for all. Null until the session is
 * there, or when `source` is null.
 */
export function useRtcStream(session: RtcSession | null, source: RtcSource | null, options?: ConsumeOptions) {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [live, setLive] = useState(false);
  const key = source?.type === 'feed' ? source.contributorId : (source?.type ?? null);
  const kinds = (options?.kinds ?? ['audio', 'video']).join();
  const maxLayer = options?.maxLayer ?? 0;
  useEffect(() => {
    if (!session || key === null) return;
    const consumption = session.consume(
      key === 'program' ? { type: 'program' } : { type: 'feed', contributorId: key },
      {
        kinds: kinds.split(',').filter((kind) => kind === 'audio' || kind === 'video'),
        maxLayer,
      },
    );
    setStream(consumption.stream);
    const show = () => {
      const { audio, video } = consumption.state.getState();
      setLive(video === 'live' || (video === 'unwanted' && audio === 'live'));
    };
    const unsubscribe = consumption.state.subscribe(show);
    return () => {
      unsubscribe();
      consumption.close();
      setStream(null);
      setLive(false);
    };
  }, [session, key, kinds, maxLayer]);
  /** `live`: the picture's track (or the sound's, where only sound is wanted) is there. */
  return { stream, live };
}
