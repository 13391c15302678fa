import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { EmbedPage } from './embed/EmbedPage.tsx';
import { useBroadcast } from './embed/use-broadcast.ts';
import { Gate } from './entry/Gate.tsx';

/** `/embed/:slug`: for other sites' frames. docs/embed.md */
export function Component() {
  const { t } = useTranslation();
  const { slug = '' } = useParams();
  const { broadcast, refusal } = useBroadcast(slug);
  if (refusal?.code === 'locked') return <Gate slug={slug} framed />;
  if (refusal && !broadcast) {
    return (
      <main className="grid h-dvh place-items-center p-4 text-center">
        <h1 className="text-l">{t('notFoundTitle')}</h1>
      </main>
    );
  }
  // As empty as a frame that has not loaded yet.
  if (!broadcast) return <div role="status" aria-label={t('loading')} className="h-dvh bg-black" />;
  return <EmbedPage key={slug} broadcast={broadcast} />;
}
