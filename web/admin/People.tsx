import type { AdminContributor, Invitation } from '@antenne/server/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, EmptyState, HoldButton, Skeleton, toast, useLocale } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { type Guest, InviteDialog } from './InviteDialog.tsx';
import { isOpen, linkState } from './link-state.ts';
import { StageAccess } from './StageAccess.tsx';

function Line({ name, detail, children }: { name: ReactNode; detail: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium">{name}</p>
        <p className="text-ink-3 text-s">{detail}</p>
      </div>
      {children}
    </li>
  );
}

/** What became of a link, with the moment. */
function useLinkWords(): (invitation: Invitation) => string {
  const { t } = useTranslation('admin');
  const { locale } = useLocale();
  return (invitation) => {
    const state = linkState(invitation, Date.now());
    const at = {
      used: invitation.lastUsedAt,
      revoked: invitation.revokedAt,
      expired: invitation.validUntil,
      early: invitation.validFrom,
      fresh: invitation.createdAt,
    }[state];
    const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(at ?? invitation.createdAt),
    );
    return t(`linkState.${state}`, { when });
  };
}

function Revoke({ slug, invitation }: { slug: string; invitation: Invitation }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revoke(slug, invitation.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['people', slug] }),
    onError: (error) => toast({ text: t(`common:failure.${codeOf(error)}`), tone: 'warn' }),
  });
  if (!isOpen(linkState(invitation, Date.now()))) return null;
  return (
    <HoldButton size="s" onHold={() => revoke.mutate()} disabled={revoke.isPending}>
      {t('revoke')}
    </HoldButton>
  );
}

function Contributor({
  slug,
  contributor,
  onInvite,
}: {
  slug: string;
  contributor: AdminContributor;
  onInvite: () => void;
}) {
  const { t } = useTranslation('admin');
  const words = useLinkWords();
  const open = contributor.invitations.filter((invitation) => isOpen(linkState(invitation, Date.now())));
  const last = open.at(-1);
  return (
    <Line
      name={
        <>
          <span className="text-ink-3 tabular-nums">{contributor.number}. </span>
          <bdi>{contributor.name}</bdi>
        </>
      }
      detail={`${contributor.place} · ${last ? words(last) : t('noLink')}`}
    >
      <Button size="s" onClick={onInvite}>
        {t(last ? 'newLink' : 'makeLink')}
      </Button>
      {last ? <Revoke slug={slug} invitation={last} /> : null}
    </Line>
  );
}

/** Everyone who can work on a broadcast or speak in it, and their links. */
export function People({
  slug,
  zone,
  over,
}: {
  slug: string;
  zone: string;
  /** The broadcast has ended: nobody needs its stage clock. */
  over: boolean;
}) {
  const { t } = useTranslation(['admin', 'common']);
  const words = useLinkWords();
  const [guest, setGuest] = useState<Guest | null>(null);
  const people = useQuery({
    queryKey: ['people', slug],
    queryFn: async () => {
      const [contributors, invitations] = await Promise.all([api.contributors(slug), api.invitations(slug)]);
      return { contributors, team: invitations.filter(({ role }) => role !== 'contributor') };
    },
    refetchInterval: 15_000,
  });
  if (people.isPending) return <Skeleton className="h-40" />;
  if (people.isError) {
    return <p className="py-4 text-warn-text">{t(`common:failure.${codeOf(people.error)}`)}</p>;
  }
  const { contributors, team } = people.data;
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      <section>
        <h3 className="flex min-h-11 items-center font-semibold">{t('contributors')}</h3>
        {contributors.length === 0 ? (
          <EmptyState title={t('noContributors')}>{t('noContributorsText')}</EmptyState>
        ) : null}
        <ul className="divide-y divide-line">
          {contributors.map((contributor) => (
            <Contributor
              key={contributor.id}
              slug={slug}
              contributor={contributor}
              onInvite={() => setGuest({ type: 'contributor', id: contributor.id, name: contributor.name })}
            />
          ))}
        </ul>
      </section>
      <section>
        <div className="flex min-h-11 items-center justify-between gap-3">
          <h3 className="font-semibold">{t('team')}</h3>
          <Button
            size="s"
            icon={<UserPlus aria-hidden className="size-4" />}
            onClick={() => setGuest({ type: 'team' })}
          >
            {t('inviteSomeone')}
          </Button>
        </div>
        {team.length === 0 ? <EmptyState title={t('noTeam')}>{t('noTeamText')}</EmptyState> : null}
        <ul className="divide-y divide-line">
          {team.map((invitation) => (
            <Line
              key={invitation.id}
              name={
                <span className="flex items-center gap-2">
                  <bdi className="truncate">{invitation.label}</bdi>
                  <Badge>{t(`role.${invitation.role}`)}</Badge>
                </span>
              }
              detail={words(invitation)}
            >
              <Revoke slug={slug} invitation={invitation} />
            </Line>
          ))}
        </ul>
        <div className="mt-4">{over ? null : <StageAccess slug={slug} zone={zone} />}</div>
      </section>
      {guest ? <InviteDialog slug={slug} guest={guest} onClose={() => setGuest(null)} /> : null}
    </div>
  );
}
