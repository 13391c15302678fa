import type { Session } from '@antenne/server/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, LogOut, Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button, EmptyState, Skeleton } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { BroadcastCard } from './BroadcastCard.tsx';
import { Data, Frame } from './Frame.tsx';
import { Health } from './Health.tsx';
import { HealthPanel } from './HealthPanel.tsx';
import { NewBroadcast } from './NewBroadcast.tsx';

function SignOut({ session }: { session: Session }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: api.signOut, onSettled: () => queries.resetQueries() });
  return (
    <div className="flex items-center gap-2">
      {session.name ? <span className="text-ink-2 text-s">{session.name}</span> : null}
      <Button size="s" variant="quiet" icon={<LogOut aria-hidden className="size-4" />} onClick={() => leave.mutate()}>
        {t('signOut')}
      </Button>
    </div>
  );
}

/** Someone without the owner's role: says so, and leads to where they may work. */
function NotOwner({ session }: { session: Session }) {
  const { t } = useTranslation('admin');
  const paths = { producer: 'studio', moderator: 'moderate', presenter: 'presenter', captioner: 'captions' } as const;
  const pages = session.roles.flatMap(({ slug, role }) =>
    role === 'owner' || role === 'contributor'
      ? []
      : [{ to: `/${paths[role]}/${slug}`, label: `${t(`role.${role}`)} · ${slug}` }],
  );
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title={t('notOwnerTitle')}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {pages.map((page) => (
            <Button key={page.to} asChild>
              <Link to={page.to}>{page.label}</Link>
            </Button>
          ))}
        </div>
      }
    >
      {t('notOwnerText')}
    </EmptyState>
  );
}

/** `made`: the slug of the one that was made just now. */
function Broadcasts({ made }: { made: string | null }) {
  const { t } = useTranslation(['admin', 'common']);
  const broadcasts = useQuery({ queryKey: ['broadcasts'], queryFn: api.broadcasts, refetchInterval: 15_000 });
  if (broadcasts.isPending) return <Skeleton className="h-44 rounded-l" />;
  if (broadcasts.isError) return <EmptyState title={t(`common:failure.${codeOf(broadcasts.error)}`)} />;
  if (broadcasts.data.length === 0) {
    return (
      <EmptyState icon={<Radio aria-hidden />} title={t('emptyTitle')}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      {broadcasts.data.map((broadcast, index) => (
        <BroadcastCard
          key={broadcast.id}
          broadcast={broadcast}
          unfolded={index === 0}
          fresh={broadcast.slug === made}
        />
      ))}
    </div>
  );
}

function Admin() {
  const { t } = useTranslation(['admin', 'common']);
  const session = useQuery({ queryKey: ['session'], queryFn: api.session });
  const [made, setMade] = useState<string | null>(null);
  return (
    <Frame aside={session.data?.roles.length || session.data?.owner ? <SignOut session={session.data} /> : null}>
      <title>{`${t('title')} · Antenne`}</title>
      <main>
        <div className="mt-4 mb-6 flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-title">{t('title')}</h1>
          {session.data?.owner ? (
            <div className="flex flex-wrap items-center gap-3">
              <Health />
              <NewBroadcast onMade={setMade} />
            </div>
          ) : null}
        </div>
        {session.data?.owner ? <HealthPanel /> : null}
        {session.isPending ? <Skeleton className="h-44 rounded-l" /> : null}
        {session.isError ? (
          <EmptyState
            title={t(`common:failure.${codeOf(session.error)}`)}
            action={
              <Button variant="primary" onClick={() => session.refetch()}>
                {t('common:retry')}
              </Button>
            }
          />
        ) : null}
        {session.data ? session.data.owner ? <Broadcasts made={made} /> : <NotOwner session={session.data} /> : null}
      </main>
    </Frame>
  );
}

/** `/admin`: the owner's broadcasts, people and links. */
export function Component() {
  return (
    <Data>
      <Admin />
    </Data>
  );
}
