import type { StaffQuestion } from '@antenne/server/contract';
import { ChevronUp, Merge } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, cx, spaced, TextField, useLocale } from '../ui/index.ts';
import { textOf } from './columns.ts';

/** Milliseconds without a letter after which is looked for what was written. */
const PAUSE_MS = 150;

/** Which question speaks for this one: the most similar first, or what is looked for. Arrows choose, Enter merges, Esc leaves. */
export function MergePanel({
  title,
  find,
  onMerge,
  onCancel,
}: {
  /** Default: for one question. */
  title?: string;
  /** What it can be merged into; an empty search: what resembles it, the likest first. Null: it could not be found out. */
  find: (search: string) => Promise<readonly StaffQuestion[] | null>;
  onMerge: (into: string) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation('moderator');
  const { locale } = useLocale();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [found, setFound] = useState<readonly StaffQuestion[] | null>([]);
  const [looking, setLooking] = useState(true);
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });
  useEffect(() => {
    let over = false;
    setLooking(true);
    const timer = setTimeout(
      async () => {
        const answer = await latest.current(search);
        if (over) return;
        setFound(answer);
        setLooking(false);
      },
      search === '' ? 0 : PAUSE_MS,
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [search]);
  const targets = found ?? [];
  const chosen = targets[Math.min(at, targets.length - 1)];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, targets.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') {
      // What is being looked for is not what stands there.
      if (chosen && !looking) onMerge(chosen.id);
    } else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex flex-col gap-2.5" data-testid="merge-panel">
      <TextField
        ref={field}
        label={title ?? t('merge.title')}
        hint={t('merge.hint')}
        value={search}
        placeholder={t('merge.search')}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-testid="merge-search"
      />
      {targets.length === 0 ? (
        <p className="text-ink-2 text-s" role="status">
          {t(
            looking
              ? 'merge.looking'
              : found === null
                ? 'merge.failed'
                : search.trim() === ''
                  ? 'merge.noneSimilar'
                  : 'merge.noneFound',
          )}
        </p>
      ) : (
        <ul className="flex flex-col gap-1.5" aria-label={t('merge.targets')}>
          {targets.map((question) => (
            <li key={question.id}>
              <button
                type="button"
                data-testid="merge-target"
                data-id={question.id}
                aria-current={question === chosen || undefined}
                onClick={() => onMerge(question.id)}
                className={cx(
                  'flex w-full flex-col gap-1 rounded-m border px-3 py-2 text-left hover:border-line-strong',
                  question === chosen ? 'border-accent-text bg-sunken' : 'border-line',
                )}
              >
                <span className="written line-clamp-2 leading-snug">{spaced(textOf(question), locale)}</span>
                <span className="flex items-center gap-2 text-ink-2 text-s">
                  <Badge>{t(`state.${question.state}`)}</Badge>
                  <span className="flex items-center tabular-nums">
                    <ChevronUp aria-hidden className="size-4 text-ink-3" />
                    {t('card.votes', { count: question.votes })}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex gap-2">
        <Button
          size="s"
          variant="primary"
          icon={<Merge aria-hidden className="size-4" />}
          disabled={!chosen}
          onClick={() => chosen && onMerge(chosen.id)}
          data-testid="merge-confirm"
        >
          {t('move.merge')}
        </Button>
        <Button size="s" variant="quiet" onClick={onCancel}>
          {t('move.cancel')}
        </Button>
      </div>
    </div>
  );
}
