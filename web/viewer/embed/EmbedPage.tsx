import type { PublicBroadcast } from '@antenne/server/contract';
import { ExternalLink, MessageCircleQuestion, Play } from 'lucide-react';
import { type Ref, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PlayerHands, PlayerStatus } from '../../player/index.ts';
import { createServerClock, type Link, useKeptClock, useNow } from '../../realtime/index.ts';
import { Button, cx, onDemand, Poster, useAccent, useMediaQuery } from '../../ui/index.ts';
import { takesQuestions } from '../questions/ask.ts';
import { useReplay } from '../replay/use-replay.ts';
import { Stage } from '../stage/Stage.tsx';
import { namedOrigin } from './bridge.ts';
import type { EmbedCommand, EmbedState } from './protocol.ts';
import { useEmbedBridge } from './use-embed-bridge.ts';

const clock = createServerClock();

/** Fetched when somebody opens it. */
const QuestionPanel = onDemand(async () => (await import('./QuestionPanel.tsx')).QuestionPanel);

/** A frame in which picture and questions find no room beside or below each other: the questions cover the picture. */
const TINY = '(max-width: 35.99rem) and (max-height: 26rem)';

/**
 * The player as large as its frame lets it, and the questions beside it, below it or over it once they are opened
 * (`?questions=1`: from the beginning). Nothing is fetched from the origin before somebody presses or the page around asks
 * for it (`?autoplay=1`, or the command `play`): it may be one of twenty on that page.
 */
export function EmbedPage({ broadcast }: { broadcast: PublicBroadcast }) {
  const [params] = useSearchParams();
  const [opened, setOpened] = useState(params.get('autoplay') === '1');
  const [player, setPlayer] = useState<PlayerHands | null>(null);
  const hasQuestions = broadcast.state !== 'ended' && broadcast.themes.some(({ window }) => window !== 'hidden');
  const [panel, setPanel] = useState<'shut' | 'linked' | 'pressed'>(
    hasQuestions && params.get('questions') === '1' ? 'linked' : 'shut',
  );
  const [link, setLink] = useState<Link | null>(null);
  const panelId = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const tiny = useMediaQuery(TINY);
  const status = useRef<PlayerStatus | null>(null);
  const now = useNow(clock);
  useKeptClock(clock);
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
      questions: panel !== 'shut',
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
  }, [update, player, broadcast.state, panel]);

  // The button that had the focus stands there again only once the panel is gone.
  const left = useRef(false);
  useEffect(() => {
    if (panel !== 'shut' || !left.current) return;
    left.current = false;
    opener.current?.focus();
  }, [panel]);
  const shut = () => {
    left.current = true;
    setPanel('shut');
  };
  const open = panel !== 'shut';
  const covers = open && tiny;
  // A replay has a card of its own to press, unless a link leads straight into it.
  const covered = !opened && (broadcast.state === 'live' || (broadcast.state === 'ended' && params.has('t')));
  return (
    <main
      data-desk="frame"
      className={cx('relative flex h-dvh w-full overflow-hidden bg-black', !covers && 'max-[35.99rem]:flex-col')}
    >
      <title>{`${title} · Antenne`}</title>
      <div
        inert={covers}
        className={cx(
          'relative grid min-h-0 min-w-0 flex-1 place-items-center [container-type:size]',
          open && !covers && 'max-[35.99rem]:aspect-video max-[35.99rem]:max-h-[45%] max-[35.99rem]:flex-none',
        )}
      >
        <div className="aspect-video w-[min(100cqw,calc(100cqh*16/9))] overflow-hidden">
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
              heard={link === 'online'}
              clock={clock}
            />
          )}
        </div>
        {hasQuestions && !open ? (
          <AskButton
            ref={opener}
            asks={broadcast.themes.some(takesQuestions)}
            before={broadcast.state === 'scheduled'}
            onOpen={() => setPanel('pressed')}
          />
        ) : null}
      </div>
      {open ? (
        <QuestionPanel
          id={panelId}
          slug={slug}
          focused={panel === 'pressed'}
          className={
            covers
              ? 'absolute inset-0 z-10'
              : 'min-h-0 max-[35.99rem]:flex-1 min-[36rem]:w-72 min-[36rem]:shrink-0 min-[64rem]:w-96'
          }
          onClose={shut}
          onLink={setLink}
          onWatch={player ? (at) => player.goTo(at) : null}
        />
      ) : null}
    </main>
  );
}

/** Over the picture, out of its controls' way. */
function AskButton({
  ref,
  asks,
  before,
  onOpen,
}: {
  ref: Ref<HTMLButtonElement>;
  /** Questions are taken, and not only votes. */
  asks: boolean;
  /** The show is still to come: on phones its page has a button of its own in that corner. */
  before: boolean;
  onOpen: () => void;
}) {
  const { t } = useTranslation(['asking', 'viewer']);
  return (
    <button
      ref={ref}
      type="button"
      aria-expanded={false}
      data-testid="ask-in-frame"
      onClick={onOpen}
      className={cx(
        'absolute top-2 right-2 z-10 flex min-h-9 items-center gap-2 rounded-full bg-black/75 px-3.5 font-semibold text-s text-white underline-offset-4 hover:underline pointer-coarse:min-h-target',
        before && 'max-sm:top-14',
      )}
    >
      <MessageCircleQuestion aria-hidden className="size-4" />
      {t(asks ? 'fromFrame' : 'viewer:tabs.questions')}
    </button>
  );
}

/** Before the first press: what it is, and the way to where questions are asked. */
function Cover({ broadcast, onOpen }: { broadcast: PublicBroadcast; onOpen: () => void }) {
  const { t } = useTranslation(['viewer', 'player']);
  return (
    <Poster
      accent={broadcast.accent}
      className="flex size-full flex-col justify-center gap-3 px-4 pt-12 pb-4 @2xl:gap-4 @2xl:p-10"
    >
      <h1 className="line-clamp-2 shrink-0 font-semibold text-l leading-tight @md:text-title">{broadcast.title}</h1>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" icon={<Play aria-hidden className="size-5" />} onClick={onOpen}>
          {t('player:start')}
        </Button>
        <Button asChild variant="quiet" className="[@container_(max-height:15rem)]:hidden">
          <a href={`/b/${broadcast.slug}`} target="_blank" rel="noopener">
            {t('embed.open')}
            <ExternalLink aria-hidden className="size-4" />
          </a>
        </Button>
      </div>
    </Poster>
  );
}
