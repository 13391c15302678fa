import type { ProgramItem } from '@antenne/server/contract';
import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx, timeIn, useLocale } from '../../ui/index.ts';
import { continentOf } from './continents.ts';
import { city } from './sections.ts';
import { WorldMap } from './WorldMap.tsx';

function Stop({ item, now }: { item: ProgramItem; now: number }) {
  const { t } = useTranslation(['viewer', 'common']);
  const { locale, text } = useLocale();
  const done = item.status === 'done';
  const onAir = item.status === 'onAir';
  const continent = continentOf(item);
  return (
    <li
      className={cx(
        'relative min-w-32 max-w-52 flex-1 snap-start pt-7',
        // The way on from here: behind us once it is travelled.
        'before:absolute before:top-2 before:right-[-1rem] before:left-0 before:h-0.5 last:before:right-0',
        done ? 'before:bg-ink-3' : 'before:bg-line',
      )}
    >
      <span
        aria-hidden="true"
        className={cx(
          'absolute top-0 left-0 z-10 flex size-4.5 items-center justify-center rounded-full border-2',
          onAir && 'border-onair bg-onair ring-4 ring-onair/20',
          done && 'border-ink-3 bg-ink-3 text-canvas',
          !onAir && !done && 'border-line-strong bg-canvas',
        )}
      >
        {done ? <Check className="size-3" strokeWidth={3.5} /> : null}
      </span>
      <p className={cx('font-semibold', done ? 'text-ink-2' : 'text-ink')}>{city(item.place ?? text(item.title))}</p>
      {continent ? <p className="text-ink-3 text-s">{t(`common:continent.${continent}`)}</p> : null}
      <p className="mt-1.5 text-s">
        {onAir ? (
          <span className="font-semibold text-onair-text">{t('common:onAir')}</span>
        ) : (
          <span className="font-medium text-ink-2 tabular-nums">
            {done ? t('stops.done') : timeIn(item.expectedStart, locale)}
          </span>
        )}
      </p>
      {item.zone && !done ? (
        <p className="text-ink-3 text-s tabular-nums">
          {t('stops.there', { time: timeIn(onAir ? now : item.expectedStart, locale, item.zone) })}
        </p>
      ) : null}
    </li>
  );
}

/** The duplexes as stops of one journey: where we have been, are, and go, and what time it is there then. */
export function Journey({ program, now }: { program: readonly ProgramItem[]; now: number }) {
  const { t } = useTranslation('viewer');
  const stops = program.filter((item) => item.type === 'duplex' && item.place && item.status !== 'skipped');
  if (stops.length < 2) return null;
  return (
    <section aria-labelledby="journey" className="border-line border-t py-6">
      <h2 id="journey" className="px-4 text-l lg:px-0">
        {t('stops.title', { count: stops.length })}
      </h2>
      <WorldMap program={program} className="mx-auto mt-3 w-full max-w-2xl px-4 lg:px-0" />
      <div className="relative mt-4 overflow-x-auto px-4 pt-1.5 pb-2 lg:px-1.5">
        <ol className="relative flex min-w-max snap-x gap-4 lg:min-w-0">
          {stops.map((item) => (
            <Stop key={item.id} item={item} now={now} />
          ))}
        </ol>
      </div>
    </section>
  );
}
