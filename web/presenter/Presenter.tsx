import type { ControlSnapshot, StaffQuestion } from '@antenne/server/contract';
import { Moon, Sun } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type ControlRoom, type Link, openCueDesk, useNow, useStage } from '../realtime/index.ts';
import {
  accentStyle,
  Byline,
  cx,
  IconButton,
  StatePill,
  shortTitle,
  spaced,
  type Theme,
  timeIn,
  useLocale,
  usePageKeys,
  useStayAwake,
} from '../ui/index.ts';
import { AirButtons } from './AirButtons.tsx';
import { Clocks } from './Clocks.tsx';
import { CueBanner } from './CueBanner.tsx';
import { presenterKey } from './keys.ts';
import { presenterQueue, questionSize } from './queue.ts';
import { useAir } from './use-air.ts';

/** As many of the next questions as stand under the one on air. */
const SHOWN_NEXT = 2;

/** Nothing between black and white: a tablet stands in the light of the stage. */
const PURE = {
  dark: { '--canvas': '#000', '--surface': '#000', '--ink': '#fff' },
  light: { '--canvas': '#fff', '--surface': '#fff', '--ink': '#000' },
} as const;

/** The question on air at arm's length, with what the presenter needs beside it and nothing else. */
export function Presenter({
  room,
  state,
  link,
  ground,
  onGround,
}: {
  room: ControlRoom;
  state: ControlSnapshot;
  link: Link;
  ground: Theme;
  onGround: () => void;
}) {
  const { t } = useTranslation('presenter');
  const { locale, text } = useLocale();
  const stage = useStage(room.slug, null);
  const now = useNow(stage.clock, 250);
  const [picked, setPicked] = useState<string | null>(null);
  const cues = useCueDesk(room);
  const air = useAir(room);
  const done = useStore(cues.done, ({ ids }) => ids);
  const open = state.stage.cues
    .filter(({ id, confirmedAt }) => confirmedAt === null && !done.has(id))
    .map(({ id }) => id);
  const cueOpen = open.length > 0;
  useStayAwake();

  const { broadcast } = state;
  const { onAir, queued } = presenterQueue(state.questions, picked);
  const next = queued[0] ?? null;
  // What stands as next stays it: votes that come in must not change it under the finger.
  useEffect(() => setPicked(next?.id ?? null), [next?.id]);
  const live = broadcast.state === 'live';
  const mayMove = live && link === 'online' && state.me.role !== 'captioner';
  const main = () => {
    if (!mayMove) return;
    if (onAir) air.answered(onAir);
    else if (next) air.putOnAir(next, null);
  };
  const goOn = () => {
    if (mayMove && next) air.putOnAir(next, onAir);
  };
  const goBack = () => {
    if (mayMove && onAir) air.takeOffAir(onAir);
  };
  /** The question after the next one, or the one before, in the order in which they would come. */
  const pick = (by: 1 | -1) => {
    const order = presenterQueue(state.questions, null).queued;
    const at = order.findIndex(({ id }) => id === next?.id);
    const other = order[(at + by + order.length) % order.length];
    if (other) setPicked(other.id);
  };
  usePageKeys(true, (press) => {
    const action = presenterKey(press);
    if (!action) return false;
    ({
      main,
      next: goOn,
      back: goBack,
      laterPick: () => pick(1),
      earlierPick: () => pick(-1),
      confirm: () => cueOpen && cues.confirm(open),
      ground: onGround,
    })[action]();
    return true;
  });

  const themeOf = ({ themeId }: StaffQuestion) => {
    // Viewers may not see its theme any more; the presenter does.
    const themes = [...broadcast.themes, ...state.questionRules.themes];
    const theme = themes.find(({ id }) => id === themeId);
    return theme ? shortTitle(text(theme.title)) : '';
  };
  return (
    <div
      data-desk="presenter"
      data-theme={ground}
      className="flex h-dvh flex-col overflow-hidden bg-canvas"
      style={{ ...PURE[ground], ...accentStyle(broadcast.accent, ground) }}
    >
      <title>{t('pageTitle', { title: broadcast.title })}</title>
      <header className="flex min-h-12 shrink-0 items-center gap-3 border-line border-b px-4 sm:px-6">
        <h1 className="min-w-0 flex-1 truncate font-semibold text-m" title={broadcast.title}>
          {broadcast.title}
        </h1>
        {link === 'online' ? null : (
          <StatePill state="warn" pulse>
            {t('connecting')}
          </StatePill>
        )}
        <StatePill state={live ? 'onair' : 'off'}>{t(`state.${broadcast.state}`)}</StatePill>
        <time dateTime={new Date(now).toISOString()} className="font-semibold text-l tabular-nums">
          {timeIn(now, locale, broadcast.zone)}
          <span className="text-ink-2 text-m">:{String(Math.floor(now / 1000) % 60).padStart(2, '0')}</span>
        </time>
        <IconButton
          label={t(ground === 'dark' ? 'toLight' : 'toDark')}
          keyHint="L"
          data-testid="presenter-ground"
          icon={ground === 'dark' ? <Sun aria-hidden /> : <Moon aria-hidden />}
          onClick={onGround}
        />
      </header>
      <CueBanner cues={state.stage.cues} desk={cues} />
      <Clocks stage={stage} now={now} />
      <main className="flex min-h-0 flex-1 flex-col">
        <section
          tabIndex={0}
          aria-label={t('onAir')}
          className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pt-4 pb-8 [mask-image:linear-gradient(to_bottom,black_calc(100%-2rem),transparent)] sm:px-6"
        >
          {onAir ? (
            <article data-testid="presenter-question" data-id={onAir.id} className="flex min-h-full flex-col gap-4">
              <p className="flex flex-wrap items-center gap-x-4 gap-y-1 max-sm:-order-2">
                <StatePill state="onair">{t('onAir')}</StatePill>
                <span className="font-semibold text-l">{themeOf(onAir)}</span>
              </p>
              <p
                dir="auto"
                data-testid="presenter-text"
                className="written my-auto text-pretty py-1 font-bold leading-[1.18] tracking-tight"
                style={{ fontSize: questionSize(onAir.edited ?? onAir.original) }}
              >
                {spaced(onAir.edited ?? onAir.original, locale)}
              </p>
              {/* On a phone above the question: below a long one it would be out of sight. */}
              <p className="written font-medium text-[clamp(1.5rem,1rem+1.6vmin,2.25rem)] text-ink-2 max-sm:-order-1 max-sm:text-l">
                <Byline of={onAir} anonymous={t('anonymous')} />
              </p>
            </article>
          ) : (
            <p className="grid min-h-full place-content-center text-center text-ink-2 text-l sm:text-title">
              {t(live ? 'nothingOnAir' : 'beforeShow')}
            </p>
          )}
        </section>
        <section
          aria-label={t('next')}
          className={cx('shrink-0 border-line border-t px-4 py-2 sm:px-6', cueOpen && 'max-md:hidden')}
        >
          {queued.length === 0 ? <p className="py-1 text-ink-2">{t('nothingNext')}</p> : null}
          <ol>
            {queued.slice(0, SHOWN_NEXT).map((question, index) => (
              <li key={question.id}>
                <button
                  type="button"
                  data-testid="presenter-next"
                  data-id={question.id}
                  aria-pressed={index === 0}
                  title={t('pick')}
                  onClick={() => setPicked(question.id)}
                  className={cx(
                    'flex min-h-target w-full items-baseline gap-3 py-1.5 text-start text-[1.25rem] leading-snug',
                    index === 0 ? 'text-ink' : 'text-ink-2',
                  )}
                >
                  <span className="w-5 shrink-0 font-semibold text-ink-2 tabular-nums">{index + 1}</span>
                  <span className="flex min-w-0 flex-1 items-baseline gap-x-3 max-sm:flex-col">
                    <span dir="auto" className="written line-clamp-1 min-w-0 sm:line-clamp-2 sm:flex-1">
                      {spaced(question.edited ?? question.original, locale)}
                    </span>
                    <span
                      data-testid="presenter-next-of"
                      className="max-w-full truncate text-ink-2 text-s sm:max-w-48 sm:shrink-0 sm:text-m lg:max-w-96"
                    >
                      <Byline of={question} anonymous={t('anonymous')} /> · {themeOf(question)}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ol>
          {queued.length > SHOWN_NEXT ? (
            <p className="pl-8 text-ink-2 text-s max-md:hidden">{t('more', { count: queued.length - SHOWN_NEXT })}</p>
          ) : null}
        </section>
        <AirButtons
          onAir={onAir !== null}
          next={next !== null}
          enabled={mayMove}
          air={air}
          onMain={main}
          onNext={goOn}
          onBack={goBack}
        />
      </main>
    </div>
  );
}

/** What was confirmed is told until the server has it, over every reconnect. */
function useCueDesk(room: ControlRoom) {
  const [desk] = useState(() =>
    openCueDesk(async (as, ids) => (await room.call('stage:mark', { slug: room.slug, ids: [...ids], as })).ok),
  );
  const current = useRef(desk);
  useEffect(
    () =>
      room.store.subscribe((after, before) => {
        if (after.link === 'online' && before.link !== 'online') current.current.tellAgain();
      }),
    [room],
  );
  return desk;
}
