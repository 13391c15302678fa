import { type PublicBroadcast, type PublicCaption, type Replay, StartAt } from '@antenne/server/contract';
import { type Ref, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useStore } from 'zustand';
import type { PlayerHands, PlayerStatus } from '../../player/index.ts';
import type { ServerClock } from '../../realtime/index.ts';
import { useLocale } from '../../ui/index.ts';
import { useFreshAddress } from '../entry/use-fresh-address.ts';
import { keysChoice } from '../page-keys-choice.ts';
import { linkToMoment } from '../share/addresses.ts';
import { Before } from './Before.tsx';
import { chaptersOf } from './chapters.ts';
import { Ended } from './Ended.tsx';
import { ProgramPlayer } from './program-player.ts';

/** Whether the recording answers, asked once the show is over. */
function useRecording(broadcast: PublicBroadcast, address: string): boolean {
  const [there, setThere] = useState(false);
  const ended = broadcast.state === 'ended';
  useEffect(() => {
    if (!ended) return;
    const stop = new AbortController();
    fetch(address, { signal: stop.signal }).then(
      (response) => setThere(response.ok),
      // Out of reach, or this page is gone: then nothing is offered.
      () => {},
    );
    return () => stop.abort();
  }, [ended, address]);
  return there;
}

/** The instant that the page's address asks for by `?t=`, ms since 1970 UTC; once the show has begun. */
function useStartAt({ startedAt }: PublicBroadcast): number | undefined {
  const [params] = useSearchParams();
  const seconds = StartAt.safeParse(params.get('t'));
  if (!seconds.success || startedAt === null) return undefined;
  return Date.parse(startedAt) + seconds.data * 1000;
}

/**
 * What stands where the picture is. Someone who watches when the show ends sees it to the end: the player stays until
 * the page is opened anew.
 */
export function Stage({
  broadcast,
  replay,
  from,
  now,
  player,
  onState,
  eager = false,
  heard,
  clock,
  captions,
}: {
  broadcast: PublicBroadcast;
  /** Null while it is not over, or not known. */
  replay: Replay | null;
  /** A replay begins with what was on air at this instant, ms since 1970 UTC. Default: as the page's address says. */
  from?: number | undefined;
  now: number;
  /** Null while no player stands here. */
  player: Ref<PlayerHands>;
  onState?: ((status: PlayerStatus) => void) | undefined;
  /** A replay begins by itself. */
  eager?: boolean;
  /** The server knows by a socket that this page is open. */
  heard: boolean;
  clock: ServerClock;
  /** As the server tells them to this page; default: it does not. */
  captions?: readonly PublicCaption[];
}) {
  const [watching, setWatching] = useState(broadcast.state === 'live');
  if (broadcast.state === 'live' && !watching) setWatching(true);
  const { text } = useLocale();
  const address = useFreshAddress(broadcast, clock);
  const recorded = useRecording(broadcast, address);
  const linked = useStartAt(broadcast);
  const startAt = from ?? linked;
  const keys = useStore(keysChoice, ({ on }) => on);
  // Who came for a moment of the show sees that, and not first what there is to see.
  if (recorded && (eager || startAt !== undefined) && !watching) setWatching(true);
  if (watching && broadcast.state !== 'scheduled') {
    return (
      <ProgramPlayer
        src={address}
        title={broadcast.title}
        autoPlay
        startAt={startAt}
        pageKeys={keys}
        hands={player}
        onState={onState}
        chapters={chaptersOf(broadcast, replay, text)}
        captions={{ languages: broadcast.captionLanguages, captions: captions ?? null }}
        linkTo={(at) => linkToMoment(broadcast, at)}
        clock={clock}
        viewingOf={heard ? undefined : broadcast.slug}
      />
    );
  }
  if (broadcast.state === 'ended') {
    const onReplay = recorded ? () => setWatching(true) : undefined;
    return <Ended broadcast={broadcast} onReplay={onReplay} removed={replay?.removed ?? false} />;
  }
  return <Before broadcast={broadcast} now={now} />;
}
