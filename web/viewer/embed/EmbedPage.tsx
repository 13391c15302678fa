import type { PublicBroadcast } from '@antenne/server/contract';
import { ExternalLink, MessageCircleQuestion, Play } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PlayerHands, PlayerStatus } from '../../player/index.ts';
import { createServerClock, useNow } from '../../realtime/index.ts';
import { Button, Poster, useAccent } from '../../ui/index.ts';
import { takesQuestions } from '../questions/ask.ts';
import { useReplay } from '../replay/use-replay.ts';
import { Stage } from '../stage/Stage.tsx';
import { namedOrigin } from './bridge.ts';
import type { EmbedCommand, EmbedState } from './protocol.ts';
import { useEmbedBridge } from './use-embed-bridge.ts';

/** This machine's own until somebody wants to watch together: good enough for counting down to a show. */
const clock = createServerClock();

/**
 * The player alone, as large as its frame lets it. Nothing is fetched from the origin before somebody presses or the page
 * around asks for it (`?autoplay=1`, or the command `play`): it may be one of twenty on that page.
 */
export function EmbedPage({ broadcast }: { broadcast: PublicBroadcast }) {
  const [params] = useSearchParams();
  const [opened, setOpened] = useState(params.get('autoplay') === '1');
  const [player, setPlayer] = useState<PlayerHands | null>(null);
  const status = useRef<PlayerStatus | null>(null);
  const now = useNow(clock);
  const replay = useReplay(broadcast);
  useAccent(broadcast.accent);

  const state = (): EmbedState => {
    const latency = status.current?.latencySeconds ?? null;
    return {
      broadcast: broadcast.state,
      playback: (player && status.current?.state) ?? 'idle',
      paused: player?.paused ?? true,
      muted: player?.muted ?? false,
      atLive: status.current?.atLive ?? false,
      latencySeconds: latency === null ? null : Math.round(latency * 10) / 10,
    };
  };
  const run = (command: Exclude<EmbedCommand['type'], 'hello'>): boolean => {
    if (command === 'play' && !opened && broadcast.state !== 'scheduled') {
      setOpened(true);
      return true;
    }
    if (!player) return false;
    if (command === 'play') player.play();
    else if (command === 'pause') player.pause();
    else if (command === 'seekToLive') player.goLive();
    else player.setMuted(command === 'mute');
    return true;
  };
  const { slug, title } = broadcast;
  const update = useEmbedBridge({
    origin: namedOrigin(params.get('origin')),
    about: () => ({ slug, title }),
    state,
    run,
  });
  const onState = useCallback(
    (next: PlayerStatus) => {
      status.current = next;
      update();
    },
    [update],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what the state is made of beside the player's own news.
  useEffect(() => {
    if (!player) status.current = null;
    update();
  }, [update, player, broadcast.state]);

  const asks = broadcast.state !== 'ended' && broadcast.themes.some(takesQuestions);
  // A replay has a card of its own to press, unless a link leads straight into it.
  const covered = !opened && (broadcast.state === 'live' || (broadcast.state === 'ended' && params.has('t')));
  return (
    <main className="relative grid h-dvh w-full place-items-center overflow-hidden bg-black">
      <title>{`${title} · Antenne`}</title>
      <div className="aspect-video w-[min(100vw,calc(100dvh*16/9))] overflow-hidden">
        {covered ? (
          <Cover broadcast={broadcast} onOpen={() => setOpened(true)} />
        ) : (
          <Stage
            broadcast={broadcast}
            replay={replay}
            now={now}
            player={setPlayer}
            onState={onState}
            eager={opened}
            heard={false}
            clock={clock}
          />
        )}
      </div>
      {asks ? <AskLink slug={slug} /> : null}
    </main>
  );
}

/**
 * To the form, in a window of its own: a browser keeps this site's cookie from a frame on another one, so a question sent
 * from there would have no author to be told what became of it.
 */
function AskLink({ slug }: { slug: string }) {
  const { t } = useTranslation('asking');
  return (
    <a
      href={`/b/${slug}#questions`}
      target="_blank"
      rel="noopener"
      data-testid="ask-from-frame"
      className="absolute top-2 right-2 flex min-h-9 items-center gap-2 rounded-full bg-black/75 px-3.5 font-semibold text-s text-white underline-offset-4 hover:underline pointer-coarse:min-h-target max-[20rem]:hidden"
    >
      <MessageCircleQuestion aria-hidden className="size-4" />
      {t('fromFrame')}
    </a>
  );
}

/** Before the first press: what it is, and the way to where questions are asked. */
function Cover({ broadcast, onOpen }: { broadcast: PublicBroadcast; onOpen: () => void }) {
  const { t } = useTranslation(['viewer', 'player']);
  return (
    <Poster accent={broadcast.accent} className="flex size-full flex-col justify-center gap-4 p-4 sm:p-10">
      <h1 className="line-clamp-3 font-semibold text-title">{broadcast.title}</h1>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={<Play aria-hidden className="size-5" />} onClick={onOpen}>
          {t('player:start')}
        </Button>
        <Button asChild variant="quiet">
          <a href={`/b/${broadcast.slug}`} target="_blank" rel="noopener">
            {t('embed.open')}
            <ExternalLink aria-hidden className="size-4" />
          </a>
        </Button>
      </div>
    </Poster>
  );
}
