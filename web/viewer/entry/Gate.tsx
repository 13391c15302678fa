import { Door, Entered, type Failure } from '@antenne/server/contract';
import { Lock } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepEntryKey, request } from '../../realtime/index.ts';
import { Button, Logo, TextField, useAccent } from '../../ui/index.ts';

/** What everybody may know of a broadcast; null until it is known. */
function useDoor(slug: string): Door | null {
  const [door, setDoor] = useState<Door | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    void request(Door, `/api/broadcasts/${encodeURIComponent(slug)}/door`, { signal: stop.signal }).then((reply) => {
      if (reply.ok && !stop.signal.aborted) setDoor(reply.data);
    });
    return () => stop.abort();
  }, [slug]);
  return door;
}

function PasswordForm({ slug }: { slug: string }) {
  const { t } = useTranslation(['entry', 'common']);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || password.trim() === '') return;
    setBusy(true);
    const path = `/api/broadcasts/${encodeURIComponent(slug)}/enter`;
    const reply = await request(Entered, path, { method: 'POST', body: { password } });
    if (!reply.ok) {
      setBusy(false);
      setFailure(reply.error);
      return;
    }
    const { pathname, search } = location;
    // A key that the address had until now would come before this one.
    const hash = keepEntryKey(slug, reply.data.key) ? '' : `#key=${reply.data.key}`;
    history.replaceState(history.state, '', `${pathname}${search}${hash}`);
    location.reload();
  };
  const problem = failure && (failure.code === 'locked' ? t('wrong') : t(`common:failure.${failure.code}`));
  return (
    <form onSubmit={submit} noValidate className="flex w-full max-w-sm flex-col gap-3">
      <TextField
        type="password"
        label={t('password')}
        value={password}
        autoComplete="current-password"
        error={problem}
        onChange={(event) => {
          setPassword(event.currentTarget.value);
          setFailure(null);
        }}
      />
      <Button type="submit" variant="primary" busy={busy} data-testid="entry-submit">
        {t('enter')}
      </Button>
    </form>
  );
}

/** In the place of a broadcast that this reader may not watch, or not yet: what it is, and how to get in. */
export function Gate({ slug, framed = false }: { slug: string; framed?: boolean }) {
  const { t } = useTranslation('entry');
  const door = useDoor(slug);
  useAccent(door?.accent);
  if (!door) return <div role="status" aria-label={t('common:loading')} className="min-h-dvh" />;
  const byPassword = door.mode === 'password';
  return (
    <main
      data-testid="entry-gate"
      data-mode={door.mode}
      className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-3 px-6 py-6"
    >
      <title>{`${door.title} · Antenne`}</title>
      {framed ? null : <Logo className="mb-6 text-ink-3" />}
      <p className="flex items-center gap-2 font-medium text-ink-2 text-s">
        <Lock aria-hidden className="size-4.5" />
        {t('closed')}
      </p>
      <h1 className="text-title">{door.title}</h1>
      <p className="mb-2 text-ink-2">{t(byPassword ? 'byPassword' : door.mode === 'link' ? 'byLink' : 'again')}</p>
      {byPassword ? <PasswordForm slug={slug} /> : null}
      {door.mode === 'open' ? (
        <Button variant="primary" onClick={() => location.reload()}>
          {t('common:reload')}
        </Button>
      ) : null}
    </main>
  );
}
