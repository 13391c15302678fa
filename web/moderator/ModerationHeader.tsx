import type { ControlSnapshot, StaffQuestion } from '@antenne/server/contract';
import { Keyboard, ListFilter, Search, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from '../realtime/index.ts';
import {
  Button,
  Clock,
  cx,
  elapsedText,
  Here,
  IconButton,
  Key,
  StatePill,
  shortTitle,
  useLocale,
  WarnMark,
} from '../ui/index.ts';
import { type Filter, longestWait } from './columns.ts';
import { DeskTools } from './DeskTools.tsx';
import type { Totals } from './totals.ts';

/** Which show, how long people wait, what is looked for, and who else works here. */
export function ModerationHeader({
  state,
  link,
  now,
  totals,
  filter,
  onFilter,
  searchRef,
  burst,
  onVotes,
  onThemes,
  onKeys,
}: {
  state: ControlSnapshot;
  link: Link;
  now: number;
  totals: Totals;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  searchRef: RefObject<HTMLInputElement | null>;
  /** A question whose votes look made and are to be judged; null: none. */
  burst: StaffQuestion | null;
  onVotes: (question: StaffQuestion) => void;
  onThemes: () => void;
  onKeys: () => void;
}) {
  const { t } = useTranslation(['moderator', 'votes']);
  const { broadcast } = state;
  return (
    <header className="border-line border-b bg-surface">
      <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2 lg:px-5">
        <h1 className="min-w-0 max-w-[26rem] truncate text-m max-lg:w-full max-lg:max-w-none" title={broadcast.title}>
          {broadcast.title}
        </h1>
        {broadcast.state === 'live' ? (
          <span className="flex items-center gap-2.5">
            <StatePill state="onair">{t('header.live')}</StatePill>
            {broadcast.startedAt ? <Clock ms={now - Date.parse(broadcast.startedAt)} /> : null}
          </span>
        ) : (
          <StatePill state="off">{t(`header.${broadcast.state}`)}</StatePill>
        )}
        <Waiting state={state} now={now} />
        {burst ? (
          <Button size="s" icon={<WarnMark />} onClick={() => onVotes(burst)} data-testid="open-burst">
            {t('votes:header')}
          </Button>
        ) : null}
        <span className="min-w-0 flex-1" />
        {link === 'online' ? (
          <span className="sr-only">{t('header.online')}</span>
        ) : (
          <StatePill state="warn" pulse>
            {t('header.connecting')}
          </StatePill>
        )}
        <Button
          size="s"
          variant="quiet"
          icon={<ListFilter aria-hidden className="size-4" />}
          keyHint="T"
          onClick={onThemes}
          data-testid="open-themes"
        >
          {t('themes.open')}
        </Button>
        <People state={state} />
        <DeskTools />
        <IconButton
          size="s"
          label={t('header.keys')}
          keyHint="?"
          icon={<Keyboard aria-hidden />}
          onClick={onKeys}
          className="max-lg:hidden"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2 px-3 pb-2.5 lg:px-5">
        <Themes state={state} totals={totals} filter={filter} onFilter={onFilter} />
        <SearchBox inputRef={searchRef} value={filter.search} onChange={(search) => onFilter({ ...filter, search })} />
      </div>
      {link === 'reconnecting' ? (
        <p role="alert" className="bg-warn px-5 py-1.5 font-semibold text-s text-warn-ink">
          {t('header.offline')}
        </p>
      ) : null}
    </header>
  );
}

function Waiting({ state, now }: { state: ControlSnapshot; now: number }) {
  const { t } = useTranslation('moderator');
  const wait = longestWait(state.questions, now);
  if (state.sight !== 'all') return null;
  if (wait === null) return <span className="text-ink-3 text-s">{t('header.noWait')}</span>;
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap rounded-full bg-warn-soft px-2.5 py-0.5 font-semibold text-s text-warn-text tabular-nums">
      <WarnMark />
      {t('header.longestWait', { time: elapsedText(wait) })}
    </span>
  );
}

function Themes({
  state,
  totals,
  filter,
  onFilter,
}: {
  state: ControlSnapshot;
  totals: Totals;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}) {
  const { t } = useTranslation('moderator');
  const { text } = useLocale();
  const seesAll = state.sight === 'all';
  const countsOf = (themeId: string | null) => ({
    waiting: totals.of('waiting', themeId),
    approved:
      totals.of('approved', themeId) +
      state.questions.filter((one) => one.state === 'queued' && (themeId === null || one.themeId === themeId)).length,
  });
  const chips = [
    { id: null, title: t('header.allThemes'), count: countsOf(null) },
    ...state.questionRules.themes.map(({ id, title }) => ({ id, title: text(title), count: countsOf(id) })),
  ];
  return (
    <fieldset className="flex min-w-0 gap-1.5 overflow-x-auto max-lg:w-full">
      <legend className="sr-only">{t('header.themes')}</legend>
      {chips.map((chip) => (
        <button
          key={chip.id ?? 'all'}
          type="button"
          aria-pressed={filter.themeId === chip.id}
          title={seesAll ? `${chip.title} · ${t('header.themeCount', chip.count)}` : chip.title}
          onClick={() => onFilter({ ...filter, themeId: chip.id })}
          className={cx(
            'flex min-h-9 shrink-0 items-center gap-2 rounded-full px-3.5 font-medium text-s pointer-coarse:min-h-target',
            filter.themeId === chip.id ? 'bg-accent text-accent-ink' : 'bg-sunken text-ink-2 hover:text-ink',
          )}
        >
          <span className="max-w-56 truncate">{shortTitle(chip.title)}</span>
          <span className="tabular-nums">
            {seesAll ? `${chip.count.waiting} / ` : null}
            {chip.count.approved}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

function SearchBox({
  value,
  onChange,
  inputRef,
}: {
  value: string;
  onChange: (value: string) => void;
  inputRef: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation('moderator');
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    if (event.key === 'Escape') onChange('');
    event.currentTarget.blur();
  };
  return (
    <search className="relative ml-auto w-full lg:w-72">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3" />
      <input
        ref={inputRef}
        type="text"
        value={value}
        aria-label={t('header.search')}
        placeholder={t('header.search')}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={leave}
        className="min-h-9 w-full rounded-full border border-line-strong/60 bg-canvas pr-10 pl-9 text-s placeholder:text-ink-3 pointer-coarse:min-h-target"
      />
      {value ? (
        <button
          type="button"
          aria-label={t('header.clearSearch')}
          onClick={() => onChange('')}
          className="absolute inset-y-0 right-1 inline-flex w-9 items-center justify-center text-ink-2"
        >
          <X aria-hidden className="size-4" />
        </button>
      ) : (
        <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-ink-3 pointer-coarse:hidden">
          <Key>/</Key>
        </span>
      )}
    </search>
  );
}

function People({ state }: { state: ControlSnapshot }) {
  const { t } = useTranslation('moderator');
  const others = state.presence.filter((person) => person.id !== state.me.id);
  return (
    <Here
      label={t('header.here')}
      people={[
        { id: state.me.id, name: state.me.name, title: t('header.you', { name: state.me.name }) },
        ...others.map(({ id, name }) => ({ id, name, title: name })),
      ]}
    />
  );
}
