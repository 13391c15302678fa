import { allottedMs, elapsedMs, type RunClock, type RundownItem, type runClock } from '@antenne/server/contract';
import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { EyeOff, GripVertical, Lock, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ServerClock, useNow } from '../realtime/index.ts';
import {
  clockText,
  cx,
  ItemOverUnder,
  MustStart,
  mustStartOf,
  secondsIn,
  Tooltip,
  timeIn,
  useLocale,
  WarnMark,
} from '../ui/index.ts';
import { parseDuration } from './duration.ts';
import { InlineCell, type Leave } from './Inline.tsx';
import type { Editor } from './use-editor.ts';

/** Cells that can be written into, in the order of Tab. */
export const FIELDS = ['duration', 'title', 'notes'] as const;
export type Field = (typeof FIELDS)[number];

/** What an item's ids stand for. */
export type Names = {
  contributors: ReadonlyMap<string, string>;
  themes: ReadonlyMap<string, string>;
  scenes: ReadonlyMap<string, string>;
};

const EDGE: Record<RundownItem['status'], string> = {
  onAir: 'border-l-onair bg-onair-soft',
  next: 'border-l-preview',
  done: 'border-l-transparent text-ink-3',
  skipped: 'border-l-transparent text-ink-3',
  upcoming: 'border-l-transparent',
};

export type RowProps = {
  item: RundownItem;
  number: number;
  names: Names;
  zone: string;
  clock: ServerClock;
  /** The clock of the item on air. */
  run: ReturnType<typeof runClock>;
  active: boolean;
  selected: boolean;
  /** Null: nobody here may write. */
  editor: Editor | null;
  editing: Field | null;
  /** The item as it was when the cell was opened: what others wrote since is not written over unseen. */
  seen: RundownItem | null;
  /** Others who are writing in it. */
  others: readonly string[];
  onEdit: (field: Field) => void;
  onLeave: (to: Leave | null) => void;
  onPick: (keys: { shift: boolean; toggle: boolean }) => void;
};

export function Row(props: RowProps) {
  const { item, number, names, zone, active, selected, editor, others, onPick } = props;
  const { t } = useTranslation('rundown');
  const { locale, text } = useLocale();
  const sortable = useSortable({ id: item.id, disabled: editor === null });
  const title = text(item.title) || t('untitled');
  const who = item.contributorId ? names.contributors.get(item.contributorId) : null;
  const seen = props.seen ?? item;
  const cell = 'px-1.5 py-1 align-middle';
  /** The pointer's first press chooses the row, as does one with Shift or Ctrl; a key's press (no `detail`) writes at once. */
  const start = (field: Field) => (event: React.MouseEvent) => {
    const chosen = (active && selected) || event.detail === 0;
    if (chosen && !event.shiftKey && !event.ctrlKey && !event.metaKey) props.onEdit(field);
  };
  return (
    <tr
      ref={sortable.setNodeRef}
      id={rowId(item.id)}
      data-testid="rundown-row"
      data-status={item.status}
      tabIndex={active ? 0 : -1}
      aria-selected={selected}
      aria-rowindex={number + 1}
      style={{ transform: CSS.Translate.toString(sortable.transform), transition: sortable.transition }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => onPick({ shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey })}
      className={cx(
        'scroll-my-12 border-line border-b border-l-4 outline-offset-[-2px]',
        EDGE[item.status],
        selected && 'bg-[color-mix(in_oklab,var(--accent)_16%,transparent)]',
        sortable.isDragging && 'relative z-10 bg-sunken opacity-80 shadow-high',
      )}
    >
      <td className={cx(cell, 'whitespace-nowrap text-ink-3 tabular-nums')}>
        <span className="flex items-center">
          {editor ? (
            <span
              {...sortable.listeners}
              data-testid="drag"
              aria-hidden="true"
              className="-ml-1 flex h-7 w-5 cursor-grab touch-none items-center justify-center rounded-s hover:bg-sunken active:cursor-grabbing"
            >
              <GripVertical className="size-4" />
            </span>
          ) : null}
          {number}
        </span>
      </td>
      <td className={cx(cell, 'tabular-nums')}>
        <Start item={item} zone={zone} />
      </td>
      <td className={cx(cell, 'tabular-nums max-xl:hidden')}>
        <LatestStart item={item} zone={zone} />
      </td>
      <td className={cx(cell, 'text-right tabular-nums')}>
        <Duration {...props} seen={seen} title={title} onStart={start('duration')} />
      </td>
      <td className={cx(cell, 'truncate text-ink-2')}>
        {t(`type.${item.type}`)}
        {item.owner ? (
          <span className="block truncate text-ink-3 text-[0.75rem]" title={t('ownerOf', { name: item.owner })}>
            <span className="sr-only">{t('ownerOf', { name: item.owner })}</span>
            <span aria-hidden>{item.owner}</span>
          </span>
        ) : null}
      </td>
      <td className={cell}>
        <span className="flex items-center gap-1.5">
          <InlineCell
            label={t('cell.title', { title })}
            testId="cell-title"
            value={item.title[locale] || item.title.fr}
            shown={title}
            editing={props.editing === 'title'}
            reachable={editor ? active : null}
            onStart={start('title')}
            onLeave={props.onLeave}
            // An empty title would leave a line that nobody recognises.
            onCommit={(typed) =>
              typed.trim() !== '' && editor
                ? editor.write(seen, { title: { ...seen.title, [item.title[locale] ? locale : 'fr']: typed.trim() } })
                : false
            }
            className={cx('min-w-0 flex-1 font-medium', item.skip && 'line-through')}
          />
          <Marks item={item} others={others} />
        </span>
        <MustStart item={item} zone={zone} className="px-1.5 text-[0.75rem] tabular-nums xl:hidden" />
      </td>
      <td className={cx(cell, 'truncate text-ink-2')}>
        {who ?? ''}
        {item.place ? <span className="block truncate text-ink-3 text-[0.75rem]">{item.place}</span> : null}
      </td>
      <td className={cx(cell, 'truncate text-ink-2 max-xl:hidden')}>
        {item.themeId ? names.themes.get(item.themeId) : null}
      </td>
      <td className={cx(cell, 'truncate text-ink-2 max-xl:hidden')}>
        {item.sceneId ? names.scenes.get(item.sceneId) : null}
      </td>
      <td className={cx(cell, 'max-xl:hidden')}>
        <InlineCell
          label={t('cell.notes', { title })}
          testId="cell-notes"
          value={item.notes}
          editing={props.editing === 'notes'}
          reachable={editor && !item.notes.includes('\n') ? active : null}
          onStart={start('notes')}
          onLeave={props.onLeave}
          onCommit={(notes) => (editor ? editor.write(seen, { notes: notes.trim() }) : false)}
          className="text-ink-2"
        />
      </td>
    </tr>
  );
}

export const rowId = (id: string) => `item-${id}`;

/** When it begins: in the show's zone, and on the clocks of its place; what does not fit, in words. */
export function Start({ item, zone }: { item: RundownItem; zone: string }) {
  const { t } = useTranslation('rundown');
  const { locale } = useLocale();
  const at = item.actualStart ?? item.expectedStart;
  const local = item.zone && item.zone !== zone ? timeIn(at, locale, item.zone) : null;
  return (
    <span className="flex flex-col leading-tight">
      <span className="flex items-center gap-1">
        {item.startMode === 'hard' ? (
          <Tooltip label={t('hardStart')}>
            <Lock role="img" aria-label={t('hardStart')} className="size-3.5 shrink-0" />
          </Tooltip>
        ) : null}
        <time dateTime={at} className="font-semibold">
          {timeIn(at, locale, zone)}
          <span className="font-normal text-ink-3">:{at.slice(17, 19)}</span>
        </time>
      </span>
      {local && local !== timeIn(at, locale, zone) ? (
        <span className="text-ink-3 text-[0.75rem]">{t('there', { time: local })}</span>
      ) : null}
      {item.gapMs !== 0 && item.actualStart === null ? <Gap ms={item.gapMs} /> : null}
    </span>
  );
}

/** Back timing: with a later start what follows is late. Amber, with a mark, once it is not met any more. */
function LatestStart({ item, zone }: { item: RundownItem; zone: string }) {
  const { locale } = useLocale();
  const how = mustStartOf(item);
  if (item.latestStart === null || how === null) return null;
  return (
    <span
      data-testid="latest-start"
      className={cx('flex items-center gap-1', how === 'missed' ? 'font-semibold text-warn-text' : 'text-ink-3')}
    >
      {how === 'missed' ? <WarnMark /> : null}
      <time dateTime={item.latestStart}>{secondsIn(item.latestStart, locale, zone)}</time>
    </span>
  );
}

function Gap({ ms }: { ms: number }) {
  const { t } = useTranslation('rundown');
  const over = ms < 0;
  return (
    <span
      className={cx('flex items-center gap-1 text-[0.75rem]', over ? 'font-semibold text-warn-text' : 'text-ink-2')}
    >
      {over ? <WarnMark /> : null}
      {t(over ? 'overlap' : 'gap', { time: clockText(Math.abs(ms)) })}
    </span>
  );
}

function Duration({
  item,
  active,
  editor,
  editing,
  clock,
  run,
  seen,
  onStart,
  onLeave,
  title,
}: RowProps & { seen: RundownItem; title: string; onStart: (event: React.MouseEvent) => void }) {
  const { t } = useTranslation('rundown');
  return (
    <>
      <InlineCell
        label={t('cell.duration', { title })}
        testId="cell-duration"
        value={clockText(item.plannedDurationMs)}
        editing={editing === 'duration'}
        reachable={editor ? active : null}
        onStart={onStart}
        onLeave={onLeave}
        onCommit={(typed) => {
          const plannedDurationMs = parseDuration(typed, seen.plannedDurationMs);
          return plannedDurationMs === null || !editor ? false : editor.write(seen, { plannedDurationMs });
        }}
        className="text-right"
      />
      {run?.itemId === item.id ? <Left item={item} clock={clock} run={run} /> : null}
      <ItemOverUnder ms={item.overUnderMs} className="block px-1.5 text-[0.75rem]" />
    </>
  );
}

/** The clock of the item on air: what is left of it, amber and then over. */
export function Left({ item, clock, run }: { item: RundownItem; clock: ServerClock; run: RunClock }) {
  const { t } = useTranslation('rundown');
  const left = allottedMs(item, run) - elapsedMs(run, useNow(clock));
  const late = left <= item.warnMs;
  return (
    <span
      role="timer"
      className={cx(
        'block whitespace-nowrap px-1.5 font-semibold text-[0.75rem] tabular-nums',
        late ? 'text-warn-text' : 'text-onair-text',
        left <= item.dangerMs && left > 0 && 'animate-pulse-live',
      )}
    >
      {t(left < 0 ? 'over' : 'left', { time: clockText(Math.abs(left)) })}
    </span>
  );
}

/** What an item is besides, in words and shapes. */
export function Marks({ item, others }: { item: RundownItem; others: readonly string[] }) {
  const { t } = useTranslation('rundown');
  return (
    <>
      {item.status === 'onAir' ? (
        <span className="shrink-0 rounded-full bg-onair px-2 font-semibold text-onair-ink text-[0.75rem]">
          {t('common:onAir')}
        </span>
      ) : null}
      {item.status === 'next' ? (
        <span className="shrink-0 rounded-full bg-preview-soft px-2 font-semibold text-preview-text text-[0.75rem]">
          {t('next')}
        </span>
      ) : null}
      {item.skip ? (
        <span className="shrink-0 rounded-full bg-sunken px-2 text-ink-2 text-[0.75rem]">{t('skipped')}</span>
      ) : null}
      {item.public ? null : (
        <Tooltip label={t('private')}>
          <EyeOff role="img" aria-label={t('private')} className="size-4 shrink-0 text-ink-3" />
        </Tooltip>
      )}
      {others.length > 0 ? (
        <span className="flex shrink-0 items-center gap-1 rounded-full bg-warn-soft px-2 text-warn-text text-[0.75rem]">
          <Pencil aria-hidden className="size-3" />
          {others.join(', ')}
        </span>
      ) : null}
    </>
  );
}
