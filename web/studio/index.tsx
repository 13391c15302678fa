import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/index.ts';
import { ProducerPage } from './ProducerPage.tsx';
import { Studio } from './Studio.tsx';
import { TalkProvider } from './talk.tsx';

/** `/studio/:slug`: the producer's desk. */
export function Component() {
  return (
    <ProducerPage titleKey="pageTitle" opening={<Opening />}>
      {({ room, state, link }) => (
        <TalkProvider room={room} link={link} talks={state.talks} contributors={state.contributors} bus={state.bus}>
          <Studio room={room} state={state} link={link} />
        </TalkProvider>
      )}
    </ProducerPage>
  );
}

/** The desk's outline, at its size: nothing jumps when the state arrives. */
function Opening() {
  const { t } = useTranslation(['studio', 'link']);
  return (
    <div className="flex h-dvh flex-col gap-2 p-2" role="status">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-12" />
      <div className="grid min-h-0 flex-1 gap-2 lg:grid-cols-[18.5rem_1fr_20rem]">
        <Skeleton className="max-lg:hidden" />
        <div className="flex flex-col gap-2">
          <div className="flex gap-2">
            <Skeleton className="aspect-video flex-1" />
            <Skeleton className="aspect-video flex-1" />
          </div>
          <Skeleton className="h-13" />
          <Skeleton className="flex-1" />
        </div>
        <Skeleton className="max-lg:hidden" />
      </div>
    </div>
  );
}
