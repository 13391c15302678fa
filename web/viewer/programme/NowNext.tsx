import type { ProgramItem, PublicBroadcast } from '@antenne/server/contract';
import { Share2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, cx, timeIn, useLocale } from '../../ui/index.ts';
import { city, progress } from './sections.ts';

function Place({ item, now }: { item: ProgramItem; now: number }) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  if (!item.place) return null;
  return (
    <span>
      {item.place}
      {item.zone ? (
        <span className="whitespace-nowrap text-ink-3">
          {' · '}
          {t('localNow', { time: timeIn(now, locale, item.zone), city: city(item.place) })}
        </span>
      ) : null}
    </span>
  );
}

/** What is on and what comes, right under the picture. */
export function NowNext({ broadcast, now, onShare }: { broadcast: PublicBroadcast; now: number; onShare: () => void }) {
  const { t } = useTranslation('viewer');
  const { locale, text } = useLocale();
  const find = (id: string | null) => broadcast.program.find((item) => item.id === id);
  const current = find(broadcast.nowItemId);
  const next = find(broadcast.nextItemId);
  const left = current ? Date.parse(current.expectedStart) + current.plannedDurationMs - now : 0;
  return (
    <section
      aria-label={t('nowNext')}
      className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 px-4 py-3.5 sm:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_auto] lg:px-0 lg:py-6"
    >
      {current ? (
        <div data-testid="now-item" data-id={current.id} className="min-w-0">
          <p className="flex items-center gap-2 font-semibold text-onair-text text-s">
            <span aria-hidden="true" className="size-2 rounded-full bg-onair" />
            {t('now')}
          </p>
          <p className="mt-0.5 font-semibold text-l lg:mt-1 lg:text-[1.625rem] lg:leading-tight">
            {text(current.title)}
          </p>
          <p className="mt-1 text-ink-2 text-s lg:text-m">
            <Place item={current} now={now} />
          </p>
          <div className="mt-2.5 flex items-center gap-3">
            <div aria-hidden="true" className="h-1 max-w-sm flex-1 overflow-hidden rounded-full bg-line">
              <div
                className="h-full origin-left rounded-full bg-onair transition-transform duration-1000 ease-linear"
                style={{ transform: `scaleX(${progress(current, now)})` }}
              />
            </div>
            <span className="shrink-0 text-ink-3 text-s tabular-nums">
              {left > 0 ? t('minutesLeft', { count: Math.ceil(left / 60_000) }) : t('overrunning')}
            </span>
          </div>
        </div>
      ) : (
        <div className={cx('min-w-0 max-w-3xl', !next && 'sm:col-span-2')}>
          <p className="font-semibold text-l lg:text-[1.625rem] lg:leading-tight">{broadcast.title}</p>
          {broadcast.summary ? <p className="mt-1.5 text-ink-2">{text(broadcast.summary)}</p> : null}
        </div>
      )}
      {next ? (
        <div
          data-testid="next-item"
          data-id={next.id}
          className="min-w-0 max-sm:flex max-sm:gap-2 max-sm:text-s sm:border-line sm:border-l sm:pl-8"
        >
          <p className="shrink-0 font-semibold text-ink-3 text-s">
            {t(broadcast.state === 'scheduled' ? 'first' : 'next')}
            <span className="tabular-nums"> · {timeIn(next.expectedStart, locale)}</span>
          </p>
          <p className="min-w-0 font-medium max-sm:truncate sm:mt-1 sm:font-semibold">{text(next.title)}</p>
          {next.place ? <p className="text-ink-2 text-s max-sm:hidden">{next.place}</p> : null}
        </div>
      ) : current ? (
        <div />
      ) : null}
      <div className="hidden lg:block">
        <Button icon={<Share2 aria-hidden className="size-4.5" />} data-testid="share" onClick={onShare}>
          {t('share.action')}
        </Button>
      </div>
    </section>
  );
}
