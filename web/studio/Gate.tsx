import type { Failure } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, ClosedPage, closedBecause } from '../ui/index.ts';

/** Instead of the studio: why it is closed to this person, and the way in. */
export function Gate({ slug, refusal, wasIn }: { slug: string; refusal: Failure | null; wasIn: boolean }) {
  const { t } = useTranslation('studio');
  const why = closedBecause(refusal, wasIn);
  return (
    <ClosedPage
      reason={why}
      title={t(`gate.${why}Title`)}
      text={t(`gate.${why}`)}
      actions={
        <>
          <Button asChild variant="primary">
            <Link to="/">{t('gate.home')}</Link>
          </Button>
          {why === 'forbidden' ? (
            <Button asChild>
              <Link to={`/moderate/${slug}`}>{t('gate.moderation')}</Link>
            </Button>
          ) : null}
        </>
      }
    />
  );
}
