import type { ProgramItem, PublicBroadcast } from '@antenne/server/contract';
import { RotateCcw } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, dayIn, daysApart, EmptyState, StatePill, timeIn, useLocale } from '../../ui/index.ts';
import { byContinent, city, dayStarts, type Section, sections, shift, zoneWords } from './sections.ts';

/** The reader's own zone, as the browser knows it. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function There({ item }: { item: ProgramItem }) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  if (!item.place) return null;
  if (!item.zone) return <>{item.place}</>;
  const time = timeIn(item.expectedStart, locale, item.zone);
  const here = daysInZones(item.expectedStart, item.zone);
  const key = here === 0 ? 'thereSameDay' : here < 0 ? 'thereDayBefore' : 'thereDayAfter';
  return (
    <>
      {item.place}
      <span className="text-ink-3"> · {t(key, { time, city: city(item.place) })}</span>
    </>
  );
}

/** How many calendar days `zone` is ahead of the reader at that instant: −1, 0 or 1. */
function daysInZones(instant: string, zone: string): number {
  return daysApart(instant, instant, HERE, zone);
}

/** What begins a chapter: it has been on air, and can be watched from its beginning. */
type OnWatch = ((at: number) => void) | null;

function Row({ item, over, onWatch }: { item: ProgramItem; over: boolean; onWatch: OnWatch }) {
  const { t } = useTranslation(['viewer', 'common']);
  const { locale, text } = useLocale();
  const onAir = item.status === 'onAir';
  const done = item.status === 'done';
  const late = (done && !over) || onAir ? 0 : shift(item);
  return (
    <li
      aria-current={onAir ? 'true' : undefined}
      className={cx(
        'grid grid-cols-[3.25rem_minmax(0,1fr)] gap-x-3 rounded-r-m px-3 py-2.5 lg:grid-cols-[3.75rem_minmax(0,1fr)_auto] lg:gap-x-5',
        onAir && 'bg-onair-soft',
      )}
    >
      <p className={cx('font-semibold tabular-nums', done ? 'text-ink-3' : 'text-ink')}>
        <time dateTime={item.expectedStart}>{timeIn(item.expectedStart, locale)}</time>
      </p>
      <div className="min-w-0">
        <p
          className={cx(
            'flex flex-wrap items-center gap-x-2.5 gap-y-1',
            done ? 'text-ink-2' : 'font-semibold text-ink',
          )}
        >
          {text(item.title)}
          {onAir ? <StatePill state="onair">{t('common:onAir')}</StatePill> : null}
        </p>
        <p className="text-ink-2 text-s">
          <There item={item} />
          {late !== 0 ? (
            <span className={over ? 'text-ink-3' : 'text-warn-text'}>
              {item.place ? ' · ' : ''}
              {t('moved', { time: timeIn(item.plannedStart, locale) })}
            </span>
          ) : null}
        </p>
        {item.description && !done ? (
          <p className="mt-0.5 max-w-2xl text-ink-2 text-s">{text(item.description)}</p>
        ) : null}
      </div>
      {onWatch && (done || onAir) ? (
        <Button
          variant="quiet"
          size="s"
          data-testid="watch-chapter"
          className="max-lg:col-start-2 max-lg:-ml-3 max-lg:justify-self-start"
          icon={<RotateCcw aria-hidden className="size-4" />}
          aria-label={t('programme.watchOf', { title: text(item.title) })}
          onClick={() => onWatch(Date.parse(item.expectedStart))}
        >
          {t('programme.watch')}
        </Button>
      ) : (
        <p className="hidden pt-0.5 text-ink-3 text-s tabular-nums lg:block">
          {t('programme.minutes', { count: Math.round(item.plannedDurationMs / 60_000) })}
        </p>
      )}
    </li>
  );
}

function Part({
  section,
  number,
  newDays,
  over,
  onWatch,
}: {
  section: Section;
  number: number | null;
  newDays: ReadonlySet<string>;
  /** The show is: times are what they were. */
  over: boolean;
  onWatch: OnWatch;
}) {
  const { t } = useTranslation(['viewer', 'common']);
  const { locale, text } = useLocale();
  const { continent } = section;
  return (
    <section className="mt-5">
      {continent === undefined ? null : (
        <h3 className="px-3.5 pb-1.5 font-semibold text-ink-2 text-s lg:px-0">
          {continent ? t(`common:continent.${continent}`) : t('programme.elsewhere')}
        </h3>
      )}
      {section.theme ? (
        <h3 className="px-3.5 pb-1.5 font-semibold text-ink-2 text-s lg:px-0">
          {number === null ? null : <span className="text-accent-text">{t('themeNumber', { number })} · </span>}
          {text(section.theme.title)}
        </h3>
      ) : null}
      <ol className={cx('border-l-2', section.theme || continent ? 'border-accent-text/40' : 'border-transparent')}>
        {section.items.map((item) => (
          <Fragment key={item.id}>
            {newDays.has(item.id) ? (
              <li className="mx-3 mt-3 border-line border-b pb-1 font-semibold text-ink-3 text-s first-letter:uppercase">
                {dayIn(item.expectedStart, locale)}
              </li>
            ) : null}
            <Row item={item} over={over} onWatch={onWatch} />
          </Fragment>
        ))}
      </ol>
    </section>
  );
}

/** How the programme is told. */
function Order({
  value,
  onChange,
}: {
  value: 'theme' | 'continent';
  onChange: (value: 'theme' | 'continent') => void;
}) {
  const { t } = useTranslation('viewer');
  return (
    <fieldset className="mt-3 flex w-fit rounded-m border border-line-strong/60 p-0.5 max-lg:mx-3.5">
      <legend className="sr-only">{t('programme.order')}</legend>
      {(['theme', 'continent'] as const).map((order) => (
        <button
          key={order}
          type="button"
          aria-pressed={value === order}
          data-testid={`programme-by-${order}`}
          className={cx(
            'min-h-9 rounded-s px-3 font-semibold text-s pointer-coarse:min-h-target',
            value === order ? 'bg-ink text-canvas' : 'text-ink-2 hover:text-ink',
          )}
          onClick={() => onChange(order)}
        >
          {t(`programme.by.${order}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** The whole programme by theme or by continent, in the reader's own time. What is over folds away during the show. */
export function Programme({
  broadcast,
  onWatch,
}: {
  broadcast: PublicBroadcast;
  /** Shows what went out at that time, ms since the epoch; null: nothing is playing here. */
  onWatch: OnWatch;
}) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  const [past, setPast] = useState(false);
  const [order, setOrder] = useState<'theme' | 'continent'>('theme');
  const over = broadcast.program.filter((item) => item.status === 'done').length;
  const folds = broadcast.state === 'live' && over > 2;
  const shown = folds && !past ? broadcast.program.filter((item) => item.status !== 'done') : broadcast.program;
  const first = shown[0];
  const continents = byContinent(shown);
  const parts = order === 'continent' ? continents : sections(shown, broadcast.themes);
  // By continent they go to and fro.
  const newDays = order === 'continent' ? new Set<string>() : dayStarts(shown, HERE);
  const ended = broadcast.state === 'ended';
  // Nothing of it took place.
  if (ended && parts.length === 0) return null;
  return (
    <section aria-labelledby="programme" className="border-line py-6 lg:border-t">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 lg:px-0">
        <h2 id="programme" className="text-l">
          {t(ended ? 'programme.asItWas' : 'programme.title')}
        </h2>
        {first ? (
          <p className="text-ink-3 text-s">
            <span className="inline-block first-letter:uppercase">{dayIn(first.expectedStart, locale)}</span>
            {' · '}
            {t('programme.zone', zoneWords(HERE))}
          </p>
        ) : null}
      </div>
      {continents.filter(({ continent }) => continent).length > 1 ? <Order value={order} onChange={setOrder} /> : null}
      {parts.length === 0 ? (
        <EmptyState title={t('programme.emptyTitle')}>{t('programme.emptyText')}</EmptyState>
      ) : (
        <div className="px-1 lg:px-0">
          {folds ? (
            <Button
              variant="quiet"
              size="s"
              className="mt-2 ml-0.5 lg:-ml-3"
              aria-expanded={past}
              onClick={() => setPast(!past)}
            >
              {past ? t('programme.hidePast') : t('programme.showPast', { count: over })}
            </Button>
          ) : null}
          {parts.map((section) => {
            const rank = broadcast.themes.findIndex((theme) => theme.id === section.theme?.id);
            return (
              <Part
                onWatch={onWatch}
                key={section.key}
                section={section}
                number={rank < 0 ? null : rank + 1}
                newDays={newDays}
                over={ended}
              />
            );
          })}
        </div>
      )}
    </section>
  );
}
