import type { StageView } from '@antenne/server/contract';
import { Maximize, Minimize } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ageOf, itemLeft, type StageState, standingAt, useNow } from '../realtime/index.ts';
import {
  clockText,
  cx,
  IconButton,
  LocalTime,
  OverUnder,
  RunClock,
  shortTitle,
  timeIn,
  useAccent,
  useLocale,
  usePageKeys,
  useStayAwake,
} from '../ui/index.ts';

/** Numerals as wide as the screen lets them be, whether they are five signs or eight. */
const HUGE = 'text-[min(calc(150vw/var(--signs)),46vh)]';
const BESIDE_MESSAGE = 'text-[min(calc(110vw/var(--signs)),32vh)]';
const LARGE = 'text-[clamp(2rem,5vw,7rem)]';
const SMALL = 'text-[clamp(1.125rem,2.4vw,3rem)] leading-tight';

/** The clock that stands before the cameras: readable from five metres, on any screen that shows a browser. */
export function StagePage({
  stage,
  view,
  clock,
}: {
  stage: StageState;
  view: StageView;
  clock: { now: () => number };
}) {
  const { t } = useTranslation('stage');
  const { locale } = useLocale();
  const now = useNow(clock, 250);
  const age = ageOf(stage, now);
  useStayAwake();
  useAccent(view.accent);
  const standing = standingAt(view, now);
  const seconds = String(Math.floor(now / 1000) % 60).padStart(2, '0');
  return (
    <div
      data-desk="stage"
      data-testid="stage"
      data-blackout={view.blackout}
      data-theme="dark"
      className="flex h-dvh flex-col overflow-hidden bg-black text-ink"
      style={{ '--canvas': '#000', '--ink': '#fff' }}
    >
      <title>{t('pageTitle', { title: view.title })}</title>
      {age === null ? null : (
        <p
          role="alert"
          data-testid="stage-age"
          className={cx('shrink-0 bg-warn px-4 py-1 text-center font-bold text-warn-ink', SMALL)}
        >
          {t('aged', { time: clockText(age) })}
        </p>
      )}
      {view.blackout ? (
        <h1 className="sr-only">{t('blackout')}</h1>
      ) : (
        <>
          <header className={cx('flex shrink-0 items-baseline justify-between gap-6 px-[2vw] pt-[1.5vh]', SMALL)}>
            <h1 className="min-w-0 truncate font-medium text-ink-2">
              {view.rehearsal ? <strong className="text-warn-text">{t('rehearsal')} · </strong> : null}
              {view.title}
            </h1>
            <time dateTime={new Date(now).toISOString()} className="shrink-0 font-bold tabular-nums">
              {timeIn(now, locale, view.zone)}
              <span className="text-ink-2">:{seconds}</span>
            </time>
          </header>
          <main className="flex min-h-0 flex-1 flex-col items-center justify-center gap-[1.5vh] px-[2vw] text-center">
            {view.message ? (
              <p
                role="status"
                dir="auto"
                data-testid="stage-message"
                className={cx(
                  'written line-clamp-3 max-w-full text-balance rounded-l px-[3vw] py-[1.5vh] font-bold leading-[1.1]',
                  view.message.flash ? 'bg-warn text-warn-ink' : 'bg-white text-black',
                  'text-[clamp(1.75rem,min(6.5vw,11vh),9rem)]',
                )}
              >
                {view.message.text}
              </p>
            ) : null}
            <Numerals view={view} now={now} small={view.message !== null} />
          </main>
          <footer className="flex shrink-0 flex-wrap items-end justify-between gap-x-[4vw] gap-y-2 px-[2vw] pb-[2vh]">
            <div className={cx('min-w-0 flex-1 basis-64', SMALL)}>
              <NowNext view={view} />
            </div>
            {standing ? <OverUnder {...standing} digits={LARGE} className="text-right text-m" /> : null}
          </footer>
        </>
      )}
      {view.message?.flash && !view.blackout ? (
        <div
          aria-hidden="true"
          className="pointer-events-none fixed inset-0 animate-pulse-live border-[1.6vmin] border-warn"
        />
      ) : null}
      <FullScreen />
    </div>
  );
}

/** The item's countdown; before the show the time until it begins. */
function Numerals({ view, now, small }: { view: StageView; now: number; small: boolean }) {
  const { t } = useTranslation('stage');
  const digits = small ? BESIDE_MESSAGE : HUGE;
  const words = 'text-[clamp(1.25rem,3.4vw,4.5rem)]';
  if (view.now) {
    return <RunClock {...itemLeft(view.now, now)} digits={digits} className={cx('px-[2vw] py-[1vh]', words)} />;
  }
  if (view.state !== 'scheduled') {
    return <p className={cx('font-bold', words)}>{t(view.state === 'ended' ? 'ended' : 'noItem')}</p>;
  }
  const until = Date.parse(view.plannedStart) - now;
  const text = clockText(Math.abs(until));
  return (
    <div className={words}>
      <p className="font-bold uppercase tracking-wide">{t(until < 0 ? 'late' : 'starts')}</p>
      <span
        role="timer"
        className={cx('block font-bold tabular-nums leading-none tracking-tight', digits)}
        style={{ '--signs': Math.max(5, text.length) }}
      >
        {text}
      </span>
    </div>
  );
}

function NowNext({ view: { now, next, zone } }: { view: StageView }) {
  const { t } = useTranslation('stage');
  const { text } = useLocale();
  const nameOf = ({ title, type, place }: Pick<NonNullable<StageView['next']>, 'title' | 'type' | 'place'>) =>
    [title ? shortTitle(text(title)) : t(`type.${type}`), place].filter(Boolean).join(' · ');
  return (
    <>
      {now ? (
        <p data-testid="stage-now" className="truncate font-bold">
          {nameOf(now)}
        </p>
      ) : null}
      {next ? (
        <p data-testid="stage-next" className="truncate text-ink-2">
          {t('next')} <LocalTime at={next.expectedStart} zone={zone} /> {nameOf(next)}
        </p>
      ) : null}
    </>
  );
}

/** Fullscreen by F or a press; the button leaves after some seconds without a pointer, and comes back with it. */
function FullScreen() {
  const { t } = useTranslation('stage');
  const [full, setFull] = useState(() => document.fullscreenElement !== null);
  const [shown, setShown] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const wake = () => {
      setShown(true);
      clearTimeout(timer);
      timer = setTimeout(() => setShown(false), 4_000);
    };
    const turned = () => setFull(document.fullscreenElement !== null);
    wake();
    document.addEventListener('pointermove', wake);
    document.addEventListener('pointerdown', wake);
    document.addEventListener('fullscreenchange', turned);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', wake);
      document.removeEventListener('pointerdown', wake);
      document.removeEventListener('fullscreenchange', turned);
    };
  }, []);
  const turn = () => {
    // Phones that know no fullscreen show the page as it is.
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen?.().catch(() => undefined);
  };
  usePageKeys(true, ({ key, repeat, ctrlKey, metaKey, altKey }) => {
    if (key.toLowerCase() !== 'f' || repeat || ctrlKey || metaKey || altKey) return false;
    turn();
    return true;
  });
  return (
    <div
      className={cx(
        'fixed bottom-3 left-1/2 -translate-x-1/2 rounded-m bg-surface transition-opacity focus-within:opacity-100',
        !shown && 'opacity-0',
      )}
    >
      <IconButton
        label={t(full ? 'leaveFull' : 'full')}
        keyHint="F"
        data-testid="stage-full"
        icon={full ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
        onClick={turn}
      />
    </div>
  );
}
