import type { PublicBroadcast } from '@antenne/server/contract';
import { CalendarPlus, Play, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Countdown, dayIn, IconButton, Poster, timeIn, useLocale } from '../../ui/index.ts';
import { zoneWords } from '../programme/sections.ts';

/** The trailer in the place of the picture; at its end the countdown is there again. */
function Trailer({ src, poster, onClose }: { src: string; poster: string | null; onClose: () => void }) {
  const { t } = useTranslation('viewer');
  return (
    <div data-theme="dark" className="relative size-full bg-black">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote any for it */}
      <video
        src={src}
        poster={poster ?? undefined}
        controls
        autoPlay
        playsInline
        aria-label={t('before.trailer')}
        data-testid="trailer"
        className="size-full object-contain"
        onEnded={onClose}
        onError={onClose}
      />
      <IconButton
        label={t('before.closeTrailer')}
        icon={<X aria-hidden />}
        variant="secondary"
        className="absolute top-2 right-2"
        onClick={onClose}
      />
    </div>
  );
}

/** Before the show: when, and how long still. */
export function Before({ broadcast, now }: { broadcast: PublicBroadcast; now: number }) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  const [watching, setWatching] = useState(false);
  const { trailer, poster } = broadcast.before;
  const left = Date.parse(broadcast.plannedStart) - now;
  // Served with its type, so that phones offer to add it instead of keeping a file.
  // A calendar fetches by itself, and has no key.
  const open = broadcast.entry === 'open';
  const remind = () => location.assign(`/b/${broadcast.slug}/calendar.ics?lang=${locale}`);
  if (watching && trailer) return <Trailer src={trailer} poster={poster} onClose={() => setWatching(false)} />;
  return (
    <Poster
      accent={broadcast.accent}
      picture={poster}
      className="flex size-full flex-col justify-end p-4 sm:justify-center sm:p-10 lg:p-14"
    >
      <p className="font-medium text-ink-2 text-s first-letter:uppercase sm:text-m">
        {t('before.when', {
          day: dayIn(broadcast.plannedStart, locale),
          time: timeIn(broadcast.plannedStart, locale),
          ...zoneWords(Intl.DateTimeFormat().resolvedOptions().timeZone),
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
      <div className="mt-6 hidden flex-wrap gap-3 sm:flex">
        {trailer ? (
          <Button
            data-testid="watch-trailer"
            icon={<Play aria-hidden className="size-5" />}
            onClick={() => setWatching(true)}
          >
            {t('before.trailer')}
          </Button>
        ) : null}
        {open ? (
          <Button icon={<CalendarPlus aria-hidden className="size-5" />} onClick={remind}>
            {t('before.remind')}
          </Button>
        ) : null}
      </div>
      {trailer ? (
        <Button
          size="s"
          variant="quiet"
          icon={<Play aria-hidden className="size-4" />}
          onClick={() => setWatching(true)}
          className="absolute top-2 left-2 sm:hidden"
        >
          {t('before.trailer')}
        </Button>
      ) : null}
      <Button
        size="s"
        variant="quiet"
        icon={<CalendarPlus aria-hidden className="size-4" />}
        onClick={remind}
        className={open ? 'absolute top-2 right-2 sm:hidden' : 'hidden'}
      >
        {t('before.remind')}
      </Button>
    </Poster>
  );
}
