import type { ControlSnapshot, QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlRoom, type Link, useNow } from '../realtime/index.ts';
import { Badge, Button, cx, shortTitle, toast, useHeld, useLocale, usePageKeys, useSteadyOrder } from '../ui/index.ts';
import { OnAirCard } from './AirColumn.tsx';
import { Column, EmptyColumn } from './Column.tsx';
import { ConflictNote } from './ConflictNote.tsx';
import type { Filter } from './columns.ts';
import { type ModerationAction, moderationKey } from './keys.ts';
import { ModerationHeader } from './ModerationHeader.tsx';
import { ModerationKeys } from './ModerationKeys.tsx';
import { canMove } from './moves.ts';
import { type CardHands, type CardMode, QuestionCard } from './QuestionCard.tsx';
import { useMoves } from './use-moves.ts';
import { COLUMNS, type ColumnName, useQueue } from './use-queue.ts';

/** The desk: waiting, approved, on air; one chosen card and a hand on the keyboard. */
export function Moderation({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t } = useTranslation('moderator');
  const { text } = useLocale();
  const now = useNow(room.clock);
  const [filter, setFilter] = useState<Filter>({ themeId: null, search: '' });
  const [cardMode, setCardMode] = useState<{ id: string; mode: CardMode } | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const approvedList = useRef<HTMLDivElement>(null);
  const { me, broadcast } = state;
  const queue = useQueue(state.questions, filter);
  const moves = useMoves(room, queue.expect);
  const { columns, selected } = queue;
  const approved = useSteadyOrder(columns.approved, useHeld(approvedList));
  const mode: CardMode = cardMode !== null && cardMode.id === selected?.id ? cardMode.mode : 'browse';

  const waitingCount = state.questions.filter((one) => one.state === 'pending' || one.state === 'held').length;
  useEffect(() => {
    const title = t('pageTitle', { title: broadcast.title });
    document.title = waitingCount > 0 ? `(${waitingCount}) ${title}` : title;
  }, [waitingCount, broadcast.title, t]);

  const run = (question: StaffQuestion, move: QuestionMove) => {
    setCardMode(null);
    if (moves.busy.has(question.id)) return;
    if (canMove(me.role, question.state, move.type)) void moves.run(question, move);
    else toast({ text: t('notNow', { move: t(`move.${move.type}`), state: t(`state.${question.state}`) }) });
  };
  const hands = (column: ColumnName): CardHands => ({
    role: me.role,
    onSelect: (id) => queue.select(column, id),
    onMove: run,
    onMode: (id, next) => {
      queue.select(column, id);
      setCardMode(next === 'browse' ? null : { id, mode: next });
    },
  });

  const act = (action: ModerationAction) => {
    switch (action.type) {
      case 'move':
        setCardMode(null);
        return queue.move(action.by);
      case 'column':
        setCardMode(null);
        return queue.moveColumn(action.by);
      case 'approve':
      case 'queue':
        return selected ? run(selected, { type: action.type }) : undefined;
      case 'putOnAir':
        return selected ? run(selected, { type: 'putOnAir', replace: columns.onAir !== null }) : undefined;
      case 'startReject':
        return selected && canMove(me.role, selected.state, 'reject')
          ? setCardMode({ id: selected.id, mode: 'rejecting' })
          : undefined;
      case 'cancelReject':
        return setCardMode(null);
      case 'reject':
        return selected ? run(selected, { type: 'reject', reason: action.reason }) : undefined;
      case 'answered':
        return columns.onAir ? run(columns.onAir, { type: 'answered' }) : undefined;
      case 'edit':
        return selected && canMove(me.role, selected.state, 'edit')
          ? setCardMode({ id: selected.id, mode: 'editing' })
          : undefined;
      case 'undo':
        return moves.undo();
      case 'search':
        return search.current?.focus();
      case 'showNew':
        return queue.showFresh();
      case 'help':
        return setKeysOpen(true);
      default:
        return action satisfies never;
    }
  };
  usePageKeys(!keysOpen && mode !== 'editing', (press) => {
    const action = moderationKey(press, mode === 'rejecting' ? 'rejecting' : 'browse');
    if (action) act(action);
    return action !== null;
  });

  const themeOf = (question: StaffQuestion) => {
    const theme = broadcast.themes.find((candidate) => candidate.id === question.themeId);
    return theme ? shortTitle(text(theme.title)) : '';
  };
  const card = (question: StaffQuestion, column: ColumnName, testId: string) => (
    <QuestionCard
      key={question.id}
      question={question}
      theme={themeOf(question)}
      now={now}
      testId={testId}
      selected={selected?.id === question.id && queue.column === column}
      mode={mode}
      busy={moves.busy.has(question.id)}
      onAirNow={columns.onAir !== null}
      hands={hands(column)}
    >
      {question.state === 'queued' ? (
        <span>
          <Badge tone="preview">{t('card.queued')}</Badge>
        </span>
      ) : null}
    </QuestionCard>
  );
  const filtered = filter.themeId !== null || filter.search.trim() !== '';
  const counts: Record<ColumnName, number> = {
    waiting: waitingCount,
    approved: columns.approved.length,
    air: columns.answered.length + (columns.onAir ? 1 : 0),
  };
  return (
    <div data-desk="moderation" className="flex min-h-dvh flex-col bg-canvas lg:h-dvh lg:overflow-hidden">
      <ModerationHeader
        state={state}
        link={link}
        now={now}
        filter={filter}
        onFilter={setFilter}
        searchRef={search}
        onKeys={() => setKeysOpen(true)}
      />
      {moves.conflict ? (
        <ConflictNote
          conflict={moves.conflict}
          current={state.questions.find((one) => one.id === moves.conflict?.before.id) ?? null}
          role={me.role}
          onAgain={(question) => {
            const wanted = moves.conflict?.wanted;
            // Insisting on the air means in place of the one that was faster.
            if (wanted) run(question, wanted.type === 'putOnAir' ? { ...wanted, replace: true } : wanted);
          }}
          onDismiss={moves.dismissConflict}
        />
      ) : null}
      <ColumnTabs column={queue.column} counts={counts} onChoose={(to) => queue.select(to, null)} />
      <main className="grid min-h-0 flex-1 gap-x-5 px-3 pb-6 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)_minmax(0,1fr)] lg:px-5 lg:pb-0">
        <Column
          title={t('columns.waiting')}
          count={counts.waiting}
          active={queue.column === 'waiting'}
          shown={queue.column === 'waiting'}
          aside={
            <span role="status">
              {queue.fresh.length > 0 ? (
                <Button variant="primary" size="s" data-testid="new-questions" keyHint="N" onClick={queue.showFresh}>
                  {t('columns.new', { count: queue.fresh.length })}
                </Button>
              ) : null}
            </span>
          }
        >
          {columns.waiting.length === 0 ? (
            <EmptyColumn>
              {t(filtered && counts.waiting > 0 ? 'columns.waitingNoMatch' : 'columns.waitingEmpty')}
            </EmptyColumn>
          ) : (
            <ol className="flex flex-col gap-2.5">
              {columns.waiting.map((one) => card(one, 'waiting', 'pending-question'))}
            </ol>
          )}
        </Column>
        <Column
          title={t('columns.approved')}
          count={counts.approved}
          active={queue.column === 'approved'}
          shown={queue.column === 'approved'}
          listRef={approvedList}
        >
          {approved.length === 0 ? <EmptyColumn>{t('columns.approvedEmpty')}</EmptyColumn> : null}
          <ol className="flex flex-col gap-2.5">{approved.map((one) => card(one, 'approved', 'approved-question'))}</ol>
        </Column>
        <Column
          title={t('columns.air')}
          count={counts.air}
          active={queue.column === 'air'}
          shown={queue.column === 'air'}
        >
          <div className="flex flex-col gap-5">
            {columns.onAir ? (
              <OnAirCard
                question={columns.onAir}
                theme={themeOf(columns.onAir)}
                now={now}
                busy={moves.busy.has(columns.onAir.id)}
                selected={selected?.id === columns.onAir.id}
                editing={selected?.id === columns.onAir.id && mode === 'editing'}
                hands={hands('air')}
              />
            ) : (
              <EmptyColumn>{t('columns.airEmpty')}</EmptyColumn>
            )}
            <Past title={t('columns.answered')} members={columns.answered} empty={t('columns.answeredEmpty')}>
              {(one) => card(one, 'air', 'answered-question')}
            </Past>
            {columns.rejected.length > 0 ? (
              <Past title={t('columns.rejected')} members={columns.rejected} empty="">
                {(one) => card(one, 'air', 'rejected-question')}
              </Past>
            ) : null}
          </div>
        </Column>
      </main>
      <ModerationKeys open={keysOpen} onOpenChange={setKeysOpen} />
    </div>
  );
}

function Past({
  title,
  members,
  empty,
  children,
}: {
  title: string;
  members: readonly StaffQuestion[];
  empty: string;
  children: (question: StaffQuestion) => React.ReactNode;
}) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 flex items-baseline gap-2 font-semibold text-ink-2 text-s">
        {title} <span className="text-ink-3 tabular-nums">{members.length}</span>
      </h3>
      {members.length === 0 ? <p className="text-ink-3 text-s">{empty}</p> : null}
      <ol className="flex flex-col gap-2.5">{members.map(children)}</ol>
    </section>
  );
}

/** On a phone: one column at a time. */
function ColumnTabs({
  column,
  counts,
  onChoose,
}: {
  column: ColumnName;
  counts: Record<ColumnName, number>;
  onChoose: (column: ColumnName) => void;
}) {
  const { t } = useTranslation('moderator');
  return (
    <fieldset className="sticky top-0 z-10 flex border-line border-b bg-canvas px-3 lg:hidden">
      <legend className="sr-only">{t('columns.label')}</legend>
      {COLUMNS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={column === one}
          onClick={() => onChoose(one)}
          className={cx(
            '-mb-px min-h-target flex-1 border-b-2 font-semibold text-s',
            column === one ? 'border-accent-text text-ink' : 'border-transparent text-ink-3',
          )}
        >
          {t(one === 'air' ? 'columns.airShort' : `columns.${one}`)} <span className="tabular-nums">{counts[one]}</span>
        </button>
      ))}
    </fieldset>
  );
}
