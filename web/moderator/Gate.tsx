import type { Failure } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, ClosedPage, closedBecause } from '../ui/index.ts';

/** Instead of the desk: why it is closed to this person, and the way in. */
export function Gate({ refusal, wasIn }: { refusal: Failure | null; wasIn: boolean }) {
  const { t } = useTranslation('moderator');
  const why = closedBecause(refusal, wasIn);
  return (
    <ClosedPage
      reason={why}
      title={t(`gate.${why}Title`)}
      text={t(`gate.${why}`)}
      actions={
        <Button asChild variant="primary">
          <Link to="/">{t('gate.home')}</Link>
        </Button>
      }
    />
  );
}
