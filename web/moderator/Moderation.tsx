import {
  type ControlSnapshot,
  PUBLIC_QUESTION_STATES,
  type QuestionCount,
  type QuestionList,
  type QuestionMove,
  type StaffQuestion,
} from '@antenne/server/contract';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ControlRoom, type Link, useNow } from '../realtime/index.ts';
import { Badge, Button, shortTitle, toast, useHeld, useLocale, usePageKeys, useSteadyOrder } from '../ui/index.ts';
import { OnAirCard } from './AirColumn.tsx';
import { Column, ColumnTabs, EmptyColumn, Past } from './Column.tsx';
import { ConflictNote } from './ConflictNote.tsx';
import type { CardCompany, CardHands, CardMode } from './card.ts';
import type { Filter } from './columns.ts';
import { GrowingList } from './GrowingList.tsx';
import { type ModerationAction, moderationKey } from './keys.ts';
import { ManyBar } from './ManyBar.tsx';
import { ModerationHeader } from './ModerationHeader.tsx';
import { ModerationKeys } from './ModerationKeys.tsx';
import { canMove, needsReason, toAir } from './moves.ts';
import { PurgeDialog } from './PurgeDialog.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { ThemesDialog } from './ThemesDialog.tsx';
import { nextOffset, totalsOf } from './totals.ts';
import { useClaims } from './use-claims.ts';
import { useFinding } from './use-finding.ts';
import { useLook } from './use-look.ts';
import { useMany } from './use-many.ts';
import { useMoves } from './use-moves.ts';
import { type ColumnName, useQueue } from './use-queue.ts';
import { useStandingBack } from './use-standing-back.ts';
import { useBursts } from './votes/use-bursts.ts';
import { VotesDialog } from './votes/VotesDialog.tsx';

const isPublic = ({ state }: QuestionCount) => PUBLIC_QUESTION_STATES.some((one) => one === state);

/** The desk: waiting, approved, on air; one chosen card and a hand on the keyboard. */
export function Moderation({ room, state, link }: { room: ControlRoom; state: ControlSnapshot; link: Link }) {
  const { t } = useTranslation('moderator');
  const { text } = useLocale();
  const now = useNow(room.clock);
  const [openedAt] = useState(() => room.clock.now());
  const [filter, setFilter] = useState<Filter>({ themeId: null, search: '' });
  const [cardMode, setCardMode] = useState<{ id: string; mode: CardMode } | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const [themesOpen, setThemesOpen] = useState(false);
  const [purging, setPurging] = useState<StaffQuestion | null>(null);
  /** Whose votes are looked at. */
  const [examinedId, setExaminedId] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const approvedList = useRef<HTMLDivElement>(null);
  const { me, broadcast, questions, questionRules: rules } = state;
  const moderates = me.role === 'moderator' || me.role === 'owner';
  const judges = moderates || me.role === 'producer';
  const bursts = useBursts(room, state, link, judges);
  const examined = questions.find(({ id }) => id === examinedId) ?? null;
  const queue = useQueue(questions, filter);
  const moves = useMoves(room, queue.expect);
  const claims = useClaims(room, state, now);
  const standsBack = useStandingBack(claims, me.id, now);
  const many = useMany(moves, questions, me.role, standsBack);
  const find = useFinding(room, filter, queue.admit);
  const seesAll = state.sight === 'all';
  const totals = useMemo(
    // What is none of ours is not missing.
    () => totalsOf(questions, seesAll ? state.questionCounts : state.questionCounts.filter(isPublic)),
    [questions, seesAll, state.questionCounts],
  );
  const { columns, selected } = queue;
  useLook(room, link, selected?.id ?? null);
  const approved = useSteadyOrder(columns.approved, useHeld(approvedList));
  const mode: CardMode = cardMode !== null && cardMode.id === selected?.id ? cardMode.mode : 'browse';
  const choosingMany = many.marked.size > 0;

  const waitingCount = totals.of('waiting', null);
  useEffect(() => {
    const title = t('pageTitle', { title: broadcast.title });
    document.title = waitingCount > 0 ? `(${waitingCount}) ${title}` : title;
  }, [waitingCount, broadcast.title, t]);

  const run = (question: StaffQuestion, move: QuestionMove) => {
    if (moves.busy.has(question.id)) return;
    if (!canMove(me.role, question.state, move.type)) {
      return void toast({ text: t('notNow', { move: t(`move.${move.type}`), state: t(`state.${question.state}`) }) });
    }
    if (standsBack([question], move.type)) return;
    const close = () => setCardMode((open) => (open?.id === question.id ? null : open));
    // What was typed is gone with its form: that one stays until the server has it.
    if (move.type === 'edit') return void moves.run(question, move).then((decided) => decided && close());
    setCardMode(null);
    void moves.run(question, move);
  };
  const begin = (question: StaffQuestion, next: CardMode) => {
    setCardMode(next === 'browse' ? null : { id: question.id, mode: next });
    // Whoever begins something longer works on it: the others see who.
    if (next !== 'browse' && moderates && !claims.of(question.id)) void claims.take(question);
  };
  const claim = async (question: StaffQuestion) => {
    const faster = await claims.toggle(question);
    if (faster) toast({ tone: 'warn', text: t('claim.taken', { name: faster.name }) });
  };
  const hands = (column: ColumnName): CardHands => ({
    role: me.role,
    onSelect: (id) => queue.select(column, id),
    onMove: run,
    onMode: (id, next) => {
      queue.select(column, id);
      const question = questions.find((one) => one.id === id);
      if (question) begin(question, next);
    },
    onMark: many.toggle,
    onClaim: (question) => void claim(question),
    onFind: find,
    onPurge: me.role === 'owner' ? setPurging : null,
    onVotes: judges ? ({ id }) => setExaminedId(id) : null,
  });

  const act = (action: ModerationAction) => {
    const beginIf = (type: QuestionMove['type'], next: CardMode) =>
      selected && canMove(me.role, selected.state, type) ? begin(selected, next) : undefined;
    switch (action.type) {
      case 'move':
        setCardMode(null);
        return queue.move(action.by);
      case 'column':
        setCardMode(null);
        return queue.moveColumn(action.by);
      case 'approve':
      case 'queue':
        if (choosingMany) return void many.run({ type: action.type });
        return selected ? run(selected, { type: action.type }) : undefined;
      case 'putOnAir':
        return selected ? run(selected, toAir(columns.onAir?.id ?? null)) : undefined;
      case 'startReject':
        return choosingMany ? many.setMode('rejecting') : beginIf('reject', 'rejecting');
      case 'reject':
        if (choosingMany) return void many.run({ type: 'reject', reason: action.reason });
        return selected ? run(selected, { type: 'reject', reason: action.reason }) : undefined;
      case 'startReopen': {
        if (!selected) return;
        const type = selected.state === 'merged' ? 'unmerge' : 'reopen';
        return needsReason(selected, type) ? beginIf(type, 'reopening') : run(selected, { type });
      }
      case 'reopen':
        return selected
          ? run(selected, {
              type: selected.state === 'merged' ? 'unmerge' : 'reopen',
              reason: t(`reopen.${action.reason}`),
            })
          : undefined;
      case 'cancel':
        if (many.mode !== 'browse') return many.setMode('browse');
        if (mode !== 'browse') return setCardMode(null);
        return many.clear();
      case 'answered':
        return columns.onAir ? run(columns.onAir, { type: 'answered' }) : undefined;
      case 'edit':
        return beginIf('edit', 'editing');
      case 'merge':
        if (choosingMany) return judges ? many.setMode('merging') : undefined;
        return beginIf('merge', 'merging');
      case 'claim':
        return selected && moderates ? void claim(selected) : undefined;
      case 'mark':
        return selected && (canMove(me.role, selected.state, 'approve') || canMove(me.role, selected.state, 'queue'))
          ? many.toggle(selected.id)
          : undefined;
      case 'votes':
        return selected && judges && selected.votes > 0 ? setExaminedId(selected.id) : undefined;
      case 'undo':
        return moves.undo();
      case 'search':
        return search.current?.focus();
      case 'showNew':
        return queue.showFresh();
      case 'themes':
        return setThemesOpen(true);
      case 'help':
        return setKeysOpen(true);
      default:
        return action satisfies never;
    }
  };
  usePageKeys(mode !== 'editing' && mode !== 'merging' && many.mode !== 'merging', (press) => {
    const awaited =
      many.mode === 'rejecting' || mode === 'rejecting' ? 'rejecting' : mode === 'reopening' ? mode : 'browse';
    const action = moderationKey(press, awaited);
    if (action) act(action);
    return action !== null;
  });

  const themes = useMemo(() => new Map(rules.themes.map(({ id, title }) => [id, title])), [rules]);
  const themeOf = (question: StaffQuestion) => {
    const title = themes.get(question.themeId);
    return title ? shortTitle(text(title)) : '';
  };
  const companyOf = (question: StaffQuestion): CardCompany => {
    const standing = claims.of(question.id);
    return {
      claim: standing,
      claimIsMine: standing?.by === me.id,
      lookers: state.presence.filter(({ id, questionId }) => id !== me.id && questionId === question.id),
      marked: many.marked.has(question.id),
      burst: bursts.ids.has(question.id),
      merged: question.mergedCount > 0 ? columns.merged.filter(({ mergedInto }) => mergedInto === question.id) : [],
      speaker: question.mergedInto ? (questions.find(({ id }) => id === question.mergedInto) ?? null) : null,
    };
  };
  const card = (question: StaffQuestion, column: ColumnName, testId: string) => {
    const chosen = selected?.id === question.id && queue.column === column;
    return (
      <QuestionCard
        key={question.id}
        question={question}
        theme={themeOf(question)}
        clock={room.clock}
        testId={testId}
        selected={chosen}
        mode={chosen ? mode : 'browse'}
        busy={moves.busy.has(question.id)}
        onAirId={columns.onAir?.id ?? null}
        company={companyOf(question)}
        hands={hands(column)}
      >
        {question.state === 'queued' ? (
          <span>
            <Badge tone="preview">{t('card.queued')}</Badge>
          </span>
        ) : null}
      </QuestionCard>
    );
  };
  const list = (name: QuestionList, members: readonly StaffQuestion[], column: ColumnName, testId: string) => (
    <GrowingList
      key={`${filter.themeId} ${filter.search}`}
      items={members}
      selectedId={queue.column === column ? (selected?.id ?? null) : null}
      missing={filter.search.trim() === '' ? totals.missing(name, filter.themeId) : 0}
      onMore={async () => {
        const offset = nextOffset(questions, name, filter.themeId, openedAt);
        const reply = await room.call('question:more', {
          slug: room.slug,
          list: name,
          themeId: filter.themeId,
          offset,
        });
        if (!reply.ok) return void toast({ tone: 'warn', text: t(`common:failure.${reply.error.code}`) });
        queue.admit(reply.data.questions.map(({ id }) => id));
        room.learn(reply.data.questions);
      }}
    >
      {(one) => card(one, column, testId)}
    </GrowingList>
  );
  const filtered = filter.themeId !== null || filter.search.trim() !== '';
  const counts: Record<ColumnName, number> = {
    waiting: waitingCount,
    approved: columns.approved.length + totals.missing('approved', filter.themeId),
    air: columns.answered.length + (columns.onAir ? 1 : 0),
  };
  const past = [
    ['rejected', columns.rejected],
    ['merged', columns.merged],
    ['archived', columns.archived],
  ] as const;
  return (
    <div data-desk="moderation" className="flex min-h-dvh flex-col bg-canvas lg:h-dvh lg:overflow-hidden">
      <ModerationHeader
        state={state}
        link={link}
        now={now}
        totals={totals}
        filter={filter}
        onFilter={setFilter}
        searchRef={search}
        burst={questions.find(({ id }) => bursts.ids.has(id)) ?? null}
        onVotes={({ id }) => setExaminedId(id)}
        onThemes={() => setThemesOpen(true)}
        onKeys={() => setKeysOpen(true)}
      />
      {moves.conflict ? (
        <ConflictNote
          conflict={moves.conflict}
          current={questions.find((one) => one.id === moves.conflict?.before.id) ?? null}
          role={me.role}
          onAgain={(question) => {
            const wanted = moves.conflict?.wanted;
            // Insisting on the air means in place of the one that was faster, as it is shown now.
            if (wanted) run(question, wanted.type === 'putOnAir' ? toAir(columns.onAir?.id ?? null) : wanted);
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
          {columns.waiting.length === 0 && totals.missing('waiting', filter.themeId) === 0 ? (
            <EmptyColumn>
              {t(
                seesAll
                  ? filtered && counts.waiting > 0
                    ? 'columns.waitingNoMatch'
                    : 'columns.waitingEmpty'
                  : 'columns.waitingTheirs',
              )}
            </EmptyColumn>
          ) : (
            list('waiting', columns.waiting, 'waiting', 'pending-question')
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
          {list('approved', approved, 'approved', 'approved-question')}
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
                burst={bursts.ids.has(columns.onAir.id)}
                hands={hands('air')}
              />
            ) : (
              <EmptyColumn>{t('columns.airEmpty')}</EmptyColumn>
            )}
            <Past title={t('columns.answered')} count={columns.answered.length} empty={t('columns.answeredEmpty')}>
              {list('answered', columns.answered, 'air', 'answered-question')}
            </Past>
            {past.map(([name, members]) =>
              members.length === 0 ? null : (
                <Past
                  key={name}
                  title={t(`columns.${name}`)}
                  count={members.length + totals.missing(name, filter.themeId)}
                >
                  {list(name, members, 'air', `${name}-question`)}
                </Past>
              ),
            )}
          </div>
        </Column>
      </main>
      {choosingMany ? <ManyBar many={many} merges={judges} onFind={(text) => find(null, text)} /> : null}
      <ModerationKeys open={keysOpen} onOpenChange={setKeysOpen} />
      <ThemesDialog room={room} state={state} open={themesOpen} onOpenChange={setThemesOpen} />
      <PurgeDialog room={room} question={purging} onClose={() => setPurging(null)} />
      {examined ? (
        <VotesDialog
          key={examined.id}
          room={room}
          question={examined}
          burst={bursts.ids.has(examined.id)}
          version={bursts.version}
          onClose={() => setExaminedId(null)}
        />
      ) : null}
    </div>
  );
}
