import { useMutation, useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Button, TextField } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { Data, Frame } from './Frame.tsx';

function Invite() {
  const { t } = useTranslation(['admin', 'common']);
  const { token = '' } = useParams();
  const navigate = useNavigate();
  const session = useQuery({ queryKey: ['session'], queryFn: api.session });
  const [name, setName] = useState<string | null>(null);
  const shown = name ?? session.data?.name ?? '';
  const accept = useMutation({
    mutationFn: () => api.accept(token, shown.trim()),
    onSuccess: ({ path }) => navigate(path, { replace: true }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!accept.isPending) accept.mutate();
  };
  const code = accept.error ? codeOf(accept.error) : null;
  return (
    <main className="mx-auto mt-[12vh] max-w-md">
      <title>{`${t('invite.title')} · Antenne`}</title>
      <h1 className="text-title">{t('invite.title')}</h1>
      <p className="mt-3 text-ink-2">{t('invite.text')}</p>
      <form onSubmit={submit} className="mt-8 flex flex-col gap-5">
        <TextField
          label={t('invite.name')}
          hint={t('invite.nameHint')}
          data-testid="invite-name"
          autoComplete="name"
          maxLength={60}
          value={shown}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {code ? (
          <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-warn-text">
            {t(`invite.refused.${code}`, { defaultValue: t(`common:failure.${code}`) })}
          </p>
        ) : null}
        <Button
          type="submit"
          variant="primary"
          size="l"
          busy={accept.isPending}
          data-testid="invite-accept"
          icon={<ArrowRight aria-hidden className="size-5" />}
        >
          {t('invite.accept')}
        </Button>
      </form>
    </main>
  );
}

/** `/invite/:token`: takes a role that was offered, says one's name, goes to its page. */
export function Component() {
  return (
    <Data>
      <Frame>
        <Invite />
      </Frame>
    </Data>
  );
}
