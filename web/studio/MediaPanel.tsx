import type { BusState, PublicBroadcast, SlotRef, SourceRef } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { AssetPool } from './AssetPool.tsx';
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
  /** A press adds to the scene on preview, or takes out of it, as it does with Shift. */
  adding: boolean;
  onPreview: (source: SourceRef) => void;
  onAdd: (slot: SlotRef) => void;
  /** Double click. */
  onTake: () => void;
  className?: string;
}) {
  const { t } = useTranslation('media');
  return (
    <Panel title={t('title')} className={className}>
      <div
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col gap-4 relative overflow-y-auto overscroll-contain px-3 pt-1 pb-3"
      >
        <AssetPool {...rest} />
        <GeneratedSources {...rest} />
      </div>
    </Panel>
  );
}
