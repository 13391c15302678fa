import type { StaffQuestion, StaffRole } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Button, quoted, useLocale } from '../ui/index.ts';
import { textOf } from './columns.ts';
import { canMove } from './moves.ts';
import type { Conflict } from './use-moves.ts';

/** Both sides of a collision, calmly: what was wanted, what it is now, and whether to do it all the same. */
export function ConflictNote({
  conflict,
  current,
  role,
  onAgain,
  onDismiss,
}: {
  conflict: Conflict;
  /** As it is now; null when it is gone. */
  current: StaffQuestion | null;
  role: StaffRole;
  onAgain: (question: StaffQuestion) => void;
  onDismiss: () => void;
}) {
  const { t } = useTranslation('moderator');
  const { locale } = useLocale();
  const { wanted } = conflict;
  const words = (text: string) => <strong className="font-medium text-ink">{quoted(text, locale)}</strong>;
  const again = current !== null && canMove(role, current.state, wanted.type);
  return (
    <div
      role="alert"
      data-testid="conflict"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-warn border-l-4 bg-warn-soft px-4 py-2.5"
    >
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-warn-text">
          {conflict.by ? t('conflict.titleBy', { name: conflict.by }) : t('conflict.title')}
        </p>
        <p className="truncate text-ink text-s">{quoted(textOf(conflict.before), locale)}</p>
        <p className="text-ink-2 text-s">
          {t('conflict.yours')} <strong className="text-ink">{t(`move.${wanted.type}`)}</strong>
          {' · '}
          {t('conflict.theirs')}{' '}
          <strong className="text-ink">{current ? t(`state.${current.state}`) : t('conflict.gone')}</strong>
          {current?.rejection ? ` (${t(`reason.${current.rejection.reason}`)})` : ''}
        </p>
        {wanted.type === 'edit' ? (
          // Both wordings: which one stays is theirs to say.
          <>
            <p className="written text-ink-2 text-s">
              {t('conflict.yourWords')} {words(wanted.text)}
            </p>
            {current ? (
              <p className="written text-ink-2 text-s">
                {t('conflict.theirWords')} {words(textOf(current))}
              </p>
            ) : null}
          </>
        ) : null}
      </div>
      <div className="flex gap-2">
        {again ? (
          <Button size="s" onClick={() => onAgain(current)}>
            {t('conflict.again')}
          </Button>
        ) : null}
        <Button size="s" variant="primary" onClick={onDismiss} data-testid="conflict-dismiss">
          {t('conflict.keep')}
        </Button>
      </div>
    </div>
  );
}
