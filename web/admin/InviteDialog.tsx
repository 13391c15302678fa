import type { CreatedInvitation, NewInvitation } from '@antenne/server/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Dialog, Select, TextField } from '../ui/index.ts';
import { api, codeOf } from './api.ts';

const TEAM = ['producer', 'moderator', 'presenter', 'captioner'] as const;
type TeamRole = (typeof TEAM)[number];

/** Who the link is for: someone of the team, whose role is chosen here, or one contributor. */
export type Guest = { type: 'team' } | { type: 'contributor'; id: string; name: string };

/** The new link: this is the only time that anyone sees it. */
function Shown({ created }: { created: CreatedInvitation }) {
  const { t } = useTranslation(['admin', 'common']);
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">
        {t(`link.once.${created.invitation.role === 'contributor' ? 'contributor' : 'team'}`)}
      </p>
      <output
        data-testid="invitation-url"
        className="select-all rounded-m bg-sunken px-3.5 py-2.5 text-s [overflow-wrap:anywhere]"
      >
        {created.url}
      </output>
      <Button
        variant="primary"
        icon={copied ? <Check aria-hidden className="size-5" /> : <Copy aria-hidden className="size-5" />}
        onClick={() => navigator.clipboard.writeText(created.url).then(() => setCopied(true))}
      >
        {copied ? t('common:copied') : t('common:copy')}
      </Button>
    </div>
  );
}

/** Makes an invitation and shows its link once. */
export function InviteDialog({ slug, guest, onClose }: { slug: string; guest: Guest; onClose: () => void }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const [role, setRole] = useState<TeamRole>('moderator');
  const [label, setLabel] = useState('');
  const [tried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: (invitation: NewInvitation) => api.invite(slug, invitation),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people', slug] }),
  });
  const name = guest.type === 'contributor' ? guest.name : label.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name || create.isPending) return;
    create.mutate(
      guest.type === 'contributor'
        ? { role: 'contributor', contributorId: guest.id, label: name }
        : { role, label: name },
    );
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={guest.type === 'contributor' ? t('link.forContributor', { name: guest.name }) : t('link.forTeam')}
    >
      {create.data ? (
        <Shown created={create.data} />
      ) : (
        <form onSubmit={submit} noValidate className="flex flex-col gap-4">
          {guest.type === 'team' ? (
            <>
              <Select
                label={t('link.role')}
                value={role}
                onValueChange={(value) => setRole(TEAM.find((known) => known === value) ?? role)}
                options={TEAM.map((value) => ({ value, label: t(`role.${value}`) }))}
                hint={t(`roleHint.${role}`)}
              />
              <TextField
                label={t('link.label')}
                value={label}
                maxLength={80}
                autoComplete="off"
                error={tried && !name ? t('link.labelMissing') : null}
                onChange={(event) => setLabel(event.currentTarget.value)}
              />
            </>
          ) : (
            <p className="text-ink-2">{t('link.contributorText')}</p>
          )}
          {create.error ? (
            <p role="alert" className="rounded-m bg-warn-soft px-3.5 py-2.5 font-medium text-warn-text">
              {t(`common:failure.${codeOf(create.error)}`)}
            </p>
          ) : null}
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('link.create')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
