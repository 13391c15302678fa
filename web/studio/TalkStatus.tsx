import type { StudioContributor } from '@antenne/server/contract';
import { Headphones, Mic, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/index.ts';
import { useAssets } from './assets.tsx';
import { useTalk } from './talk.tsx';

/** Over the desk while the producer speaks or hears somebody alone: an open microphone is never out of sight. */
export function TalkStatus({ contributors }: { contributors: readonly StudioContributor[] }) {
  const { t, i18n } = useTranslation('studio');
  const talk = useTalk();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const names = new Map([
    ...contributors.map(({ id, name }) => [id, name] as const),
    ...useAssets().map(({ id, title }) => [id, title] as const),
  ]);
  const namesOf = (ids: Iterable<string>) => list.format([...ids].flatMap((id) => names.get(id) ?? []));
  const { wish, solo } = talk;
  if (!wish && solo.size === 0) return null;
  const to = wish && (wish.to === 'all' ? t('talk.everybody') : namesOf(wish.to));
  return (
    <div className="pointer-events-none fixed inset-x-2 bottom-3 z-30 flex justify-center">
      <div
        data-testid="talk-status"
        data-heard={talk.heard}
        className="pointer-events-auto flex max-w-full flex-wrap items-center justify-center gap-x-4 gap-y-1 rounded-l border-2 border-accent bg-surface px-4 py-2 shadow-high"
      >
        {to ? (
          <p role="status" className="flex min-w-0 items-center gap-2 font-semibold">
            <Mic
              aria-hidden
              className={talk.heard ? 'size-5 shrink-0 animate-pulse-live' : 'size-5 shrink-0 opacity-45'}
            />
            <span className="min-w-0 truncate">
              {t(talk.heard ? (wish.private ? 'talk.speakingPrivate' : 'talk.speaking') : 'talk.opening', { name: to })}
            </span>
          </p>
        ) : null}
        {solo.size > 0 ? (
          <p className="flex min-w-0 items-center gap-2 text-ink-2">
            <Headphones aria-hidden className="size-5 shrink-0" />
            <span className="min-w-0 truncate">{t('talk.hearing', { name: namesOf(solo) })}</span>
          </p>
        ) : null}
        {talk.latched || solo.size > 0 ? (
          <Button
            size="s"
            data-testid="talk-end"
            icon={<X aria-hidden className="size-4" />}
            onClick={() => {
              if (talk.latched && wish) talk.toggleLatch(wish);
              talk.clearSolo();
            }}
          >
            {t('talk.end')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
