import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { ClosedPage, Skeleton, useAccent } from '../ui/index.ts';
import { useGround } from './ground.ts';
import { Presenter } from './Presenter.tsx';

/** `/presenter/:slug`: what whoever presents reads at arm's length. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('presenter');
  const { room, state, link, refusal } = useControl(slug);
  const [ground, turnGround] = useGround();
  useAccent(state?.broadcast.accent);
  if (link === 'refused') return <ClosedPage of="presenter" refusal={refusal} wasIn={state !== null} />;
  if (!state) {
    return (
      <div className="flex h-dvh flex-col gap-4 p-6" role="status">
        <span className="sr-only">{t('loading')}</span>
        <Skeleton className="h-24" />
        <Skeleton className="min-h-0 flex-1" />
        <Skeleton className="h-20" />
      </div>
    );
  }
  return <Presenter room={room} state={state} link={link} ground={ground} onGround={turnGround} />;
}
