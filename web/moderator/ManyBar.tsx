import type { RejectionReason } from '@antenne/server/contract';
import { Check, ListPlus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/index.ts';
import { RejectReasons } from './RejectReasons.tsx';
import type { Many } from './use-many.ts';

/** One decision about all that are chosen. It stands below the lists: nothing in them moves. */
export function ManyBar({
  many,
  rejecting,
  onRejecting,
}: {
  many: Many;
  rejecting: boolean;
  onRejecting: (rejecting: boolean) => void;
}) {
  const { t } = useTranslation('moderator');
  const { busy } = many;
  return (
    <section
      aria-label={t('many.label')}
      data-testid="many"
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-line border-t bg-surface px-3 py-2.5 shadow-high lg:px-5"
    >
      <strong className="mr-2 tabular-nums" role="status">
        {t('many.count', { count: many.marked.size })}
      </strong>
      {rejecting ? (
        <RejectReasons
          onReject={(reason: RejectionReason) => {
            onRejecting(false);
            void many.run({ type: 'reject', reason });
          }}
          onCancel={() => onRejecting(false)}
        />
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
            onClick={() => onRejecting(true)}
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
          <Button size="s" variant="quiet" onClick={many.clear}>
            {t('many.clear')}
          </Button>
        </>
      )}
    </section>
  );
}
