import { type Failure, PublicBroadcast } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { isPassing, request } from '../../realtime/index.ts';

/** How often a broadcast is read again, ms: seldom while it goes on, often when it is about to begin. */
const SELDOM_MS = 30_000;
const OFTEN_MS = 5_000;
/** From this long before its planned start on, ms. */
const ABOUT_TO_BEGIN_MS = 10 * 60_000;

/** Milliseconds until it should be read again. */
export function readAgainIn({ state, plannedStart }: PublicBroadcast, now: number): number {
  return state === 'scheduled' && Date.parse(plannedStart) - now < ABOUT_TO_BEGIN_MS ? OFTEN_MS : SELDOM_MS;
}

/**
 * A broadcast as it is read now and then: a frame needs no socket of its own, there may be twenty of it on a page. What
 * was there stays when a reading fails.
 */
export function useBroadcast(slug: string): { broadcast: PublicBroadcast | null; refusal: Failure | null } {
  const [broadcast, setBroadcast] = useState<PublicBroadcast | null>(null);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    let timer: ReturnType<typeof setTimeout>;
    const read = async () => {
      const reply = await request(PublicBroadcast, `/api/broadcasts/${encodeURIComponent(slug)}`, { signal });
      if (signal.aborted) return;
      if (reply.ok) setBroadcast(reply.data);
      else if (!isPassing(reply.error)) {
        setRefusal(reply.error);
        return;
      }
      timer = setTimeout(read, reply.ok ? readAgainIn(reply.data, Date.now()) : OFTEN_MS);
    };
    void read();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [slug]);
  return { broadcast, refusal };
}
