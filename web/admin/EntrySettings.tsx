import { type EntryChange, type EntryMode, type OwnerEntry, PASSWORD_LENGTH } from '@antenne/server/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, Copy, RefreshCw } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Skeleton, TextField, toast } from '../ui/index.ts';
import { api, codeOf } from './api.ts';

const MODES = ['open', 'link', 'password'] as const satisfies readonly EntryMode[];

function LinkRow({ link, busy, onRenew }: { link: string; busy: boolean; onRenew: () => void }) {
  const { t } = useTranslation(['entry', 'common']);
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <output
        data-testid="entry-address"
        className="select-all rounded-m bg-sunken px-3.5 py-2.5 text-s [overflow-wrap:anywhere]"
      >
        {link}
      </output>
      <div className="flex flex-wrap gap-2">
        <Button
          size="s"
          icon={copied ? <Check aria-hidden className="size-4.5" /> : <Copy aria-hidden className="size-4.5" />}
          onClick={() => navigator.clipboard.writeText(link).then(() => setCopied(true))}
        >
          {copied ? t('common:copied') : t('common:copy')}
        </Button>
        <Button
          size="s"
          variant="quiet"
          busy={busy}
          icon={<RefreshCw aria-hidden className="size-4.5" />}
          onClick={() => {
            setCopied(false);
            onRenew();
          }}
        >
          {t('owner.renew')}
        </Button>
      </div>
      <p className="text-ink-3 text-s">{t('owner.renewHint')}</p>
    </div>
  );
}

function PasswordRow({ set, busy, onSet }: { set: boolean; busy: boolean; onSet: (password: string) => void }) {
  const { t } = useTranslation('entry');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const short = password.trim().length < PASSWORD_LENGTH.min;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || busy) return;
    onSet(password);
    setPassword('');
    setTried(false);
  };
  return (
    <form onSubmit={submit} noValidate className="flex max-w-md flex-col gap-2">
      <TextField
        label={t(set ? 'owner.newPassword' : 'password')}
        hint={t(set ? 'owner.passwordSet' : 'owner.passwordHint')}
        error={tried && short ? t('owner.short', { min: PASSWORD_LENGTH.min }) : null}
        value={password}
        maxLength={PASSWORD_LENGTH.max}
        autoComplete="off"
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" size="s" className="self-start" busy={busy} data-testid="entry-password-set">
        {t('owner.setPassword')}
      </Button>
    </form>
  );
}

/** Who may watch a broadcast: chosen by its owner, in force at once. */
export function EntrySettings({ slug }: { slug: string }) {
  const { t } = useTranslation(['entry', 'common']);
  const queries = useQueryClient();
  const queryKey = ['entry', slug];
  const query = useQuery({ queryKey, queryFn: () => api.entry(slug) });
  /** Chosen, but nothing to choose it with was said yet. */
  const [wanted, setWanted] = useState<EntryMode | null>(null);
  const change = useMutation({
    mutationFn: (entry: EntryChange) => api.changeEntry(slug, entry),
    onSuccess: (entry: OwnerEntry) => {
      setWanted(null);
      queries.setQueryData(queryKey, entry);
      toast({ text: t(`owner.done.${entry.mode}`) });
    },
    onError: (error) => toast({ text: t(`common:failure.${codeOf(error)}`), tone: 'warn' }),
  });
  if (query.isPending) return <Skeleton className="h-40" />;
  if (query.isError) return <p className="text-ink-2">{t(`common:failure.${codeOf(query.error)}`)}</p>;
  const { mode, link } = query.data;
  const shown = wanted ?? mode;
  const choose = (next: EntryMode) => {
    if (next === 'password' && mode !== 'password') setWanted(next);
    else {
      setWanted(null);
      if (next !== mode && next !== 'password') change.mutate({ mode: next });
    }
  };
  return (
    <fieldset className="flex flex-col gap-3" data-testid="entry-settings" disabled={change.isPending}>
      <legend className="mb-2 font-semibold text-l">{t('owner.title')}</legend>
      <div className="flex flex-col">
        {MODES.map((one) => (
          <label key={one} className="flex min-h-target cursor-pointer items-center gap-3">
            <input
              type="radio"
              name={`entry-${slug}`}
              className="size-4.5 shrink-0 accent-accent"
              data-testid={`entry-${one}`}
              checked={shown === one}
              onChange={() => choose(one)}
            />
            <span>
              <span className="font-medium">{t(`owner.mode.${one}`)}</span>{' '}
              <span className="text-ink-2 text-s">{t(`owner.about.${one}`)}</span>
            </span>
          </label>
        ))}
      </div>
      {shown === 'link' && link ? (
        <LinkRow link={link} busy={change.isPending} onRenew={() => change.mutate({ mode: 'link', renew: true })} />
      ) : null}
      {shown === 'password' ? (
        <PasswordRow
          set={mode === 'password'}
          busy={change.isPending}
          onSet={(password) => change.mutate({ mode: 'password', password })}
        />
      ) : null}
    </fieldset>
  );
}
