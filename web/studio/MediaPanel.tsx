import type { BusState, PublicBroadcast, SourceRef } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { GeneratedSources } from './GeneratedSources.tsx';
import { Panel } from './Panel.tsx';

/** What goes on air besides people. */
export function MediaPanel({
  className,
  ...rest
}: {
  bus: BusState;
  broadcast: PublicBroadcast;
  clock: { now: () => number };
  /** Asked for, not confirmed yet. */
  pending: SourceRef | null;
  onPreview: (source: SourceRef) => void;
  /** Double click. */
  onTake: () => void;
  className?: string;
}) {
  const { t } = useTranslation('media');
  return (
    <Panel title={t('title')} className={className}>
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 pb-3">
        <GeneratedSources {...rest} />
      </div>
    </Panel>
  );
}
