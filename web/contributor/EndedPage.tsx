import type { Failure } from '@antenne/server/contract';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Button, LanguageSwitch, Logo, useLocale } from '../ui/index.ts';
import type { DuplexView } from './duplex.ts';

type Over = Exclude<DuplexView, { phase: 'opening' | 'joined' }>;
type Why = 'revoked' | 'expired' | 'notYet' | 'closed' | 'notFound' | 'replaced' | 'left' | 'unavailable';

/** Instead of the link: why it is not open, and what to do. */
export function EndedPage({ view, onAgain }: { view: Over; onAgain: () => void }) {
  const { t } = useTranslation('contributor');
  const { locale } = useLocale();
  const { why, from } = reasonOf(view);
  const at = from && new Date(from).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });
  const again = why === 'replaced' || why === 'left' || why === 'unavailable' || why === 'notYet';
  return (
    <main
      className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6 py-16"
      data-testid="join-ended"
      data-reason={why}
    >
      <Logo className="mb-4 text-ink-3" />
      <h1 className="text-title">{t(`ended.${why}Title`)}</h1>
      <p className="text-ink-2 text-l">{t(`ended.${why}`)}</p>
      {at ? <p className="font-semibold text-l">{at}</p> : null}
      {again ? (
        <Button variant="primary" size="l" className="mt-4" data-testid="join-again" onClick={onAgain}>
          {t(`ended.${why === 'notYet' || why === 'unavailable' ? 'retry' : why === 'left' ? 'back' : 'here'}`)}
        </Button>
      ) : null}
      <div className="mt-8">
        <LanguageSwitch />
      </div>
    </main>
  );
}

/** What the server adds to `closed`. */
const Closed = z.object({
  validity: z.enum(['revoked', 'expired', 'notYet', 'spent']),
  validFrom: z.string().nullable(),
});

function reasonOf(view: Over): { why: Why; from: string | null } {
  switch (view.phase) {
    case 'replaced':
    case 'revoked':
    case 'left':
      return { why: view.phase, from: null };
    case 'refused':
      return reasonOfFailure(view.failure);
  }
}

function reasonOfFailure({ code, current }: Failure): { why: Why; from: string | null } {
  if (code === 'notFound' || code === 'badRequest') return { why: 'notFound', from: null };
  if (code !== 'closed') return { why: 'unavailable', from: null };
  const closed = Closed.safeParse(current).data;
  if (!closed || closed.validity === 'spent') return { why: 'closed', from: null };
  return { why: closed.validity, from: closed.validity === 'notYet' ? closed.validFrom : null };
}
