import { PublicBroadcast } from '@antenne/server/contract';
import { ArrowRight, Radio } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { z } from 'zod';
import { createServerClock, request, useKeptClock, useNow } from '../realtime/index.ts';
import {
  Button,
  Card,
  dayIn,
  EmptyState,
  elapsedText,
  LanguageSwitch,
  Logo,
  Poster,
  Skeleton,
  StatePill,
  ThemeSwitch,
  timeIn,
  useLocale,
} from '../ui/index.ts';
import { byUrgency } from './broadcast-order.ts';
import { city } from './programme/sections.ts';

const Broadcasts = z.array(PublicBroadcast);
/** How often the list is read again, ms. */
const EVERY = 20_000;
const clock = createServerClock();

/** The list, read again from time to time; what was there stays when a reading fails. */
function useBroadcasts(): { broadcasts: PublicBroadcast[] | null; failed: boolean; load: () => Promise<void> } {
  const [broadcasts, setBroadcasts] = useState<PublicBroadcast[] | null>(null);
  const [failed, setFailed] = useState(false);
  const load = useCallback(async (signal?: AbortSignal) => {
    const reply = await request(Broadcasts, '/api/broadcasts', signal ? { signal } : {});
    if (signal?.aborted) return;
    setFailed(!reply.ok);
    if (reply.ok) setBroadcasts(reply.data);
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    const timer = setInterval(() => {
      if (!document.hidden) void load(stop.signal);
    }, EVERY);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [load]);
  return { broadcasts, failed, load };
}

/** The one that matters now, as large as the page. */
function Lead({ broadcast, now }: { broadcast: PublicBroadcast; now: number }) {
  const { t } = useTranslation(['viewer', 'common']);
  const { locale, text } = useLocale();
  const live = broadcast.state === 'live';
  const current = broadcast.program.find((item) => item.id === broadcast.nowItemId);
  const places = broadcast.program.filter((item) => item.type === 'duplex' && item.place);
  return (
    <Link to={`/b/${broadcast.slug}`} className="group block rounded-l">
      <Poster
        behindText
        accent={broadcast.accent}
        className="flex min-h-[26rem] flex-col justify-end rounded-l p-6 sm:p-10 lg:min-h-[32rem] lg:p-14"
      >
        <div className="flex max-w-3xl flex-col items-start gap-4">
          {live ? (
            <p className="flex items-center gap-3">
              <StatePill state="onair" pulse>
                {t('common:live')}
              </StatePill>
              {broadcast.startedAt ? (
                <span className="font-medium text-ink-2 tabular-nums">
                  {t('home.since', { elapsed: elapsedText(now - Date.parse(broadcast.startedAt)) })}
                </span>
              ) : null}
            </p>
          ) : (
            <p className="font-medium text-ink-2 first-letter:uppercase">
              {t('home.at', {
                day: dayIn(broadcast.plannedStart, locale),
                time: timeIn(broadcast.plannedStart, locale),
              })}
            </p>
          )}
          <h2 className="font-bold text-[clamp(2.25rem,1.2rem+4.2vw,4.5rem)] leading-[1.02] tracking-[-0.035em]">
            {broadcast.title}
          </h2>
          {broadcast.summary ? <p className="max-w-2xl text-ink-2 lg:text-l">{text(broadcast.summary)}</p> : null}
          {live && current ? (
            <p className="text-ink-2">
              <span className="font-semibold text-onair-text">{t('now')}</span> · {text(current.title)}
            </p>
          ) : null}
          <span className="mt-2 inline-flex min-h-target items-center gap-2.5 rounded-m bg-ink px-5 font-semibold text-canvas transition-[gap] group-hover:gap-4">
            {live ? t('home.watch') : t('home.seeProgramme')}
            <ArrowRight aria-hidden className="size-5" />
          </span>
          {places.length > 1 ? (
            <p className="mt-2 text-ink-3 text-s">{places.map((item) => city(item.place ?? '')).join('\u00a0· ')}</p>
          ) : null}
        </div>
      </Poster>
    </Link>
  );
}

function Small({ broadcast, now }: { broadcast: PublicBroadcast; now: number }) {
  const { t } = useTranslation(['viewer', 'common']);
  const { locale, text } = useLocale();
  return (
    <Card className="group overflow-hidden">
      <Link to={`/b/${broadcast.slug}`} className="block h-full">
        <Poster accent={broadcast.accent} className="aspect-[16/7]">
          <p className="absolute bottom-4 left-5">
            {broadcast.state === 'live' ? (
              <StatePill state="onair" pulse>
                {t('common:live')}
              </StatePill>
            ) : (
              <StatePill state="off">{t(`home.${broadcast.state === 'ended' ? 'past' : 'upcoming'}`)}</StatePill>
            )}
          </p>
        </Poster>
        <div className="p-5">
          <p className="text-ink-3 text-s first-letter:uppercase">
            {broadcast.state === 'live' && broadcast.startedAt
              ? t('home.since', { elapsed: elapsedText(now - Date.parse(broadcast.startedAt)) })
              : t('home.at', {
                  day: dayIn(broadcast.plannedStart, locale, undefined, broadcast.state === 'ended'),
                  time: timeIn(broadcast.plannedStart, locale),
                })}
          </p>
          <h3 className="mt-1 text-l underline-offset-4 group-hover:underline">{broadcast.title}</h3>
          {broadcast.summary ? (
            <p className="mt-1.5 line-clamp-3 text-ink-2 text-s">{text(broadcast.summary)}</p>
          ) : null}
        </div>
      </Link>
    </Card>
  );
}

/** `/`: what is on, what comes, what was. */
export function Component() {
  const { t } = useTranslation(['viewer', 'common']);
  const { broadcasts, failed, load } = useBroadcasts();
  const now = useNow(clock, 10_000);
  useKeptClock(clock);
  const [lead, ...others] = byUrgency(broadcasts ?? []);
  return (
    <div className="mx-auto max-w-page px-4 pb-16 lg:px-8">
      <title>Antenne</title>
      <header className="flex items-center justify-between py-3 lg:py-4">
        <h1 className="flex">
          <Logo />
        </h1>
        <div className="flex items-center">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main>
        {lead ? <Lead broadcast={lead} now={now} /> : null}
        {!broadcasts && !failed ? <Skeleton className="min-h-[26rem] rounded-l lg:min-h-[32rem]" /> : null}
        {!broadcasts && failed ? (
          <EmptyState
            title={t('home.failedTitle')}
            action={
              <Button variant="primary" onClick={() => void load()}>
                {t('common:retry')}
              </Button>
            }
          >
            {t('common:failure.unavailable')}
          </EmptyState>
        ) : null}
        {broadcasts?.length === 0 ? (
          <EmptyState icon={<Radio aria-hidden />} title={t('home.emptyTitle')}>
            {t('home.emptyText')}
          </EmptyState>
        ) : null}
        {others.length > 0 ? (
          <section aria-labelledby="others" className="mt-12">
            <h2 id="others" className="text-l">
              {t('home.others')}
            </h2>
            <div className="mt-4 grid gap-6 sm:grid-cols-2 xl:grid-cols-3">
              {others.map((broadcast) => (
                <Small key={broadcast.id} broadcast={broadcast} now={now} />
              ))}
            </div>
          </section>
        ) : null}
      </main>
    </div>
  );
}
