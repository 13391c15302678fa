import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useControl } from '../realtime/index.ts';
import { ClosedPage, Skeleton, useAccent, useDarkPage } from '../ui/index.ts';
import { Moderation } from './Moderation.tsx';

/** `/moderate/:slug`: the moderators' desk. */
export function Component() {
  const { slug = '' } = useParams();
  const { t } = useTranslation('moderator');
  const { room, state, link, refusal } = useControl(slug);
  useDarkPage();
  useAccent(state?.broadcast.accent);
  if (link === 'refused') return <ClosedPage of="moderator" refusal={refusal} wasIn={state !== null} />;
  if (!state) return <Opening text={t('loading')} />;
  return <Moderation room={room} state={state} link={link} />;
}

/** The desk's outline, at its size: nothing jumps when the state arrives. */
function Opening({ text }: { text: string }) {
  return (
    <div className="flex h-dvh flex-col gap-4 p-5" role="status">
      <span className="sr-only">{text}</span>
      <Skeleton className="h-20" />
      <div className="grid min-h-0 flex-1 gap-5 lg:grid-cols-[1.25fr_1fr_1fr]">
        <Skeleton />
        <Skeleton className="max-lg:hidden" />
        <Skeleton className="max-lg:hidden" />
      </div>
    </div>
  );
}
