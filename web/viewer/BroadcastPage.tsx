import { MessageCircleQuestion, Share2 } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerHands } from '../player/index.ts';
import { type AudienceRoom, type AudienceState, type Link, useNow } from '../realtime/index.ts';
import { Button, Card, cx, IconButton, onDemand, Tabs, useAccent, useLocale, useMediaQuery } from '../ui/index.ts';
import { Announcer } from './Announcer.tsx';
import { AskSheet } from './AskSheet.tsx';
import { Header } from './Header.tsx';
import { Journey } from './programme/Journey.tsx';
import { NowNext } from './programme/NowNext.tsx';
import { Programme } from './programme/Programme.tsx';
import { takesQuestions } from './questions/ask.ts';
import { useAsk } from './questions/ask-hook.ts';
import { useFollowedTheme } from './questions/followed-theme.ts';
import { OwnQuestions } from './questions/OwnQuestions.tsx';
import { PublicQuestions } from './questions/PublicQuestions.tsx';
import { QuestionForm } from './questions/QuestionForm.tsx';
import { Similar } from './questions/Similar.tsx';
import { useNotices } from './questions/use-notices.ts';
import { ReplayGuide } from './replay/ReplayGuide.tsx';
import { useReplay } from './replay/use-replay.ts';
import { usePlayerAhead } from './stage/program-player.ts';
import { Stage } from './stage/Stage.tsx';

const ShareDialog = onDemand(async () => (await import('./share/ShareDialog.tsx')).ShareDialog);

type Props = { state: AudienceState; room: AudienceRoom; link: Link };

/** One broadcast: the picture first, what is on, the questions, the programme. One tree for phone and desktop, so that the picture never starts again when a window changes its size. */
export function BroadcastPage({ state, room, link }: Props) {
  const { t } = useTranslation('viewer');
  const { text } = useLocale();
  const { broadcast } = state;
  const now = useNow(room.clock);
  const wide = useMediaQuery('(min-width: 64rem)');
  const ask = useAsk(broadcast.slug, room, link);
  /** What the picture showed when sharing was asked for. */
  const [shared, setShared] = useState<{ shownAt: number | null } | null>(null);
  const [tab, setTab] = useState('questions');
  const [asking, setAsking] = useState(false);
  const [player, setPlayer] = useState<PlayerHands | null>(null);
  const replay = useReplay(broadcast);
  const [from, setFrom] = useState<number>();
  const opener = useRef<HTMLButtonElement>(null);
  const written = useRef<HTMLTextAreaElement>(null);
  useAccent(broadcast.accent);
  usePlayerAhead(broadcast.state === 'scheduled');
  const [followed, follow] = useFollowedTheme(broadcast.slug);
  useNotices(state, followed);

  const share = () => setShared({ shownAt: player?.shownAt() ?? null });
  const closeSheet = useCallback(() => {
    setAsking(false);
    opener.current?.focus({ preventScroll: true });
  }, []);
  const sheet = asking && !wide;
  useEffect(() => {
    if (sheet) written.current?.focus({ preventScroll: true });
  }, [sheet]);
  // Sent: back to the list, where the question now stands among one's own.
  const { arrived } = ask;
  useEffect(() => {
    if (!arrived || !sheet) return;
    const timer = setTimeout(closeSheet, 1_200);
    return () => clearTimeout(timer);
  }, [arrived, sheet, closeSheet]);

  const open = broadcast.state !== 'ended' && broadcast.themes.some(takesQuestions);
  const watch = (at: number): void => {
    if (player) player.goTo(at);
    else setFrom(at);
    // On a phone the picture may be out of sight.
    document.querySelector('main')?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  };
  // Of a live show what can be wound back to, of one that is over its replay.
  const answers = replay ? (replay.removed ? null : watch) : player ? watch : null;
  const { text: asked } = ask.state.draft;
  const form = (
    <QuestionForm
      broadcast={broadcast}
      ask={ask}
      link={link}
      textRef={written}
      similar={<Similar state={state} room={room} text={asked} onDrop={() => ask.write({ text: '' })} />}
    />
  );
  const lists = (
    <>
      <OwnQuestions own={Object.values(state.own)} ask={ask} room={room} link={link} onWatch={answers} />
      <PublicQuestions state={state} room={room} followed={followed} onFollow={follow} onWatch={answers} />
    </>
  );
  const programme = (
    <>
      <Journey program={broadcast.program} now={now} />
      {replay ? <ReplayGuide broadcast={broadcast} replay={replay} onWatch={watch} /> : null}
      <Programme broadcast={broadcast} onWatch={player && !replay ? watch : null} />
    </>
  );

  return (
    <div className="pb-24 [--picture-height:min(56.25vw,55dvh)] lg:pb-0">
      <title>{`${broadcast.title} · Antenne`}</title>
      <a
        href="#questions"
        className="sr-only rounded-m bg-surface px-4 py-2 font-semibold text-ink shadow-high focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-40"
      >
        {t('skip')}
      </a>
      <Header broadcast={broadcast} now={now} link={link} onShare={share} />
      <Announcer broadcast={broadcast} />
      <main className="mx-auto max-w-page lg:grid lg:grid-cols-[minmax(0,1fr)_23rem] lg:gap-8 lg:px-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="min-w-0">
          <div className="max-lg:sticky max-lg:top-0 max-lg:z-20 max-lg:h-(--picture-height)">
            <div
              className={cx(
                'w-full overflow-hidden bg-black max-lg:h-(--picture-height) lg:aspect-video lg:rounded-l',
                sheet && 'max-lg:fixed max-lg:inset-x-0 max-lg:top-0 max-lg:z-30',
              )}
            >
              <Stage
                broadcast={broadcast}
                replay={replay}
                from={from}
                now={now}
                player={setPlayer}
                heard={link === 'online'}
                clock={room.clock}
                captions={state.captions}
              />
            </div>
          </div>
          <NowNext broadcast={broadcast} now={now} onShare={share} />
          {wide ? (
            <>
              {broadcast.summary && broadcast.nowItemId ? (
                <p className="border-line border-t py-5 text-ink-2">
                  <span className="block max-w-3xl">{text(broadcast.summary)}</span>
                </p>
              ) : null}
              {programme}
            </>
          ) : (
            <div id="questions" tabIndex={-1} className="relative">
              <Tabs
                label={broadcast.title}
                value={tab}
                onValueChange={setTab}
                listClassName="sticky top-(--picture-height) z-10 bg-canvas px-2 pr-14"
                tabs={[
                  {
                    value: 'questions',
                    label: t('tabs.questions'),
                    count: Object.keys(state.questions).length,
                    content: lists,
                  },
                  { value: 'programme', label: t('tabs.programme'), content: programme },
                ]}
              />
              <IconButton
                label={t('share.action')}
                icon={<Share2 aria-hidden />}
                className="absolute top-0 right-1.5 z-10"
                onClick={share}
              />
            </div>
          )}
        </div>
        {wide ? (
          <aside
            id="questions"
            tabIndex={-1}
            aria-labelledby="questions-title"
            className="sticky top-4 mb-4 h-[calc(100dvh-2rem)] max-h-[62rem]"
          >
            <Card className="flex max-h-full flex-col overflow-hidden">
              <div className="border-line border-b p-4 pb-3">
                <h2 id="questions-title" className="mb-3 text-l">
                  {open ? t('form.title') : t('tabs.questions')}
                </h2>
                {form}
              </div>
              <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{lists}</div>
            </Card>
          </aside>
        ) : null}
      </main>
      {wide || !open ? null : (
        <div className="fixed inset-x-0 bottom-0 z-20 border-line border-t bg-canvas p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <Button
            ref={opener}
            variant="primary"
            className="w-full"
            icon={<MessageCircleQuestion aria-hidden className="size-5" />}
            onClick={() => setAsking(true)}
          >
            {t('form.title')}
          </Button>
        </div>
      )}
      {shared ? <ShareDialog broadcast={broadcast} shownAt={shared.shownAt} onClose={() => setShared(null)} /> : null}
      {sheet ? <AskSheet onClose={closeSheet}>{form}</AskSheet> : null}
    </div>
  );
}
