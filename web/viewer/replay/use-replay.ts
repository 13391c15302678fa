import { type PublicBroadcast, Replay } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { request } from '../../realtime/index.ts';

/** What there is beside the recording of a broadcast that is over; null until then, and while it is not known. */
export function useReplay({ slug, state }: Pick<PublicBroadcast, 'slug' | 'state'>): Replay | null {
  const [replay, setReplay] = useState<Replay | null>(null);
  useEffect(() => {
    if (state !== 'ended') return;
    const stop = new AbortController();
    const path = `/api/broadcasts/${encodeURIComponent(slug)}/replay`;
    void request(Replay, path, { signal: stop.signal }).then((reply) => {
      if (reply.ok && !stop.signal.aborted) setReplay(reply.data);
    });
    return () => stop.abort();
  }, [slug, state]);
  return replay;
}
