import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { ClosedPage, Skeleton, useAccent, useDarkPage } from '../ui/index.ts';
import { RundownPage } from './RundownPage.tsx';

/** `/rundown/:slug`: where the rundown is written. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('rundown');
  const { room, state, link, refusal } = useControl(slug);
  useDarkPage();
  useAccent(state?.broadcast.accent);
  if (link === 'refused') return <ClosedPage of="rundown" refusal={refusal} wasIn={state !== null} />;
  if (!state) {
    return (
      <div className="flex h-dvh flex-col gap-4 p-5" role="status">
        <span className="sr-only">{t('common:loading')}</span>
        <Skeleton className="h-12" />
        <Skeleton className="min-h-0 flex-1" />
      </div>
    );
  }
  return <RundownPage room={room} state={state} link={link} />;
}
