import { useTranslation } from 'react-i18next';
import { Skeleton } from '../ui/index.ts';

/** The page's outline while the link is being opened. */
export function OpeningPage() {
  const { t } = useTranslation('contributor');
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col gap-6 px-4 py-6" role="status">
      <span className="sr-only">{t('opening')}</span>
      <Skeleton className="h-8 w-56" />
      <div className="grid gap-6 lg:grid-cols-[3fr_2fr]">
        <Skeleton className="aspect-video w-full" />
        <div className="flex flex-col gap-4">
          <Skeleton className="h-16" />
          <Skeleton className="h-16" />
        </div>
      </div>
    </div>
  );
}
