import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAudience } from '../realtime/index.ts';
import { Skeleton } from '../ui/index.ts';
import { BroadcastPage } from './BroadcastPage.tsx';
import { Gate } from './entry/Gate.tsx';
import { NotFoundPage } from './plain-pages.tsx';

/** The page's shape until the first answer: nothing jumps when it comes. */
function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" className="mx-auto max-w-page lg:px-8">
      <span className="sr-only">{t('loading')}</span>
      <div className="flex h-14 items-center px-3 lg:h-18 lg:px-0">
        <Skeleton className="h-6 w-72 max-w-full" />
      </div>
      <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_23rem] lg:gap-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div>
          <div className="aspect-video bg-sunken lg:rounded-l" />
          <div className="flex flex-col gap-3 px-4 py-6 lg:px-0">
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-7 w-3/4" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        </div>
        <Skeleton className="hidden h-96 lg:block" />
      </div>
    </div>
  );
}

/** `/b/:slug` */
export function Component() {
  const { slug = '' } = useParams();
  const { state, link, refusal, room } = useAudience(slug);
  if (refusal?.code === 'notFound' || refusal?.code === 'badRequest') return <NotFoundPage />;
  if (refusal?.code === 'locked') return <Gate slug={slug} />;
  if (!state) return <Waiting />;
  return <BroadcastPage key={slug} state={state} room={room} link={link} />;
}
