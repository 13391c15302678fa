import type { QuestionMove, RejectionReason, StaffQuestion } from '@antenne/server/contract';
import { ChevronUp, Hand, Merge, Pencil } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../realtime/index.ts';
import { Badge, Byline, cx, elapsedText, Here, spaced, useLocale } from '../ui/index.ts';
import { useAsOpened } from './as-opened.ts';
import { CardActions } from './CardActions.tsx';
import type { CardCompany, CardHands, CardMode } from './card.ts';
import { textOf } from './columns.ts';
import { EditForm } from './EditForm.tsx';
import { HeldReason } from './HeldReason.tsx';
import { MergePanel } from './MergePanel.tsx';
import { RejectReasons } from './RejectReasons.tsx';
import { ReopenReasons } from './ReopenReasons.tsx';
import { BurstNote } from './votes/BurstNote.tsx';
import { WrittenAnswer } from './WrittenAnswer.tsx';

/** One question. The chosen one is large and carries everything that can be done to it. */
export function QuestionCard({
  question,
  theme,
  clock,
  testId,
  selected,
  mode,
  busy,
  onAirId,
  company,
  hands,
  children,
}: {
  question: StaffQuestion;
  theme: string;
  clock: { now: () => number };
  testId: string;
  selected: boolean;
  mode: CardMode;
  busy: boolean;
  /** The question that is on the screen; null: none. Putting this one there answers that one, and no other. */
  onAirId: string | null;
  company: CardCompany;
  hands: CardHands;
  /** Above the text: the state, where the column does not say it. */
  children?: ReactNode;
}) {
  const { t } = useTranslation('moderator');
  const { locale } = useLocale();
  const head = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!selected) return;
    head.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const edited = useAsOpened(question, selected && mode === 'editing');
  const move = (what: QuestionMove) => hands.onMove(what.type === 'edit' ? edited : question, what);
  const { claim, claimIsMine, lookers, merged, speaker } = company;
  const back = question.state === 'merged' ? 'unmerge' : 'reopen';
  return (
    <li
      data-testid={testId}
      data-id={question.id}
      data-state={question.state}
      aria-current={selected || undefined}
      className={cx(
        'relative flex flex-col gap-2.5 rounded-m border p-3 transition-[border-color]',
        selected ? 'border-accent-text bg-surface shadow-card' : 'border-line bg-surface',
        // Not paler: its words must stay readable.
        claim && !claimIsMine && !selected && 'border-dashed',
      )}
    >
      {children}
      {claim || lookers.length > 0 ? (
        // On the card's edge: whoever comes and goes moves nothing under the cursor.
        <div className="absolute -top-3 right-2 flex max-w-[90%] items-center gap-2 text-s">
          {claim ? (
            <Badge tone={claimIsMine ? 'accent' : 'warn'} icon={<Hand aria-hidden />}>
              {claimIsMine ? t('claim.mine') : t('claim.by', { name: claim.name })}
            </Badge>
          ) : null}
          {lookers.length > 0 ? (
            <Here
              label={t('card.lookers')}
              people={lookers.map(({ id, name }) => ({ id, name, title: t('card.looks', { name }) }))}
            />
          ) : null}
        </div>
      ) : null}
      <button
        ref={head}
        type="button"
        data-card={question.id}
        aria-pressed={selected}
        onClick={() => hands.onSelect(question.id)}
        className={cx(
          'written w-full text-left',
          selected ? 'font-semibold text-l leading-snug' : 'line-clamp-4 leading-snug',
        )}
      >
        {spaced(textOf(question), locale)}
      </button>
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-2 text-s">
        <span className="font-medium">
          <Byline of={question} anonymous={t('card.anonymous')} />
        </span>
        {question.state === 'pending' || question.state === 'held' ? (
          <Waited since={Date.parse(question.submittedAt)} clock={clock} />
        ) : question.rejection ? (
          <Badge>{t(`reason.${question.rejection.reason}`)}</Badge>
        ) : (
          <span className="flex items-center tabular-nums">
            <ChevronUp aria-hidden className="size-4 text-ink-3" />
            {t('card.votes', { count: question.votes })}
          </span>
        )}
        <Badge>{theme}</Badge>
        <HeldReason question={question} />
        {question.mergedCount > 0 ? (
          <Badge icon={<Merge aria-hidden />}>{t('card.merged', { count: question.mergedCount })}</Badge>
        ) : null}
        {question.edited !== null ? <Badge icon={<Pencil aria-hidden />}>{t('card.edited')}</Badge> : null}
      </p>
      {company.burst && hands.onVotes ? <BurstNote question={question} onVotes={hands.onVotes} /> : null}
      {question.edited !== null && selected && mode !== 'editing' ? (
        <p className="written border-line border-l-3 pl-2.5 text-ink-3 text-s">
          <span className="font-semibold">{t('card.original')} </span>
          {question.original}
        </p>
      ) : null}
      {selected && merged.length > 0 ? (
        <ul aria-label={t('card.mergedList')} className="flex flex-col gap-1 border-line border-l-3 pl-2.5">
          {merged.map((one) => (
            <li key={one.id} className="written text-ink-2 text-s">
              {spaced(textOf(one), locale)}
            </li>
          ))}
        </ul>
      ) : null}
      {question.state === 'merged' ? (
        <p className="written border-line border-l-3 pl-2.5 text-ink-2 text-s">
          <span className="font-semibold">{t('card.into')} </span>
          {speaker ? spaced(textOf(speaker), locale) : '…'}
        </p>
      ) : null}
      {selected && mode === 'editing' ? (
        <EditForm
          question={question}
          busy={busy}
          // It closes once the server has it; while it is asked about first, and while nobody answers, what was typed stays.
          onSave={(edit) => move({ type: 'edit', ...edit })}
          onCancel={() => hands.onMode(question.id, 'browse')}
        />
      ) : selected && mode === 'rejecting' ? (
        <RejectReasons
          onReject={(reason: RejectionReason) => move({ type: 'reject', reason })}
          onCancel={() => hands.onMode(question.id, 'browse')}
        />
      ) : selected && mode === 'merging' ? (
        <MergePanel
          find={(search) => hands.onFind(question, search)}
          onMerge={(into) => move({ type: 'merge', into })}
          onCancel={() => hands.onMode(question.id, 'browse')}
        />
      ) : selected && mode === 'reopening' ? (
        <ReopenReasons
          title={t(question.state === 'merged' ? 'reopen.whyUnmerge' : 'reopen.why')}
          onReason={(reason) => move({ type: back, reason })}
          onCancel={() => hands.onMode(question.id, 'browse')}
        />
      ) : (
        <CardActions
          question={question}
          selected={selected}
          busy={busy}
          onAirId={onAirId}
          company={company}
          hands={hands}
        />
      )}
      {selected ? <WrittenAnswer key={question.id} question={question} /> : null}
    </li>
  );
}

/** Two minutes are long for someone who watches their question wait. */
const LONG_WAIT_MS = 120_000;

/** By itself, so that a second draws the time and not the card. */
function Waited({ since, clock }: { since: number; clock: { now: () => number } }) {
  const { t } = useTranslation('moderator');
  const ms = useNow(clock) - since;
  return (
    <span className={cx('tabular-nums', ms >= LONG_WAIT_MS ? 'font-medium text-warn-text' : 'text-ink-3')}>
      {t('card.ago', { time: elapsedText(ms) })}
    </span>
  );
}
