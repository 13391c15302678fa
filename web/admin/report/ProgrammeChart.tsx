import type { Report } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { cx, timeIn, useLocale } from '../../ui/index.ts';
import { actualSpans, plannedSpan, type Span, timeTicks, wholeSpan } from './figures.ts';

/** Each item's planned time above its real one, on one axis. The table below says the same in numbers. */
export function ProgrammeChart({ report, now }: { report: Report; now: number }) {
  const { t } = useTranslation('report');
  const { locale, text } = useLocale();
  const whole = wholeSpan(report, now);
  const share = (at: number) => ((at - whole.from) / (whole.until - whole.from)) * 100;
  const bar = ({ from, until }: Span, className: string) => (
    <rect
      key={from}
      x={`${share(from)}%`}
      width={`${Math.max(0.3, share(until) - share(from))}%`}
      rx="2"
      height="7"
      className={className}
    />
  );
  return (
    <figure role="img" aria-label={t('programme.chart')} className="min-w-[34rem]" data-testid="programme-chart">
      <div className="grid grid-cols-[11rem_minmax(0,1fr)] lg:grid-cols-[20rem_minmax(0,1fr)] items-center gap-x-4 text-s">
        {report.items.map((item) => {
          const plan = plannedSpan(item);
          return (
            <div key={item.id} className="contents">
              <p
                className={cx(
                  'truncate py-0.5',
                  item.runs.length === 0 && report.state === 'ended' && 'text-ink-3 line-through',
                )}
              >
                {text(item.title)}
              </p>
              <svg aria-hidden="true" className="h-5 w-full border-line border-l">
                {plan ? bar(plan, 'fill-(--line-strong) opacity-60') : null}
                <g transform="translate(0 10)">
                  {actualSpans(item, now).map((run) => bar(run, 'fill-(--accent-text)'))}
                </g>
              </svg>
            </div>
          );
        })}
        <span />
        <div className="relative h-6 border-line border-t">
          {timeTicks(whole, 7).map((tick) => (
            <span
              key={tick}
              className="-translate-x-1/2 absolute top-1 text-ink-3 tabular-nums"
              style={{ left: `${share(tick)}%` }}
            >
              {timeIn(tick, locale, report.zone)}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-ink-2 text-s">
        <span className="flex items-center gap-2">
          <span aria-hidden="true" className="h-2 w-6 rounded-s bg-line-strong opacity-60" />
          {t('programme.planned')}
        </span>
        <span className="flex items-center gap-2">
          <span aria-hidden="true" className="h-2 w-6 rounded-s bg-accent-text" />
          {t('programme.actual')}
        </span>
      </figcaption>
    </figure>
  );
}
