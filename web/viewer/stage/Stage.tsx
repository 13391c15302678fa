import type { PublicBroadcast } from '@antenne/server/contract';
import { lazy, type Ref, Suspense, useEffect, useState } from 'react';
import type { PlayerHands } from '../../player/index.ts';
import { Before } from './Before.tsx';
import { Ended } from './Ended.tsx';

const Player = lazy(async () => ({ default: (await import('../../player/index.ts')).Player }));

/** Whether the recording answers, asked once the show is over. */
function useReplay(broadcast: PublicBroadcast): boolean {
  const [there, setThere] = useState(false);
  const ended = broadcast.state === 'ended';
  useEffect(() => {
    if (!ended) return;
    const stop = new AbortController();
    fetch(broadcast.hlsUrl, { signal: stop.signal }).then(
      (response) => setThere(response.ok),
      // Out of reach, or this page is gone: then nothing is offered.
      () => {},
    );
    return () => stop.abort();
  }, [ended, broadcast.hlsUrl]);
  return there;
}

/**
 * What stands where the picture is. Someone who watches when the show ends sees it to the end: the player stays until
 * the page is opened anew.
 */
export function Stage({
  broadcast,
  now,
  player,
}: {
  broadcast: PublicBroadcast;
  now: number;
  /** Null while no player stands here. */
  player: Ref<PlayerHands>;
}) {
  const [watching, setWatching] = useState(broadcast.state === 'live');
  if (broadcast.state === 'live' && !watching) setWatching(true);
  const replay = useReplay(broadcast);
  if (watching && broadcast.state !== 'scheduled') {
    return (
      <Suspense fallback={null}>
        <Player src={broadcast.hlsUrl} title={broadcast.title} autoPlay hands={player} />
      </Suspense>
    );
  }
  if (broadcast.state === 'ended') {
    return <Ended broadcast={broadcast} onReplay={replay ? () => setWatching(true) : undefined} />;
  }
  return <Before broadcast={broadcast} now={now} />;
}
