import { PublicBroadcast } from '@antenne/server/contract';
import { useEffect, useState } from 'react';
import { request, type ServerClock } from '../../realtime/index.ts';

type Addressed = Pick<PublicBroadcast, 'slug' | 'hlsUrl' | 'hlsUntil'>;

const HOUR_MS = 3_600_000;
/** Asked again after so long where it could not be had, ms. */
const RETRY_MS = 30_000;

/** Milliseconds until another pass is asked for: one to three hours before this one runs out, not all at once. */
export function renewIn(hlsUntil: string, now: number, random: number): number {
  return Math.max(0, Date.parse(hlsUntil) - now - (1 + 2 * random) * HOUR_MS);
}

/** The one whose pass is good for longer; where none is needed any more, the one without. */
export function fresher(told: Addressed, fetched: Addressed | null): Addressed {
  if (fetched?.slug !== told.slug || fetched.hlsUntil === null || told.hlsUntil === null) return told;
  return Date.parse(fetched.hlsUntil) > Date.parse(told.hlsUntil) ? fetched : told;
}

/**
 * The address of a broadcast's playlists, with a good pass for as long as somebody watches.
 * @param broadcast as the page was told; a newer one is fetched where nobody tells it
 */
export function useFreshAddress(broadcast: Addressed, clock: ServerClock): string {
  const [fetched, setFetched] = useState<Addressed | null>(null);
  const { slug, hlsUrl, hlsUntil } = fresher(broadcast, fetched);
  useEffect(() => {
    if (hlsUntil === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    let timer: ReturnType<typeof setTimeout>;
    const renew = async () => {
      const reply = await request(PublicBroadcast, `/api/broadcasts/${encodeURIComponent(slug)}`, { signal });
      if (signal.aborted) return;
      if (reply.ok && reply.data.hlsUntil !== hlsUntil) setFetched(reply.data);
      else timer = setTimeout(renew, RETRY_MS);
    };
    timer = setTimeout(renew, renewIn(hlsUntil, clock.now(), Math.random()));
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [slug, hlsUntil, clock]);
  return hlsUrl;
}
