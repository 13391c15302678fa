import type { ControlSnapshot } from '@antenne/server/contract';
import { Keyboard, Search, X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Link } from '../realtime/index.ts';
import { Clock, cx, elapsedText, IconButton, Key, StatePill, Tooltip, useLocale } from '../ui/index.ts';
import { countsByTheme, type Filter, longestWait } from './columns.ts';
import { initials } from './initials.ts';

/** Which show, how long people wait, what is looked for, and who else works here. */
export function ModerationHeader({
  state,
  link,
  now,
  filter,
  onFilter,
  searchRef,
  onKeys,
}: {
  state: ControlSnapshot;
  link: Link;
  now: number;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  searchRef: RefObject<HTMLInputElement | null>;
  onKeys: () => void;
}) {
  const { t } = useTranslation('moderator');
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
        <span className="min-w-0 flex-1" />
        {link === 'online' ? (
          <span className="sr-only">{t('header.online')}</span>
        ) : (
          <StatePill state="warn" pulse>
            {t('header.connecting')}
          </StatePill>
        )}
        <Here state={state} />
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
        <Themes state={state} filter={filter} onFilter={onFilter} />
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
  if (wait === null) return <span className="text-ink-3 text-s">{t('header.noWait')}</span>;
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap rounded-full bg-warn-soft px-2.5 py-0.5 font-semibold text-s text-warn-text tabular-nums">
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 fill-current">
        <path d="M5 .8 9.6 9.2H.4z" />
      </svg>
      {t('header.longestWait', { time: elapsedText(wait) })}
    </span>
  );
}

function Themes({
  state,
  filter,
  onFilter,
}: {
  state: ControlSnapshot;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}) {
  const { t } = useTranslation('moderator');
  const { text } = useLocale();
  const counts = countsByTheme(state.questions);
  const total = [...counts.values()].reduce(
    (sum, count) => ({ waiting: sum.waiting + count.waiting, approved: sum.approved + count.approved }),
    { waiting: 0, approved: 0 },
  );
  const chips = [
    { id: null, title: t('header.allThemes'), count: total },
    ...state.broadcast.themes.map((theme) => ({
      id: theme.id,
      title: text(theme.title),
      count: counts.get(theme.id) ?? { waiting: 0, approved: 0 },
    })),
  ];
  return (
    <fieldset className="flex min-w-0 gap-1.5 overflow-x-auto max-lg:w-full">
      <legend className="sr-only">{t('header.themes')}</legend>
      {chips.map((chip) => (
        <button
          key={chip.id ?? 'all'}
          type="button"
          aria-pressed={filter.themeId === chip.id}
          title={`${chip.title} : ${t('header.themeCount', chip.count)}`}
          onClick={() => onFilter({ ...filter, themeId: chip.id })}
          className={cx(
            'flex min-h-9 shrink-0 items-center gap-2 rounded-full px-3.5 font-medium text-s pointer-coarse:min-h-target',
            filter.themeId === chip.id ? 'bg-accent text-accent-ink' : 'bg-sunken text-ink-2 hover:text-ink',
          )}
        >
          <span className="max-w-56 truncate">{shortTitle(chip.title)}</span>
          <span className="tabular-nums">
            {chip.count.waiting}
            <span className="opacity-65"> / {chip.count.approved}</span>
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** Themes are named `Short name : the question behind it`. */
export function shortTitle(title: string): string {
  return title.split(/\s*:\s/)[0] ?? title;
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

function Here({ state }: { state: ControlSnapshot }) {
  const { t } = useTranslation('moderator');
  const others = state.presence.filter((person) => person.id !== state.me.id);
  const people = [
    { id: state.me.id, name: state.me.name, label: t('header.you', { name: state.me.name }) },
    ...others.map(({ id, name }) => ({ id, name, label: name })),
  ];
  return (
    <ul aria-label={t('header.here')} className="flex items-center -space-x-1.5">
      {people.slice(0, 6).map((person) => (
        <li key={person.id}>
          <Tooltip label={person.label}>
            <span
              role="img"
              aria-label={person.label}
              className="flex size-7 items-center justify-center rounded-full border-2 border-surface bg-sunken font-semibold text-[0.6875rem] text-ink-2"
            >
              {initials(person.name)}
            </span>
          </Tooltip>
        </li>
      ))}
      {people.length > 6 ? <li className="pl-3 text-ink-3 text-s">+{people.length - 6}</li> : null}
    </ul>
  );
}
