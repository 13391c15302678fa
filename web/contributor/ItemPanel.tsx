import { type DuplexState, localized } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { useNow } from '../realtime/index.ts';
import { Clock, clockText, cx, LocalTime, useLocale } from '../ui/index.ts';
import type { DuplexPage } from './duplex.ts';
import { isClosing, itemClock } from './item-clock.ts';

/** When it is one's turn; during it, what is left. The largest thing on the page after the picture. */
export function ItemPanel({
  duplex,
  state,
  place,
  zone,
}: {
  duplex: DuplexPage;
  state: DuplexState;
  place: string;
  zone: string;
}) {
  const { t } = useTranslation('contributor');
  const { locale } = useLocale();
  const now = useNow(duplex.clock);
  const clock = itemClock(state.item, now);
  const over = clock.type !== 'none' && clock.ms < 0;
  const end = state.item ? Date.parse(state.item.expectedEnd) - now : 0;
  return (
    <section
      className="flex min-w-0 flex-1 flex-col gap-1 lg:flex-none lg:gap-2"
      data-testid="item"
      data-clock={clock.type}
    >
      {state.item && clock.type !== 'none' ? (
        <>
          <h2 className="font-medium text-ink-2 text-s lg:text-m">
            {t(`room.${heading(clock.type, over, state.tally === 'onAir')}`)}
          </h2>
          <Clock
            ms={Math.abs(clock.ms)}
            tone={over || isClosing(clock) ? 'warn' : 'ink'}
            className="text-[2.5rem] leading-none tracking-tight lg:text-[3.75rem]"
          />
          {clock.type === 'until' && end > 0 ? (
            <p data-testid="item-end" className="font-medium text-ink-2 tabular-nums lg:text-l">
              {t('room.untilEnd', { time: clockText(end) })}
            </p>
          ) : null}
          <p className={cx('truncate font-semibold lg:whitespace-normal lg:text-l')}>
            {localized(state.item.title, locale)}
          </p>
          <p className="text-ink-2 text-s">
            <LocalTime at={state.item.expectedStart} zone={zone} /> –{' '}
            <LocalTime at={state.item.expectedEnd} zone={zone} />
            {' · '}
            {t('room.hereTime', { place })}
          </p>
        </>
      ) : (
        <>
          <h2 className="text-l">{t('room.noItem')}</h2>
          <p className="text-ink-2 text-s lg:text-m">{t('room.noItemHint')}</p>
        </>
      )}
      {state.tally === 'onAir' ? null : (
        <p className={cx('mt-1 text-s lg:mt-3 lg:text-m', state.tally === 'preview' ? 'text-warn-text' : 'text-ink-3')}>
          {t(state.tally === 'preview' ? 'room.soon' : 'room.wait')}
        </p>
      )}
    </section>
  );
}

/** On air before one's own item, nothing is due or late: the plan is only recalled. */
function heading(
  type: 'until' | 'left',
  over: boolean,
  onAir: boolean,
): 'overrun' | 'left' | 'late' | 'until' | 'planned' {
  if (type === 'left') return over ? 'overrun' : 'left';
  if (onAir && !over) return 'planned';
  return over ? 'late' : 'until';
}
