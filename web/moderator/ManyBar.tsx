import type { RejectionReason, StaffQuestion } from '@antenne/server/contract';
import { Check, ListPlus, Merge, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/index.ts';
import { MergePanel } from './MergePanel.tsx';
import { RejectReasons } from './RejectReasons.tsx';
import type { Many } from './use-many.ts';

/** One decision about all that are chosen. It stands below the lists: nothing in them moves. */
export function ManyBar({
  many,
  merges,
  onFind,
}: {
  many: Many;
  /** Whether this role merges. */
  merges: boolean;
  /** What questions can be merged into, besides those that are chosen; null: it could not be found out. */
  onFind: (search: string) => Promise<readonly StaffQuestion[] | null>;
}) {
  const { t } = useTranslation('moderator');
  const { busy, mode, setMode } = many;
  return (
    <section
      aria-label={t('many.label')}
      data-testid="many"
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-line border-t bg-surface px-3 py-2.5 shadow-high lg:px-5"
    >
      <strong className="mr-2 tabular-nums" role="status">
        {t('many.count', { count: many.marked.size })}
      </strong>
      {mode === 'rejecting' ? (
        <RejectReasons
          onReject={(reason: RejectionReason) => void many.run({ type: 'reject', reason })}
          onCancel={() => setMode('browse')}
        />
      ) : mode === 'merging' ? (
        <div className="max-h-[60dvh] w-full overflow-y-auto p-1">
          <div className="max-w-2xl">
            <MergePanel
              title={t('many.mergeInto')}
              find={(search) => (search.trim() === '' ? Promise.resolve(many.speakers) : onFind(search))}
              onMerge={(into) => void many.run({ type: 'merge', into })}
              onCancel={() => setMode('browse')}
            />
          </div>
        </div>
      ) : (
        <>
          <Button
            size="s"
            variant="primary"
            busy={busy}
            keyHint="A"
            icon={<Check aria-hidden className="size-4" />}
            onClick={() => void many.run({ type: 'approve' })}
            data-testid="many-approve"
          >
            {t('move.approve')}
          </Button>
          <Button
            size="s"
            busy={busy}
            keyHint="R"
            icon={<X aria-hidden className="size-4" />}
            onClick={() => setMode('rejecting')}
            data-testid="many-reject"
          >
            {t('move.reject')}
          </Button>
          <Button
            size="s"
            busy={busy}
            keyHint="Q"
            icon={<ListPlus aria-hidden className="size-4" />}
            onClick={() => void many.run({ type: 'queue' })}
            data-testid="many-queue"
          >
            {t('move.queue')}
          </Button>
          {merges ? (
            <Button
              size="s"
              busy={busy}
              keyHint="M"
              icon={<Merge aria-hidden className="size-4" />}
              onClick={() => setMode('merging')}
              data-testid="many-merge"
            >
              {t('move.merge')}
            </Button>
          ) : null}
          <Button size="s" variant="quiet" onClick={many.clear}>
            {t('many.clear')}
          </Button>
        </>
      )}
    </section>
  );
}
