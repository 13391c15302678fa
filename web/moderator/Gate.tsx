import type { Failure } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, Logo } from '../ui/index.ts';

/** Instead of the desk: why it is closed to this person, and the way in. */
export function Gate({ refusal, wasIn }: { refusal: Failure | null; wasIn: boolean }) {
  const { t } = useTranslation('moderator');
  const why = reasonOf(refusal, wasIn);
  return (
    <main
      className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6 py-16"
      data-testid="gate"
      data-reason={why}
    >
      <Logo className="mb-4 text-ink-3" />
      <h1 className="text-title">{t(`gate.${why}Title`)}</h1>
      <p className="text-ink-2 text-l">{t(`gate.${why}`)}</p>
      <div className="mt-4">
        <Button asChild variant="primary">
          <Link to="/">{t('gate.home')}</Link>
        </Button>
      </div>
    </main>
  );
}

type Why = 'notSignedIn' | 'forbidden' | 'notFound' | 'revoked' | 'unavailable';

function reasonOf(refusal: Failure | null, wasIn: boolean): Why {
  switch (refusal?.code) {
    case 'notSignedIn':
      return wasIn ? 'revoked' : 'notSignedIn';
    case 'forbidden':
      return wasIn ? 'revoked' : 'forbidden';
    case 'notFound':
      return 'notFound';
    default:
      return 'unavailable';
  }
}
