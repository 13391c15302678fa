import type { Report } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { timeIn, useLocale } from '../../ui/index.ts';
import { niceCeiling, timeTicks, unbroken } from './figures.ts';

const WIDTH = 960;
const HEIGHT = 260;
const EDGE = { top: 12, right: 12, bottom: 28, left: 56 };
/** Half of a label's width. */
const HALF_A_LABEL = 24;

/** How many watched, minute by minute: the line is the mean, the band reaches from the least to the most. */
export function ViewersChart({ audience: { minutes }, zone }: { audience: Report['audience']; zone: string }) {
  const { t } = useTranslation('report');
  const { locale } = useLocale();
  const [first, last] = [minutes[0], minutes.at(-1)];
  if (!first || !last) return null;
  const span = { from: Date.parse(first.at), until: Date.parse(last.at) + 60_000 };
  const top = niceCeiling(Math.max(...minutes.map(({ most }) => most)));
  const x = (at: number) =>
    EDGE.left + ((at - span.from) / (span.until - span.from)) * (WIDTH - EDGE.left - EDGE.right);
  const y = (viewers: number) => HEIGHT - EDGE.bottom - (viewers / top) * (HEIGHT - EDGE.top - EDGE.bottom);
  const middle = (at: string) => x(Date.parse(at) + 30_000);
  const number = new Intl.NumberFormat(locale);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('audience.chart')}
      data-testid="viewers-chart"
      className="w-full min-w-[34rem] overflow-visible text-s"
    >
      {[0, top / 2, top].filter(Number.isInteger).map((viewers) => (
        <g key={viewers}>
          <path d={`M${EDGE.left} ${y(viewers)}H${WIDTH - EDGE.right}`} stroke="var(--line)" />
          <text x={EDGE.left - 10} y={y(viewers)} dy=".32em" textAnchor="end" fill="var(--ink-3)">
            {number.format(viewers)}
          </text>
        </g>
      ))}
      {timeTicks(span, 8).map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={HEIGHT - 6}
          textAnchor={x(tick) > WIDTH - EDGE.right - HALF_A_LABEL ? 'end' : 'middle'}
          fill="var(--ink-3)"
        >
          {timeIn(tick, locale, zone)}
        </text>
      ))}
      {unbroken(minutes).map((part) => (
        <g key={part[0]?.at}>
          <polygon
            fill="var(--accent)"
            fillOpacity=".18"
            points={[
              ...part.map(({ at, most }) => `${middle(at)},${y(most)}`),
              ...part.toReversed().map(({ at, least }) => `${middle(at)},${y(least)}`),
            ].join(' ')}
          />
          <polyline
            fill="none"
            stroke="var(--accent-text)"
            strokeWidth="2.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            points={[...part, ...(part.length === 1 ? part : [])]
              .map(({ at, mean }) => `${middle(at)},${y(mean)}`)
              .join(' ')}
          />
        </g>
      ))}
    </svg>
  );
}
