import type { RundownItem } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { cx } from './classes.ts';
import { mustStartOf, overUnderOf } from './item-timing.ts';
import { useLocale } from './locale.ts';
import { clockText, secondsIn } from './time.ts';

/** How much longer or shorter than planned an item or a group is; nothing while it is as planned. */
export function ItemOverUnder({ ms, className }: { ms: number; className?: string }) {
  const { t } = useTranslation('run');
  const by = overUnderOf(ms);
  if (by === null) return null;
  return (
    <span data-testid="item-over-under" className={cx(by > 0 ? 'text-warn-text' : 'text-ink-3', className)}>
      <span className="sr-only">{t(by > 0 ? 'longer' : 'shorter')} </span>
      {by > 0 ? '+' : '−'}
      {clockText(Math.abs(by))}
    </span>
  );
}

/** Back timing of what is to come: said once it is not met any more, and of the next item always. */
export function MustStart({ item, zone, className }: { item: RundownItem; zone: string; className?: string }) {
  const { t } = useTranslation('run');
  const { locale } = useLocale();
  const how = mustStartOf(item);
  if (item.latestStart === null || how === null || how === 'later') return null;
  return (
    <span
      data-testid="must-start"
      className={cx('block', how === 'missed' ? 'font-medium text-warn-text' : 'text-ink-3', className)}
    >
      {t('mustStart', { time: secondsIn(item.latestStart, locale, zone) })}
    </span>
  );
}
