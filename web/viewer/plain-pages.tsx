import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, Logo } from '../ui/index.ts';

function PlainPage({ title, text, action }: { title: string; text: string; action: React.ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-4 px-6 py-16">
      <Logo className="mb-4 text-ink-3" />
      <h1 className="text-title">{title}</h1>
      <p className="text-ink-2 text-l">{text}</p>
      <div className="mt-4">{action}</div>
    </main>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <PlainPage
      title={t('notFoundTitle')}
      text={t('notFoundText')}
      action={
        <Button asChild variant="primary">
          <Link to="/">{t('toHome')}</Link>
        </Button>
      }
    />
  );
}

/** A page that could not be shown: its chunk did not arrive, or it broke. */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <PlainPage
      title={t('crashTitle')}
      text={t('crashText')}
      action={
        <Button variant="primary" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      }
    />
  );
}

/** While the first chunk is on its way: the ground alone, so that nothing flashes. */
export function StartingPage() {
  return <div className="min-h-dvh" />;
}
