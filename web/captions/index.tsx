import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { ClosedPage, Skeleton, useAccent, useDarkPage } from '../ui/index.ts';
import { Desk } from './Desk.tsx';

/** `/captions/:slug`: where captions are written along. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('captions');
  const { room, state, link, refusal } = useControl(slug);
  useDarkPage();
  useAccent(state?.broadcast.accent);
  if (link === 'refused') return <ClosedPage of="captions" refusal={refusal} wasIn={state !== null} />;
  if (!state) {
    return (
      <div className="flex h-dvh flex-col gap-4 p-5" role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-12" />
        <Skeleton className="min-h-0 flex-1" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  return <Desk room={room} state={state} link={link} />;
}
