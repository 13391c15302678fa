import type { PublicBroadcast } from '@antenne/server/contract';
import { CalendarPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Countdown, dayIn, Poster, timeIn, useLocale } from '../../ui/index.ts';
import { zoneCity } from '../programme/sections.ts';

/** Before the show: when, and how long still. */
export function Before({ broadcast, now }: { broadcast: PublicBroadcast; now: number }) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  const left = Date.parse(broadcast.plannedStart) - now;
  // Served with its type, so that phones offer to add it instead of keeping a file.
  const remind = () => location.assign(`/b/${broadcast.slug}/calendar.ics?lang=${locale}`);
  return (
    <Poster
      accent={broadcast.accent}
      className="flex size-full flex-col justify-end p-4 sm:justify-center sm:p-10 lg:p-14"
    >
      <p className="font-medium text-ink-2 text-s first-letter:uppercase sm:text-m">
        {t('before.when', {
          day: dayIn(broadcast.plannedStart, locale),
          time: timeIn(broadcast.plannedStart, locale),
          city: zoneCity(Intl.DateTimeFormat().resolvedOptions().timeZone),
        })}
      </p>
      {left > 0 ? (
        <>
          <p className="sr-only">{t('before.startsIn')}</p>
          <Countdown ms={left} className="mt-3 sm:mt-6" />
        </>
      ) : (
        <p className="mt-2 font-semibold text-title">{t('before.soon')}</p>
      )}
      <div className="mt-6 hidden sm:block">
        <Button icon={<CalendarPlus aria-hidden className="size-5" />} onClick={remind}>
          {t('before.remind')}
        </Button>
      </div>
      <Button
        size="s"
        variant="quiet"
        icon={<CalendarPlus aria-hidden className="size-4" />}
        onClick={remind}
        className="absolute top-2 right-2 sm:hidden"
      >
        {t('before.remind')}
      </Button>
    </Poster>
  );
}
