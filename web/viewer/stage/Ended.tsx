import type { PublicBroadcast } from '@antenne/server/contract';
import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, dayIn, Poster, useLocale } from '../../ui/index.ts';

/** After the show. `onReplay` when there is something to watch again; `removed` when it is no longer kept. */
export function Ended({
  broadcast,
  onReplay,
  removed,
}: {
  broadcast: PublicBroadcast;
  onReplay: (() => void) | undefined;
  removed: boolean;
}) {
  const { t } = useTranslation('viewer');
  const { locale } = useLocale();
  return (
    <Poster accent={broadcast.accent} className="flex size-full flex-col justify-center p-5 sm:p-10 lg:p-14">
      <p className="font-medium text-ink-2 text-s first-letter:uppercase sm:text-m">
        {dayIn(broadcast.startedAt ?? broadcast.plannedStart, locale, undefined, true)}
      </p>
      <p className="mt-2 max-w-[16ch] font-semibold text-title">{t('ended.title')}</p>
      <p className="mt-2 max-w-md text-ink-2 max-sm:text-s">{t(removed ? 'ended.removed' : 'ended.text')}</p>
      {onReplay ? (
        <div className="mt-4 sm:mt-6">
          <Button variant="primary" icon={<Play aria-hidden className="size-5" />} onClick={onReplay}>
            {t('ended.replay')}
          </Button>
        </div>
      ) : null}
    </Poster>
  );
}
