import { ArrowUp, Bell, BellRing, MessageCircleQuestion } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AudienceRoom, type AudienceState, voteShown } from '../../realtime/index.ts';
import { Button, cx, EmptyState, toast, useLocale } from '../../ui/index.ts';
import { takesQuestions } from './ask.ts';
import { useCalmList, useEngaged } from './calm-list.ts';
import { byNewest, byTheme, byVotes, ranked } from './order.ts';
import { PublicRow } from './PublicRow.tsx';

function ThemeFilter({
  state,
  value,
  onChange,
}: {
  state: AudienceState;
  value: string | null;
  onChange: (themeId: string | null) => void;
}) {
  const { t } = useTranslation('viewer');
  const { text } = useLocale();
  const themes = state.broadcast.themes;
  if (themes.length < 2) return null;
  const options = [
    { id: null, label: t('filter.all'), title: undefined },
    ...themes.map((theme, index) => ({
      id: theme.id,
      label: t('themeNumber', { number: index + 1 }),
      title: text(theme.title),
    })),
  ];
  return (
    <fieldset className="flex flex-wrap gap-1.5 px-4 pb-2">
      <legend className="sr-only">{t('filter.label')}</legend>
      {options.map((option) => (
        <button
          key={option.id ?? 'all'}
          type="button"
          aria-pressed={value === option.id}
          aria-label={option.title ? `${option.label}: ${option.title}` : undefined}
          title={option.title}
          onClick={() => onChange(option.id)}
          className={cx(
            'min-h-8 rounded-full border px-3 max-sm:px-2.5 font-medium text-s transition-colors pointer-coarse:min-h-target',
            value === option.id
              ? 'border-ink bg-ink text-canvas'
              : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

const ORDERS = ['votes', 'newest', 'theme'] as const;
type Order = (typeof ORDERS)[number];

function OrderChoice({
  value,
  orders,
  onChange,
}: {
  value: Order;
  orders: readonly Order[];
  onChange: (order: Order) => void;
}) {
  const { t } = useTranslation('asking');
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3" data-testid="order">
      <legend className="sr-only">{t('order.label')}</legend>
      {orders.map((order) => (
        <button
          key={order}
          type="button"
          aria-pressed={value === order}
          onClick={() => onChange(order)}
          className={cx(
            'min-h-8 rounded-s font-medium text-s underline-offset-8 pointer-coarse:min-h-target',
            value === order ? 'text-ink underline decoration-2' : 'text-ink-3 hover:text-ink',
          )}
        >
          {t(`order.${order}`)}
        </button>
      ))}
    </fieldset>
  );
}

/** A little before it was on air: the moderator is just reading it out. */
const LEAD_MS = 3_000;

function watchFrom(onAirAt: string, onWatch: (at: number) => void): () => void {
  return () => onWatch(Date.parse(onAirAt) - LEAD_MS);
}

/** Approved questions by support. Nothing moves under whoever reads: newcomers wait behind a button. */
export function PublicQuestions({
  state,
  room,
  followed,
  onFollow,
  onWatch,
}: {
  state: AudienceState;
  room: AudienceRoom;
  /** The theme that this viewer follows. */
  followed: string | null;
  onFollow: (themeId: string | null) => void;
  /** Shows what went out at that time, ms since the epoch; null: nothing can be shown. */
  onWatch: ((at: number) => void) | null;
}) {
  const { t } = useTranslation(['viewer', 'asking', 'common']);
  const [chosen, setThemeId] = useState(followed);
  // A theme that left the show filters nothing.
  const themeId = state.broadcast.themes.some(({ id }) => id === chosen) ? chosen : null;
  const [order, setOrder] = useState<Order>('votes');
  const place = useRef<HTMLDivElement>(null);
  const engaged = useEngaged(place);
  const over = state.broadcast.state === 'ended';
  // Then there is nothing to choose from, and nothing to come.
  const none = over && Object.keys(state.questions).length === 0;
  const mayAsk = !over && state.broadcast.themes.some(takesQuestions);
  const wanted = useMemo(
    () =>
      ranked(
        Object.values(state.questions).filter((question) => !themeId || question.themeId === themeId),
        over,
        order === 'votes' ? byVotes : order === 'newest' ? byNewest : byTheme(state.broadcast.themes),
      ).map(({ id }) => id),
    [state.questions, state.broadcast.themes, themeId, over, order],
  );
  const list = useCalmList(wanted, engaged);
  const themes = state.broadcast.themes;

  const vote = async (id: string, on: boolean) => {
    const reply = await room.vote(id, on);
    if (!reply.ok) toast({ text: t(`common:failure.${reply.error.code}`), tone: 'warn' });
  };

  return (
    <section aria-labelledby="questions" className="relative">
      <h2 id="questions" className="px-4 pt-4 pb-2 font-semibold text-ink-3 text-s">
        {t('questions.title')}
      </h2>
      {none ? null : (
        <>
          <ThemeFilter
            state={state}
            value={themeId}
            onChange={(next) => {
              setThemeId(next);
              list.admit();
            }}
          />
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5 px-4 pb-2">
            <OrderChoice
              value={order}
              orders={themes.length > 1 && !themeId ? ['votes', 'newest', 'theme'] : ['votes', 'newest']}
              onChange={(next) => {
                setOrder(next);
                list.admit();
              }}
            />
            {themeId ? (
              <Button
                size="s"
                variant="quiet"
                aria-pressed={followed === themeId}
                data-testid="follow-theme"
                icon={
                  followed === themeId ? (
                    <BellRing aria-hidden className="size-4" />
                  ) : (
                    <Bell aria-hidden className="size-4" />
                  )
                }
                onClick={() => onFollow(followed === themeId ? null : themeId)}
              >
                {t(followed === themeId ? 'asking:following' : 'asking:follow')}
              </Button>
            ) : null}
          </div>
        </>
      )}
      <div ref={place}>
        <div
          role="status"
          className="pointer-events-none sticky top-2 z-10 flex h-0 justify-center max-lg:top-[calc(var(--picture-height)+var(--target)+0.75rem)]"
        >
          {list.waiting > 0 ? (
            <button
              type="button"
              data-testid="newcomers"
              onClick={list.admit}
              className="pointer-events-auto flex h-9 animate-enter items-center gap-2 rounded-full bg-ink px-4 font-semibold text-canvas text-s shadow-high pointer-coarse:h-target"
            >
              <ArrowUp aria-hidden className="size-4" />
              {t('questions.newcomers', { count: list.waiting })}
            </button>
          ) : null}
        </div>
        {list.ids.length === 0 ? (
          <EmptyState
            icon={<MessageCircleQuestion aria-hidden />}
            title={t(over ? 'questions.noneTitle' : 'questions.emptyTitle')}
          >
            {mayAsk ? t('questions.emptyText') : null}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line border-line border-t">
            {list.ids.map((id) => {
              const question = state.questions[id] ?? null;
              const rank = themes.findIndex((theme) => theme.id === question?.themeId);
              return (
                <PublicRow
                  key={id}
                  question={question}
                  theme={themes[rank]}
                  themeNumber={themes.length > 1 ? rank + 1 : 0}
                  own={id in state.own}
                  vote={question ? voteShown(state, question) : { on: false, votes: 0 }}
                  onVote={(on) => void vote(id, on)}
                  onWatch={question?.onAirAt && onWatch ? watchFrom(question.onAirAt, onWatch) : null}
                />
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}
