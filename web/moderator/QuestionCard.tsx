import type { QuestionMove, RejectionReason, StaffQuestion, StaffRole } from '@antenne/server/contract';
import { Check, ChevronUp, ListPlus, Pencil, Radio, RotateCcw, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Button, cx, elapsedText, spaced, useLocale } from '../ui/index.ts';
import { textOf } from './columns.ts';
import { EditForm } from './EditForm.tsx';
import { HeldReason } from './HeldReason.tsx';
import { canMove } from './moves.ts';
import { RejectReasons } from './RejectReasons.tsx';
import { WrittenAnswer } from './WrittenAnswer.tsx';

/** What the desk does with the card that is chosen. */
export type CardMode = 'browse' | 'rejecting' | 'editing';

export type CardHands = {
  role: StaffRole;
  onSelect: (id: string) => void;
  onMove: (question: StaffQuestion, move: QuestionMove) => void;
  onMode: (id: string, mode: CardMode) => void;
};

/** One question. The chosen one is large and carries everything that can be done to it. */
export function QuestionCard({
  question,
  theme,
  now,
  testId,
  selected,
  mode,
  busy,
  onAirNow,
  hands,
  children,
}: {
  question: StaffQuestion;
  theme: string;
  now: number;
  testId: string;
  selected: boolean;
  mode: CardMode;
  busy: boolean;
  /** Another question is on the screen: putting this one there answers that one. */
  onAirNow: boolean;
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
  const waited = now - Date.parse(question.submittedAt);
  return (
    <li
      data-testid={testId}
      data-id={question.id}
      data-state={question.state}
      aria-current={selected || undefined}
      className={cx(
        'flex flex-col gap-2.5 rounded-m border p-3 transition-[border-color]',
        selected ? 'border-accent-text bg-surface shadow-card' : 'border-line bg-surface',
      )}
    >
      {children}
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
        <Badge>{theme}</Badge>
        {question.state === 'pending' || question.state === 'held' ? (
          <Waited ms={waited} />
        ) : question.rejection ? (
          <Badge>{t(`reason.${question.rejection.reason}`)}</Badge>
        ) : (
          <span className="flex items-center tabular-nums">
            <ChevronUp aria-hidden className="size-4 text-ink-3" />
            {t('card.votes', { count: question.votes })}
          </span>
        )}
        <HeldReason question={question} />
        {question.edited !== null ? <Badge icon={<Pencil aria-hidden />}>{t('card.edited')}</Badge> : null}
      </p>
      {question.edited !== null && selected && mode !== 'editing' ? (
        <p className="written border-line border-l-3 pl-2.5 text-ink-3 text-s">
          <span className="font-semibold">{t('card.original')} : </span>
          {question.original}
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
      ) : (
        <div className="flex flex-wrap gap-2">
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
              onClick={() => move({ type: 'putOnAir', replace: onAirNow })}
            >
              {t(onAirNow ? 'move.replace' : 'move.putOnAir')}
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
          {may('reopen') && (selected || question.state !== 'queued') ? (
            <Button
              size={size}
              variant="quiet"
              icon={<RotateCcw aria-hidden className="size-4" />}
              busy={busy}
              data-testid="reopen"
              onClick={() => move({ type: 'reopen' })}
            >
              {t(question.state === 'queued' ? 'move.unqueue' : 'move.reopen')}
            </Button>
          ) : null}
          {selected && may('edit') ? (
            <Button
              size={size}
              variant="quiet"
              icon={<Pencil aria-hidden className="size-4" />}
              disabled={busy}
              data-testid="edit"
              keyHint="E"
              onClick={() => hands.onMode(question.id, 'editing')}
            >
              {t('move.edit')}
            </Button>
          ) : null}
        </div>
      )}
      {selected ? <WrittenAnswer key={question.id} question={question} /> : null}
    </li>
  );
}

/** Two minutes are long for someone who watches their question wait. */
const LONG_WAIT_MS = 120_000;

function Waited({ ms }: { ms: number }) {
  const { t } = useTranslation('moderator');
  return (
    <span className={cx('tabular-nums', ms >= LONG_WAIT_MS ? 'font-medium text-warn-text' : 'text-ink-3')}>
      {t('card.ago', { time: elapsedText(ms) })}
    </span>
  );
}
