import { ExportedQuestion, PublicBroadcast } from '@antenne/server/contract';
import { ArrowLeft, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { z } from 'zod';
import { request } from '../realtime/index.ts';
import { Button, Byline, dayIn, EmptyState, Skeleton, spaced, timeIn, useLocale } from '../ui/index.ts';
import { textOf } from './columns.ts';
import { sheetThemes } from './sheet.ts';

interface Sheet {
  broadcast: PublicBroadcast;
  questions: ExportedQuestion[];
  at: number;
}

/** `/moderate/:slug/print`: the questions for the presenter, on paper. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('desk');
  const { locale, text } = useLocale();
  const [sheet, setSheet] = useState<Sheet | 'failed' | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const path = `/api/broadcasts/${encodeURIComponent(slug)}`;
    void Promise.all([
      request(PublicBroadcast, path, { signal }),
      request(z.array(ExportedQuestion), `${path}/questions.json`, { signal }),
    ]).then(([broadcast, questions]) => {
      if (signal.aborted) return;
      if (!broadcast.ok || !questions.ok) setSheet('failed');
      else setSheet({ broadcast: broadcast.data, questions: questions.data, at: Date.now() });
    });
    return () => stop.abort();
  }, [slug]);
  if (sheet === null) return <Skeleton className="m-6 h-64" />;
  if (sheet === 'failed') {
    return (
      <main className="grid min-h-dvh place-items-center p-6">
        <EmptyState icon={<Printer aria-hidden />} title={t('print.title')}>
          {t('print.failed')}
        </EmptyState>
      </main>
    );
  }
  const { broadcast, questions, at } = sheet;
  const { zone } = broadcast;
  const themes = sheetThemes(broadcast.themes, questions);
  return (
    <main
      className="mx-auto min-h-dvh max-w-3xl bg-white px-6 py-8 text-black print:max-w-none print:p-0"
      data-testid="print-sheet"
    >
      <title>{`${t('print.title')} · ${broadcast.title}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link
          to={`/moderate/${slug}`}
          className="flex min-h-target items-center gap-2 text-black underline-offset-4 hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          {t('print.back')}
        </Link>
        <Button variant="primary" icon={<Printer aria-hidden className="size-4" />} onClick={() => window.print()}>
          {t('print.print')}
        </Button>
      </div>
      <h1 className="font-semibold text-title">{broadcast.title}</h1>
      <p className="mt-1 mb-6">
        {t('print.title')} · {t('print.asOf', { time: `${dayIn(at, locale, zone)}, ${timeIn(at, locale, zone)}` })}
      </p>
      {themes.length === 0 ? <p>{t('print.empty')}</p> : null}
      {themes.map((theme) => (
        <section key={theme.id} className="mb-8">
          <h2 className="mb-3 break-after-avoid border-black border-b-2 pb-1 font-semibold text-l">
            {text(theme.title)}
            {theme.hidden ? <span className="font-normal text-m"> · {t('print.hiddenTheme')}</span> : null}
          </h2>
          <ol>
            {theme.questions.map((question) => (
              <li
                key={question.id}
                className="grid break-inside-avoid grid-cols-[4.5rem_1fr_1.5rem] gap-x-4 border-neutral-300 border-b py-3"
              >
                <span className="font-semibold tabular-nums">{t('print.votes', { count: question.votes })}</span>
                <span>
                  <span className="written block text-l leading-snug">{spaced(textOf(question), locale)}</span>
                  <span className="text-s">
                    <Byline of={question} anonymous={t('print.anonymous')} />
                    {question.state === 'queued' ? <strong> · {t('print.queued')}</strong> : null}
                  </span>
                </span>
                <span aria-hidden="true" className="mt-1 size-5 border-2 border-black" />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </main>
  );
}
