import type { OwnerReplay, ReplayCuts } from '@antenne/server/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Download, Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { buttonClass, dayIn, EmptyState, Skeleton, toast, useLocale } from '../ui/index.ts';
import { api, codeOf } from './api.ts';
import { Cutting } from './Cutting.tsx';
import { Data, Frame } from './Frame.tsx';

type Decision = Partial<Pick<OwnerReplay, 'cuts' | 'download' | 'keep'>>;

function ReplayDesk({ slug, title }: { slug: string; title: string }) {
  const { t } = useTranslation(['admin', 'common']);
  const queries = useQueryClient();
  const key = ['replay', slug];
  const query = useQuery({ queryKey: key, queryFn: () => api.replay(slug), refetchOnWindowFocus: false });
  /** What was before each step of this visit, the last one at the end. */
  const [past, setPast] = useState<readonly ReplayCuts[]>([]);
  const change = useMutation({
    mutationFn: ({ version, cuts, download, keep }: OwnerReplay) =>
      api.changeReplay(slug, { version, cuts, download, keep }),
    // The address of everything stays: another one would begin the player anew.
    onSuccess: (next) =>
      queries.setQueryData<OwnerReplay>(key, (known) => ({ ...next, uncutUrl: known?.uncutUrl ?? next.uncutUrl })),
    onError: (error) => {
      toast({ text: t(`common:failure.${codeOf(error)}`), tone: 'warn' });
      void queries.invalidateQueries({ queryKey: key });
    },
  });
  if (query.isPending) return <Skeleton className="h-96 rounded-l" />;
  if (query.isError) return <EmptyState title={t(`common:failure.${codeOf(query.error)}`)} />;
  const replay = query.data;
  if (replay.removedAt) return <EmptyState title={t('replay.gone')}>{t('replay.goneText')}</EmptyState>;
  const decide = (decision: Decision, onDone?: () => void): void =>
    change.mutate({ ...replay, ...decision }, { onSuccess: onDone });
  const last = past.at(-1);
  const choice = (name: 'download' | 'keep') => (
    <label className="flex min-h-target cursor-pointer items-center gap-3">
      <input
        type="checkbox"
        className="size-4.5 shrink-0 accent-accent"
        data-testid={`replay-${name}`}
        checked={replay[name]}
        disabled={change.isPending}
        onChange={({ currentTarget }) => decide({ [name]: currentTarget.checked })}
      />
      {t(`replay.${name}`)}
    </label>
  );
  return (
    <>
      <Cutting
        title={title}
        replay={replay}
        busy={change.isPending}
        onCut={(cuts) => decide({ cuts }, () => setPast([...past, replay.cuts]))}
        onUndo={last ? () => decide({ cuts: last }, () => setPast(past.slice(0, -1))) : null}
      />
      <div className="mt-6 flex flex-wrap items-center gap-x-8 gap-y-2 border-line border-t pt-4">
        {choice('download')}
        {choice('keep')}
        <div className="flex flex-1 flex-wrap justify-end gap-2">
          <Link to={`/b/${slug}`} className={buttonClass('secondary', 's')}>
            <Eye aria-hidden className="size-4" />
            {t('replay.see')}
          </Link>
          <a href={`/api/broadcasts/${encodeURIComponent(slug)}/replay.mp4`} className={buttonClass('secondary', 's')}>
            <Download aria-hidden className="size-4" />
            {t('replay.file')}
          </a>
        </div>
      </div>
    </>
  );
}

function ReplayPage() {
  const { t } = useTranslation('admin');
  const { locale } = useLocale();
  const { slug = '' } = useParams();
  const broadcasts = useQuery({ queryKey: ['broadcasts'], queryFn: api.broadcasts });
  const broadcast = broadcasts.data?.find((one) => one.slug === slug);
  return (
    <main>
      <title>{`${t('replay.title')} · Antenne`}</title>
      <Link to="/admin" className="inline-flex min-h-9 items-center gap-1.5 text-ink-2 text-s hover:text-ink">
        <ArrowLeft aria-hidden className="size-4" />
        {t('title')}
      </Link>
      <h1 className="text-title">{t('replay.title')}</h1>
      <p className="mb-5 text-ink-2">
        {broadcast
          ? `${broadcast.title} · ${dayIn(broadcast.startedAt ?? broadcast.plannedStart, locale, broadcast.zone, true)}`
          : slug}
      </p>
      <ReplayDesk key={slug} slug={slug} title={broadcast?.title ?? slug} />
    </main>
  );
}

/** `/admin/replay/:slug`: what the owner makes of a broadcast that is over. */
export function Component() {
  return (
    <Data>
      <Frame>
        <ReplayPage />
      </Frame>
    </Data>
  );
}
