import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Card, cx, sizeText, useLocale, WarnMark } from '../ui/index.ts';
import { api } from './api.ts';
import { StorageCard } from './StorageCard.tsx';
import { type Contributor, hoursLeft, isWeak, type Row, type ShowHealth, worries } from './vitals.ts';

const REFRESH_MS = 5_000;

/** How the shows that are live fare, one compact card each; and what takes the disk. */
export function HealthPanel() {
  const { data } = useQuery({ queryKey: ['health'], queryFn: api.health, refetchInterval: REFRESH_MS });
  const live = data?.broadcasts.filter(({ state }) => state === 'live') ?? [];
  const storage = data?.storage ?? null;
  if (live.length === 0 && !storage) return null;
  return (
    <div className="mb-5 flex flex-col gap-3">
      {live.map((show) => (
        <ShowCard key={show.id} show={show} />
      ))}
      {storage ? <StorageCard storage={storage} /> : null}
    </div>
  );
}

function ShowCard({ show }: { show: ShowHealth }) {
  const { t } = useTranslation(['admin', 'recording']);
  const { locale } = useLocale();
  const { title, program, vitals, recording, viewers, contributors } = show;
  const worried = worries(show);
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const hours = hoursLeft(show);
  const size = recording?.usableBytes == null ? null : sizeText(recording.usableBytes, locale);

  const renditionText = (name: string) => (name === 'sound' ? t('vitals.soundAlone') : name);

  const lines: { row: Row | null; name: string; text: string }[] = [
    { row: 'programme', name: t('vitals.programme'), text: t(`vitals.${program}`) },
    { row: null, name: t('vitals.viewers'), text: number(viewers) },
  ];
  if (vitals) {
    const late = t('vitals.ticksValue', { late: number(vitals.lateP99Ms, 1) });
    const missed = vitals.skipped > 0 ? ` · ${t('vitals.skipped', { count: vitals.skipped })}` : '';
    const { published, late: lateParts } = vitals.parts;
    lines.push(
      { row: 'ticks', name: t('vitals.ticks'), text: late + missed },
      {
        row: 'parts',
        name: t('vitals.parts'),
        text: t('vitals.partsValue', { late: number(lateParts), published: number(published) }),
      },
      {
        row: 'rewind',
        name: t('vitals.rewind'),
        text: t(vitals.parts.memoryOnly ? 'vitals.memoryOnly' : 'vitals.kept'),
      },
      ...(vitals.renditions
        ? [{ row: null, name: t('vitals.renditions'), text: vitals.renditions.map(renditionText).join(' · ') }]
        : []),
      { row: null, name: t('vitals.load'), text: t('vitals.cores', { cores: number(vitals.cores, 2) }) },
      { row: null, name: t('vitals.memory'), text: sizeText(vitals.rssBytes, locale) },
      { row: null, name: t('vitals.restarts'), text: number(vitals.restarts) },
    );
  }
  const recorder = recording ? (recording.since === null ? 'notRecording' : 'recording') : 'unknown';
  lines.push({ row: 'recorder', name: t('vitals.recorder'), text: t(`vitals.${recorder}`) });
  if (size) {
    const text = hours === null ? size : t('vitals.diskFor', { size, hours: number(hours) });
    lines.push({ row: 'disk', name: t('vitals.disk'), text });
  }

  return (
    <Card className="p-5" data-testid="health" data-slug={show.slug}>
      <h2 className="text-m">{t('vitals.show', { title })}</h2>
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
        {lines.map(({ row, name, text }) => (
          <div key={name} className="min-w-0">
            <dt className="text-ink-2 text-s">{name}</dt>
            <dd className={cx('tabular-nums', row && worried.has(row) && 'font-medium text-warn-text')}>
              <span className="flex items-center gap-1.5">
                {row && worried.has(row) ? <WarnMark /> : null}
                {text}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {recording?.problem ? (
        <p className="mt-3 rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-s text-warn-text">
          {t(`recording:problem.${recording.problem}`)}
        </p>
      ) : null}
      {contributors.length > 0 ? (
        <>
          <h3 className="mt-4 text-ink-2 text-s">{t('vitals.links')}</h3>
          <ul className="mt-1 grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
            {contributors.map((contributor) => (
              <LinkLine key={contributor.id} contributor={contributor} />
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  );
}

function LinkLine({ contributor }: { contributor: Contributor }) {
  const { t } = useTranslation(['admin', 'link']);
  const { locale } = useLocale();
  const { name, feed, quality } = contributor;
  const weak = isWeak(contributor);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  let text = t('vitals.away');
  if (feed === 'stalled') text = t('vitals.stalled');
  else if (feed === 'live' && !quality) text = t('vitals.noNumbers');
  else if (feed === 'live' && quality) {
    const ms = quality.roundTripMs === null ? '–' : number.format(quality.roundTripMs);
    text = t('vitals.link', { level: t(`link:level.${quality.level}`), ms, loss: number.format(quality.loss * 100) });
  }
  return (
    <li className="flex min-w-0 items-baseline justify-between gap-3">
      <span className="truncate">{name}</span>
      <span
        className={cx(
          'flex shrink-0 items-center gap-1.5 text-s tabular-nums',
          weak ? 'font-medium text-warn-text' : 'text-ink-2',
        )}
      >
        {weak ? <WarnMark /> : null}
        {text}
      </span>
    </li>
  );
}
