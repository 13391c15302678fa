import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { Skeleton, useAccent, useDarkPage } from '../ui/index.ts';
import { Gate } from './Gate.tsx';
import { StudioMediaProvider } from './media.tsx';
import { Studio } from './Studio.tsx';

/** `/studio/:slug`: the producer's desk. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('studio');
  const { room, state, link, refusal } = useControl(slug);
  useDarkPage();
  useAccent(state?.broadcast.accent);
  const title = state?.broadcast.title;
  useEffect(() => {
    if (title) document.title = t('pageTitle', { title });
  }, [title, t]);
  if (link === 'refused' || (state && !mayProduce(state.me.role))) {
    return (
      <Gate
        slug={slug}
        refusal={refusal ?? { code: 'forbidden', message: 'not a producer' }}
        wasIn={state !== null && link === 'refused'}
      />
    );
  }
  if (!state) return <Opening text={t('loading')} />;
  return (
    <StudioMediaProvider room={room}>
      <Studio room={room} state={state} link={link} />
    </StudioMediaProvider>
  );
}

function mayProduce(role: string): boolean {
  return role === 'producer' || role === 'owner';
}

/** The desk's outline, at its size: nothing jumps when the state arrives. */
function Opening({ text }: { text: string }) {
  return (
    <div className="flex h-dvh flex-col gap-2 p-2" role="status">
      <span className="sr-only">{text}</span>
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
