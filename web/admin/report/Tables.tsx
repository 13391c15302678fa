import type { QuestionCounts, Report, ReportItem } from '@antenne/server/contract';
import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass, clockText, cx, timeIn, useLocale } from '../../ui/index.ts';
import { shiftsOf } from './figures.ts';

const CELL = 'px-3 py-2 text-right tabular-nums first:pl-0 first:text-left last:pr-0';

/** A table that scrolls by itself on a phone. */
function Table({ label, head, children }: { label: string; head: readonly string[]; children: ReactNode }) {
  return (
    <section aria-label={label} tabIndex={0} className="overflow-x-auto rounded-s print:overflow-visible">
      <table className="w-full min-w-[36rem] text-s">
        <caption className="sr-only">{label}</caption>
        <thead className="text-ink-2">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className={cx(CELL, 'whitespace-nowrap border-line border-b font-medium')}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

/** `+1:30`, `−0:45`; nothing under a second. */
function signed(ms: number): string {
  if (Math.abs(ms) < 1_000) return '0:00';
  return ms > 0 ? `+${clockText(ms)}` : clockText(ms);
}

function ItemRow({ item, zone, over }: { item: ReportItem; zone: string; over: boolean }) {
  const { t } = useTranslation('report');
  const { locale, text } = useLocale();
  const { plan, runs, actualMs } = item;
  const shifts = shiftsOf(item);
  return (
    <tr className="break-inside-avoid">
      <th scope="row" className={cx(CELL, 'font-semibold')}>
        {text(item.title)}
        {plan ? null : <span className="font-normal text-ink-3"> · {t('programme.added')}</span>}
        {runs.length > 1 ? (
          <span className="font-normal text-ink-3"> · {t('programme.times', { count: runs.length })}</span>
        ) : null}
      </th>
      <td className={CELL}>{plan ? timeIn(plan.start, locale, zone) : '–'}</td>
      <td className={CELL}>{runs[0] ? timeIn(runs[0].from, locale, zone) : over ? t('programme.leftOut') : '–'}</td>
      <td className={CELL}>{shifts ? signed(shifts.lateMs) : ''}</td>
      <td className={CELL}>{plan ? clockText(plan.durationMs) : '–'}</td>
      <td className={CELL}>{runs.length > 0 ? clockText(actualMs) : ''}</td>
      <td className={cx(CELL, 'font-semibold', shifts && shifts.overMs >= 60_000 && 'text-warn-text')}>
        {shifts ? signed(shifts.overMs) : ''}
      </td>
    </tr>
  );
}

export function ProgrammeTable({ report: { items, zone, state } }: { report: Report }) {
  const { t } = useTranslation('report');
  const head = ['item', 'plannedAt', 'actualAt', 'late', 'plannedFor', 'actualFor', 'over'] as const;
  return (
    <Table label={t('programme.table')} head={head.map((name) => t(`programme.${name}`))}>
      {items.map((item) => (
        <ItemRow key={item.id} item={item} zone={zone} over={state === 'ended'} />
      ))}
    </Table>
  );
}

const COUNTS = ['received', 'approved', 'rejected', 'onAir', 'answered', 'votes'] as const;

function CountRow({ name, counts, strong }: { name: string; counts: QuestionCounts; strong?: boolean }) {
  const { locale } = useLocale();
  return (
    <tr className={cx(strong && 'font-semibold')}>
      <th scope="row" className={CELL}>
        {name}
      </th>
      {COUNTS.map((count) => (
        <td key={count} className={CELL}>
          {new Intl.NumberFormat(locale).format(counts[count])}
        </td>
      ))}
    </tr>
  );
}

export function QuestionsTable({ report: { themes, questions } }: { report: Report }) {
  const { t } = useTranslation('report');
  const { text } = useLocale();
  return (
    <Table
      label={t('questions.table')}
      head={[t('questions.theme'), ...COUNTS.map((count) => t(`questions.${count}`))]}
    >
      {themes.map(({ id, title, counts }) => (
        <CountRow key={id} name={text(title)} counts={counts} />
      ))}
      {themes.length > 1 ? <CountRow name={t('questions.all')} counts={questions} strong /> : null}
    </Table>
  );
}

export function AudienceTable({ report: { audience, zone } }: { report: Report }) {
  const { t } = useTranslation('report');
  const { locale } = useLocale();
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (
    <Table
      label={t('audience.table')}
      head={(['minute', 'least', 'mean', 'most'] as const).map((name) => t(`audience.${name}`))}
    >
      {audience.minutes.map(({ at, least, mean, most }) => (
        <tr key={at}>
          <th scope="row" className={cx(CELL, 'font-normal')}>
            <time dateTime={at}>{timeIn(at, locale, zone)}</time>
          </th>
          <td className={CELL}>{number.format(least)}</td>
          <td className={CELL}>{number.format(mean)}</td>
          <td className={CELL}>{number.format(most)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** One part of the report: its heading, its file, what it shows. */
export function ReportPart({
  slug,
  part,
  children,
}: {
  slug: string;
  part: 'programme' | 'questions' | 'audience';
  children: ReactNode;
}) {
  const { t } = useTranslation('report');
  const { locale } = useLocale();
  const address = `/api/admin/broadcasts/${encodeURIComponent(slug)}/report.csv?part=${part}&lang=${locale}`;
  return (
    <section aria-labelledby={`report-${part}`} className="mt-10">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={`report-${part}`} className="text-l">
          {t(`${part}.title`)}
        </h2>
        <a
          href={address}
          download
          data-testid={`report-csv-${part}`}
          className={cx(buttonClass('secondary', 's'), 'print:hidden')}
        >
          <Download aria-hidden className="size-4" />
          {t('csv')}
        </a>
      </div>
      <div className="mt-4 flex flex-col gap-6">{children}</div>
    </section>
  );
}
