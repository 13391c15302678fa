import type { QuestionClaim, QuestionMove, RejectionReason, StaffQuestion, StaffRole } from '@antenne/server/contract';
import { Check, ChevronUp, Hand, ListPlus, Merge, Pencil, Radio, RotateCcw, Split, UserX, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../realtime/index.ts';
import { Badge, Button, cx, elapsedText, Here, spaced, useLocale } from '../ui/index.ts';
import { textOf } from './columns.ts';
import { EditForm } from './EditForm.tsx';
import { HeldReason } from './HeldReason.tsx';
import { MergePanel } from './MergePanel.tsx';
import { canMove, needsReason, toAir } from './moves.ts';
import { RejectReasons } from './RejectReasons.tsx';
import { ReopenReasons } from './ReopenReasons.tsx';
import { WrittenAnswer } from './WrittenAnswer.tsx';

/** What the desk does with the card that is chosen. */
export type CardMode = 'browse' | 'rejecting' | 'editing' | 'merging' | 'reopening';

export type CardHands = {
  role: StaffRole;
  onSelect: (id: string) => void;
  onMove: (question: StaffQuestion, move: QuestionMove) => void;
  onMode: (id: string, mode: CardMode) => void;
  onMark: (id: string) => void;
  onClaim: (question: StaffQuestion) => void;
  /** What a question can be merged into; null: it could not be found out. */
  onFind: (question: StaffQuestion, search: string) => Promise<readonly StaffQuestion[] | null>;
  /** Owner only: forget its author. */
  onPurge: ((question: StaffQuestion) => void) | null;
};

/** What others do with a question, and what is done with it together with others. */
export type CardCompany = {
  /** Somebody works on it. */
  claim: QuestionClaim | null;
  claimIsMine: boolean;
  /** Other people who have chosen it. */
  lookers: readonly { id: string; name: string }[];
  marked: boolean;
  /** Those that it speaks for, as far as they are here. */
  merged: readonly StaffQuestion[];
  /** While it is merged: the one that speaks for it. */
  speaker: StaffQuestion | null;
};

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
  const may = (move: QuestionMove['type']) => canMove(hands.role, question.state, move);
  const move = (what: QuestionMove) => hands.onMove(question, what);
  const size = selected ? 'm' : 's';
  const markable = may('approve') || may('queue');
  const { claim, claimIsMine, lookers, marked, merged, speaker } = company;
  const back = question.state === 'merged' ? 'unmerge' : 'reopen';
  return (
    <li
      data-testid={testId}
      data-id={question.id}
      data-state={question.state}
      aria-current={selected || undefined}
      className={cx(
        'flex flex-col gap-2.5 rounded-m border p-3 transition-[border-color]',
        selected ? 'border-accent-text bg-surface shadow-card' : 'border-line bg-surface',
        claim && !claimIsMine && !selected && 'opacity-70',
      )}
    >
      {children}
      {claim || lookers.length > 0 ? (
        <p className="flex items-center gap-2 text-s">
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
        </p>
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
        <span className="font-medium">{question.author ?? t('card.anonymous')}</span>
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
          onSave={(text) => {
            move({ type: 'edit', text });
            hands.onMode(question.id, 'browse');
          }}
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
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          {may('approve') ? (
            <Button
              size={size}
              variant={selected ? 'primary' : 'secondary'}
              icon={<Check aria-hidden className="size-4" />}
              busy={busy}
              data-testid="approve"
              keyHint="A"
              onClick={() => move({ type: 'approve' })}
            >
              {t('move.approve')}
            </Button>
          ) : null}
          {may('putOnAir') ? (
            <Button
              size={size}
              variant={selected ? 'onair' : 'secondary'}
              icon={<Radio aria-hidden className="size-4" />}
              busy={busy}
              data-testid="put-on-air"
              keyHint="O"
              onClick={() => move(toAir(onAirId))}
            >
              {t(onAirId ? 'move.replace' : 'move.putOnAir')}
            </Button>
          ) : null}
          {may('queue') ? (
            <Button
              size={size}
              icon={<ListPlus aria-hidden className="size-4" />}
              busy={busy}
              data-testid="queue"
              keyHint="Q"
              onClick={() => move({ type: 'queue' })}
            >
              {t('move.queue')}
            </Button>
          ) : null}
          {may('reject') && (selected || question.state !== 'approved') ? (
            <Button
              size={size}
              variant={question.state === 'approved' ? 'quiet' : 'secondary'}
              icon={<X aria-hidden className="size-4" />}
              disabled={busy}
              data-testid="reject"
              keyHint="R"
              onClick={() => hands.onMode(question.id, 'rejecting')}
            >
              {t('move.reject')}
            </Button>
          ) : null}
          {selected && may('merge') ? (
            <Button
              size="s"
              variant="quiet"
              className="px-2!"
              icon={<Merge aria-hidden className="size-4" />}
              disabled={busy}
              data-testid="merge"
              keyHint="M"
              onClick={() => hands.onMode(question.id, 'merging')}
            >
              {t('move.merge')}
            </Button>
          ) : null}
          {may(back) && (selected || question.state !== 'queued') ? (
            <Button
              size="s"
              variant="quiet"
              className="px-2!"
              icon={
                question.state === 'merged' ? (
                  <Split aria-hidden className="size-4" />
                ) : (
                  <RotateCcw aria-hidden className="size-4" />
                )
              }
              busy={busy}
              data-testid="reopen"
              keyHint="U"
              onClick={() =>
                needsReason(question, back) ? hands.onMode(question.id, 'reopening') : move({ type: back })
              }
            >
              {t(
                question.state === 'queued'
                  ? 'move.unqueue'
                  : question.state === 'merged'
                    ? 'move.unmerge'
                    : 'move.reopen',
              )}
            </Button>
          ) : null}
          {selected && may('edit') ? (
            <Button
              size="s"
              variant="quiet"
              className="px-2!"
              icon={<Pencil aria-hidden className="size-4" />}
              disabled={busy}
              data-testid="edit"
              keyHint="E"
              onClick={() => hands.onMode(question.id, 'editing')}
            >
              {t('move.edit')}
            </Button>
          ) : null}
          {selected && may('edit') ? (
            <Button
              size="s"
              variant="quiet"
              className="px-2!"
              icon={<Hand aria-hidden className="size-4" />}
              aria-pressed={claimIsMine}
              disabled={claim !== null && !claimIsMine}
              data-testid="claim"
              keyHint="C"
              onClick={() => hands.onClaim(question)}
            >
              {t(claimIsMine ? 'claim.drop' : 'claim.take')}
            </Button>
          ) : null}
          {selected && hands.onPurge ? (
            <Button
              size="s"
              variant="quiet"
              className="px-2!"
              icon={<UserX aria-hidden className="size-4" />}
              data-testid="purge"
              onClick={() => hands.onPurge?.(question)}
            >
              {t('purge.open')}
            </Button>
          ) : null}
          {markable ? (
            <label className="ml-auto inline-flex min-h-9 cursor-pointer items-center gap-2 px-1 text-ink-2 text-s pointer-coarse:min-h-target">
              <input
                type="checkbox"
                checked={marked}
                onChange={() => hands.onMark(question.id)}
                className="size-4 accent-(--accent)"
                data-testid="mark"
              />
              {t('many.mark')}
            </label>
          ) : null}
        </div>
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
