import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAudience } from '../realtime/index.ts';
import { EmbedPage } from './embed/EmbedPage.tsx';

/** `/embed/:slug`: for other sites' frames. docs/embed.md */
export function Component() {
  const { t } = useTranslation();
  const { slug = '' } = useParams();
  const { state, refusal, room } = useAudience(slug);
  if (refusal?.code === 'notFound' || refusal?.code === 'badRequest') {
    return (
      <main className="grid h-dvh place-items-center p-4 text-center">
        <h1 className="text-l">{t('notFoundTitle')}</h1>
      </main>
    );
  }
  // As empty as a frame that has not loaded yet.
  if (!state) return <div role="status" aria-label={t('loading')} className="h-dvh bg-black" />;
  return <EmbedPage key={slug} broadcast={state.broadcast} room={room} />;
}
