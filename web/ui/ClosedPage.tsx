import type { Failure } from '@antenne/server/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from './Button.tsx';
import { Logo } from './Logo.tsx';
import { closedBecause } from './refusal.ts';

/** The pages of a broadcast that are not for everybody, by their texts. */
type ClosedPlace = 'captions' | 'moderator' | 'presenter' | 'rundown' | 'stage' | 'studio';

/**
 * Instead of a page of a broadcast that this reader cannot have: why, and what to do. The page's own words for it are
 * `gate.<why>Title` and `gate.<why>` among its texts; those that are the same for all pages are the design system's.
 */
export function ClosedPage({
  of,
  refusal,
  wasIn,
  children,
}: {
  of: ClosedPlace;
  /** Why the server said no; null: it did not say. */
  refusal: Failure | null;
  /** The page was open to them until now. */
  wasIn: boolean;
  /** More ways on, beside the one to the broadcasts. */
  children?: ReactNode;
}) {
  const { t } = useTranslation([of, 'ui']);
  const why = closedBecause(refusal, wasIn);
  const words = (key: string) => t([`${of}:gate.${key}`, `ui:closed.${key}`]);
  return (
    <main
      data-testid="gate"
      data-reason={why}
      className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6 py-16"
    >
      <Logo className="mb-4 text-ink-3" />
      <h1 className="text-title">{words(`${why}Title`)}</h1>
      <p className="text-ink-2 text-l">{words(why)}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button asChild variant="primary">
          <Link to="/">{t('ui:closed.home')}</Link>
        </Button>
        {children}
      </div>
    </main>
  );
}
