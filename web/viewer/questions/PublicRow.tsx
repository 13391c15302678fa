import type { PublicQuestion, Theme } from '@antenne/server/contract';
import { Check, ChevronUp, Play } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Byline, cx, StatePill, spaced, useLocale } from '../../ui/index.ts';
import { takesVotes } from './ask.ts';

export type PublicRowProps = {
  /** Null: it left while someone was reading the list; its place stays empty. */
  question: PublicQuestion | null;
  theme: Theme | undefined;
  /** 1-based number of the theme, for its short name. */
  themeNumber: number;
  own: boolean;
  vote: { on: boolean; votes: number };
  onVote: (on: boolean) => void;
  /** Shows the moment at which it was on air; null: it cannot be shown. */
  onWatch: (() => void) | null;
};

/** One approved question: support it, read it, see what became of it. */
export function PublicRow({ question, theme, themeNumber, own, vote, onVote, onWatch }: PublicRowProps) {
  const { t } = useTranslation(['viewer', 'asking', 'common']);
  const { locale } = useLocale();
  const place = useRef<HTMLLIElement>(null);
  const height = useRef(0);
  useLayoutEffect(() => {
    if (question && place.current) height.current = place.current.offsetHeight;
  });
  if (!question) return <li aria-hidden="true" style={{ minHeight: height.current }} />;

  const onAir = question.state === 'onAir';
  const answered = question.state === 'answered';
  const open = question.state === 'approved' && takesVotes(theme);
  return (
    <li
      ref={place}
      data-testid="public-question"
      data-id={question.id}
      data-state={question.state}
      className={cx('flex gap-3 py-3 pr-4 pl-3', onAir && 'bg-onair-soft shadow-[inset_3px_0_0_var(--onair)]')}
    >
      <button
        type="button"
        data-testid="vote-button"
        aria-pressed={vote.on}
        aria-label={t(vote.on ? 'vote.on' : 'vote.off', { count: vote.votes })}
        disabled={!open}
        onClick={() => onVote(!vote.on)}
        className={cx(
          'flex h-13 w-12 shrink-0 flex-col items-center justify-center rounded-m border font-semibold text-s leading-tight tabular-nums transition-colors',
          vote.on && open ? 'border-accent bg-accent text-accent-ink' : 'border-line text-ink-2',
          open && !vote.on && 'hover:border-accent-text hover:text-accent-text',
          !open && 'border-transparent',
          !open && vote.on && 'bg-sunken',
        )}
      >
        {answered ? (
          <Check aria-hidden className="size-4.5" />
        ) : (
          <ChevronUp aria-hidden className="size-4.5" strokeWidth={2.6} />
        )}
        {vote.votes}
      </button>
      <div className="min-w-0 flex-1">
        {onAir ? (
          <p className="mb-1">
            <StatePill state="onair" pulse>
              {t('common:onAir')}
            </StatePill>
          </p>
        ) : null}
        <p className={cx('written', answered ? 'text-ink-2' : 'text-ink')}>{spaced(question.text, locale)}</p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-3 text-s">
          <span className="min-w-0 max-w-full truncate">
            <Byline of={question} anonymous={t('anonymous')} />
          </span>
          {themeNumber > 0 ? <Badge>{t('themeNumber', { number: themeNumber })}</Badge> : null}
          {own ? <Badge tone="accent">{t('own.mine')}</Badge> : null}
          {answered && !onWatch ? <span>{t('answered')}</span> : null}
          {answered && onWatch ? (
            <button
              type="button"
              data-testid="watch-answer"
              className="flex min-h-8 items-center gap-1.5 rounded-s font-medium text-accent-text underline-offset-4 hover:underline pointer-coarse:min-h-target"
              onClick={onWatch}
            >
              <Play aria-hidden className="size-4" />
              {t('asking:watchAnswer')}
            </button>
          ) : null}
        </p>
        {question.writtenAnswer !== null ? (
          <div className="mt-2 border-line border-l-3 pl-3" data-testid="written-answer">
            <p className="font-semibold text-ink-3 text-s">{t('asking:writtenAnswer')}</p>
            <p className="written">{spaced(question.writtenAnswer, locale)}</p>
          </div>
        ) : null}
      </div>
    </li>
  );
}
