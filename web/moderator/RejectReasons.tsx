import type { RejectionReason } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Button, Key } from '../ui/index.ts';
import { REASONS } from './keys.ts';

/** The author is told which: five reasons, a digit each. */
export function RejectReasons({
  onReject,
  onCancel,
}: {
  onReject: (reason: RejectionReason) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('moderator');
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-semibold text-ink-2 text-s">{t('move.rejectWhy')}</legend>
      <div className="flex flex-wrap gap-2">
        {REASONS.map((reason, index) => (
          <Button key={reason} size="s" data-testid={`reject-reason-${index + 1}`} onClick={() => onReject(reason)}>
            <Key>{String(index + 1)}</Key>
            {t(`reason.${reason}`)}
          </Button>
        ))}
        <Button size="s" variant="quiet" onClick={onCancel}>
          {t('move.cancel')}
        </Button>
      </div>
    </fieldset>
  );
}
