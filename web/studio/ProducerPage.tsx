import type { ControlSnapshot } from '@antenne/server/contract';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { type ControlRoom, type Link, useControl } from '../realtime/index.ts';
import { Button, ClosedPage, useAccent, useDarkPage } from '../ui/index.ts';
import { AssetsProvider } from './assets.tsx';
import { StudioMediaProvider } from './media.tsx';

/** A page for producers of one broadcast: lets them in, opens the room and its pictures, and says who may not. */
export function ProducerPage({
  titleKey,
  opening,
  children,
}: {
  /** Of the window, with `{{title}}` for the broadcast's. */
  titleKey: 'pageTitle' | 'multiview.pageTitle' | 'recording:pageTitle';
  /** Stands there until the state has arrived. */
  opening: ReactNode;
  children: (desk: { room: ControlRoom; state: ControlSnapshot; link: Link }) => ReactNode;
}) {
  const { slug = '' } = useParams();
  const { t } = useTranslation('studio');
  const { room, state, link, refusal } = useControl(slug);
  useDarkPage();
  useAccent(state?.broadcast.accent);
  const title = state?.broadcast.title;
  useEffect(() => {
    if (title) document.title = t(titleKey, { title });
  }, [title, titleKey, t]);
  if (link === 'refused' || (state && !mayProduce(state.me.role))) {
    return (
      <ClosedPage
        of="studio"
        refusal={refusal ?? { code: 'forbidden', message: 'not a producer' }}
        wasIn={state !== null && link === 'refused'}
      >
        {link !== 'refused' && state?.me.role === 'moderator' ? (
          <Button asChild>
            <RouterLink to={`/moderate/${slug}`}>{t('gate.moderation')}</RouterLink>
          </Button>
        ) : null}
      </ClosedPage>
    );
  }
  if (!state) return opening;
  return (
    <StudioMediaProvider room={room}>
      <AssetsProvider room={room} assets={state.assets} scenes={state.scenes}>
        {children({ room, state, link })}
      </AssetsProvider>
    </StudioMediaProvider>
  );
}

function mayProduce(role: string): boolean {
  return role === 'producer' || role === 'owner';
}
