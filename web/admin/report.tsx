import type { Report } from '@antenne/server/contract';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Button, Card, clockText, dayIn, EmptyState, elapsedText, Skeleton, timeIn, useLocale } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { Data, Frame } from './Frame.tsx';
import { ProgrammeChart } from './report/ProgrammeChart.tsx';
import { AudienceTable, ProgrammeTable, QuestionsTable, ReportPart } from './report/Tables.tsx';
import { ViewersChart } from './report/ViewersChart.tsx';

function Figure({ name, text, more }: { name: string; text: string; more?: string }) {
  return (
    <div className="min-w-0 break-inside-avoid">
      <dt className="text-ink-2 text-s">{name}</dt>
      <dd className="mt-0.5 font-semibold text-title tabular-nums">{text}</dd>
      {more ? <dd className="text-ink-2 text-s tabular-nums">{more}</dd> : null}
    </div>
  );
}

/** What one asks first. */
function Summary({ report, now }: { report: Report; now: number }) {
  const { t } = useTranslation('report');
  const { locale } = useLocale();
  const { audience, questions } = report;
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const began = Date.parse(report.startedAt);
  const lasted = (report.endedAt === null ? now : Date.parse(report.endedAt)) - began;
  const planned = Date.parse(report.plannedEnd) - Date.parse(report.plannedStart);
  const over = lasted - planned;
  const overText =
    Math.abs(over) < 60_000 ? t('onTime') : t(over > 0 ? 'over' : 'under', { time: clockText(Math.abs(over)) });
  return (
    <Card className="mt-6 p-5 print:border-0 print:p-0 print:shadow-none">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-4">
        <Figure
          name={t('lasted')}
          text={elapsedText(lasted)}
          more={`${t('plannedFor', { time: elapsedText(planned) })}${report.endedAt === null ? '' : ` · ${overText}`}`}
        />
        <Figure
          name={t('peak')}
          text={audience.peak ? number.format(audience.peak.viewers) : '–'}
          {...(audience.peak && { more: t('peakAt', { time: timeIn(audience.peak.at, locale, report.zone) }) })}
        />
        <Figure
          name={t('mean')}
          text={audience.mean === null ? '–' : number.format(audience.mean)}
          more={t('watched', { hours: number.format(audience.watchedSeconds / 3_600) })}
        />
        <Figure
          name={t('asked')}
          text={number.format(questions.received)}
          more={t('answeredOf', { count: questions.answered, formatted: number.format(questions.answered) })}
        />
      </dl>
    </Card>
  );
}

function Content({ report }: { report: Report }) {
  const { t } = useTranslation('report');
  const { locale } = useLocale();
  const [now] = useState(() => Date.now());
  return (
    <>
      <Summary report={report} now={now} />
      <ReportPart slug={report.slug} part="programme">
        {report.items.length === 0 ? (
          <EmptyState title={t('programme.empty')} />
        ) : (
          <>
            <section tabIndex={0} aria-label={t('programme.chart')} className="overflow-x-auto rounded-s py-1">
              <ProgrammeChart report={report} now={now} />
            </section>
            <ProgrammeTable report={report} />
          </>
        )}
        <p className="text-ink-3 text-s">
          {report.planKeptAt
            ? t('programme.plan', { time: timeIn(report.planKeptAt, locale, report.zone) })
            : t('programme.noPlan')}
        </p>
      </ReportPart>
      <ReportPart slug={report.slug} part="questions">
        <QuestionsTable report={report} />
      </ReportPart>
      <ReportPart slug={report.slug} part="audience">
        {report.audience.minutes.length === 0 ? (
          <EmptyState title={t('audience.empty')}>{t('audience.emptyText')}</EmptyState>
        ) : (
          <>
            <section tabIndex={0} aria-label={t('audience.chart')} className="overflow-x-auto rounded-s">
              <ViewersChart audience={report.audience} zone={report.zone} />
            </section>
            <details className="print:hidden">
              <summary className="inline-flex min-h-target items-center font-semibold text-accent-text">
                {t('audience.asTable')}
              </summary>
              <AudienceTable report={report} />
            </details>
          </>
        )}
      </ReportPart>
    </>
  );
}

function ReportPage() {
  const { t } = useTranslation(['report', 'common']);
  const { locale } = useLocale();
  const { slug = '' } = useParams();
  const query = useQuery({
    queryKey: ['report', slug],
    queryFn: () => api.report(slug),
    refetchInterval: ({ state }) => (state.data?.state === 'live' ? 30_000 : false),
  });
  const report = query.data;
  return (
    <main>
      <title>{`${t('title')} · Antenne`}</title>
      <Link
        to="/admin"
        className="inline-flex min-h-9 items-center gap-1.5 text-ink-2 text-s hover:text-ink print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('back')}
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-title">{report?.title ?? t('title')}</h1>
          {report ? (
            <p className="text-ink-2">
              {t(report.state === 'live' ? 'soFar' : 'title')}
              {' · '}
              {dayIn(report.startedAt, locale, report.zone, true)}
              {' · '}
              {timeIn(report.startedAt, locale, report.zone)}
              {report.endedAt ? `–${timeIn(report.endedAt, locale, report.zone)}` : ''} ({report.zone})
            </p>
          ) : null}
        </div>
        {report ? (
          <Button
            icon={<Printer aria-hidden className="size-4.5" />}
            className="print:hidden"
            onClick={() => window.print()}
          >
            {t('print')}
          </Button>
        ) : null}
      </div>
      {query.isPending ? <Skeleton className="mt-6 h-96 rounded-l" /> : null}
      {query.isError && !report ? (
        <EmptyState
          title={t(codeOf(query.error) === 'invalidState' ? 'notBegun' : `common:failure.${codeOf(query.error)}`)}
        />
      ) : null}
      {report ? <Content report={report} /> : null}
    </main>
  );
}

/** `/admin/report/:slug`: what a show was, for its owner and its producers. */
export function Component() {
  return (
    <Data>
      <Frame>
        <ReportPage />
      </Frame>
    </Data>
  );
}
